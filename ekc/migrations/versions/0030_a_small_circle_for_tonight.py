"""A kleine kring within 24 hours: who can be called, a place for tonight, and its alarms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "small_circle",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("runner_person_id", sa.BigInteger(), nullable=False),
        sa.Column("given_name", sa.LargeBinary(), nullable=False),
        sa.Column("surname", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_small_circle_referral_id")),
        sa.ForeignKeyConstraint(
            ["runner_person_id"], ["person.id"], name=op.f("fk_small_circle_runner_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_circle")),
        sa.UniqueConstraint("municipality_id", "referral_id", name="uq_small_circle_referral"),
    )
    op.create_index(op.f("ix_small_circle_referral_id"), "small_circle", ["referral_id"], unique=False)
    op.create_index(
        "ix_small_circle_started", "small_circle", ["municipality_id", "started_at"], unique=False
    )
    _of_circle(
        "small_circle_call",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("reached", sa.String(), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
    )
    _of_circle(
        "small_circle_alarm",
        sa.Column("hours", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("municipality_id", "circle_id", "hours", name="uq_small_circle_alarm_once"),
    )


def downgrade() -> None:
    """Go down."""
    for table in ("small_circle_alarm", "small_circle_call", "small_circle"):
        op.drop_table(table)


def _of_circle(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("circle_id", sa.BigInteger(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["circle_id"], ["small_circle.id"], name=op.f(f"fk_{table}_circle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_circle_id"), table, ["circle_id"], unique=False)
