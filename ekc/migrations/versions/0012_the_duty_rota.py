"""Who can be reached when: the duty rota, what an achterwacht answers, and the numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _duty_numbers()
    _duty_shift()
    _go_ahead()
    _reach()


def downgrade() -> None:
    """Go down."""
    for table in ("reach", "go_ahead", "duty_shift", "duty_numbers"):
        op.drop_table(table)


def _duty_numbers() -> None:
    op.create_table(
        "duty_numbers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("veilig_thuis", sa.String(), nullable=False),
        sa.Column("duty_phone", sa.String(), nullable=True),
        sa.Column("officer_name", sa.LargeBinary(), nullable=True),
        sa.Column("officer_phone", sa.LargeBinary(), nullable=True),
        sa.Column("officer_mail", sa.LargeBinary(), nullable=True),
        sa.Column("from_hour", sa.BigInteger(), nullable=False),
        sa.Column("until_hour", sa.BigInteger(), nullable=False),
        sa.Column("nudge_minutes", sa.BigInteger(), nullable=False),
        sa.Column("alarm_minutes", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_duty_numbers_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_numbers")),
        sa.UniqueConstraint("municipality_id", name=op.f("uq_duty_numbers_municipality_id")),
    )


def _duty_shift() -> None:
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_shift_forward")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_shift_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
        sa.UniqueConstraint("municipality_id", "person_id", "starts_at", name="uq_duty_shift_start"),
    )
    op.create_index(
        "ix_duty_shift_hours", "duty_shift", ["municipality_id", "ends_at", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_duty_shift_person_id"), "duty_shift", ["person_id"], unique=False)


def _go_ahead() -> None:
    op.create_table(
        "go_ahead",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_go_ahead_conference_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_go_ahead_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_go_ahead")),
        sa.UniqueConstraint(
            "municipality_id", "conference_id", "starts_at", "ends_at", name="uq_go_ahead_once"
        ),
    )
    op.create_index(op.f("ix_go_ahead_conference_id"), "go_ahead", ["conference_id"], unique=False)


def _reach() -> None:
    op.create_table(
        "reach",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_reach_conference_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reach_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach")),
        sa.UniqueConstraint(
            "municipality_id", "conference_id", "person_id", "starts_at", "ends_at", name="uq_reach_once"
        ),
    )
    op.create_index(op.f("ix_reach_conference_id"), "reach", ["conference_id"], unique=False)
    op.create_index(op.f("ix_reach_person_id"), "reach", ["person_id"], unique=False)
