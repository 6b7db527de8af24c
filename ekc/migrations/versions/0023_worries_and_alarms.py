"""A coordinator at a visit until a time; worries, incidents and alarms until somebody handled them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _check_in()
    _signal()


def downgrade() -> None:
    """Go down."""
    for table in ("signal", "check_in"):
        op.drop_table(table)


def _check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=True),
        sa.Column("conference_id", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conference_id"], ["conference.id"], name=op.f("fk_check_in_conference_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_check_in_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_conference_id"), "check_in", ["conference_id"], unique=False)
    op.create_index(
        "ix_check_in_due",
        "check_in",
        ["until_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(op.f("ix_check_in_person_id"), "check_in", ["person_id"], unique=False)
    op.create_index(op.f("ix_check_in_referral_id"), "check_in", ["referral_id"], unique=False)
    op.create_index(
        "uq_check_in_running",
        "check_in",
        ["municipality_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _signal() -> None:
    op.create_table(
        "signal",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=True),
        sa.Column("check_in_id", sa.BigInteger(), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("called", sa.LargeBinary(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=True),
        sa.Column("safe_now", sa.Boolean(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_signal_check_in_id")),
        sa.ForeignKeyConstraint(["handled_by"], ["person.id"], name=op.f("fk_signal_handled_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signal_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_signal_referral_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_signal_seen_by")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_signal_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("municipality_id", "check_in_id", "missed_at", name="uq_signal_alarm"),
    )
    op.create_index(
        "ix_signal_open",
        "signal",
        ["municipality_id"],
        unique=False,
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_index("ix_signal_person", "signal", ["municipality_id", "person_id", "at"], unique=False)
    op.create_index(op.f("ix_signal_person_id"), "signal", ["person_id"], unique=False)
    op.create_index(op.f("ix_signal_referral_id"), "signal", ["referral_id"], unique=False)
