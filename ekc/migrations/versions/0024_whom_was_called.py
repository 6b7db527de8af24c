"""Attempts to reach somebody, and after how many in a row who asked for it hears so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("misses", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_attempt_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "municipality_id", "referral_id", "person_id", "number", name="uq_attempt_number"
        ),
    )
    op.create_index(op.f("ix_attempt_referral_id"), "attempt", ["referral_id"], unique=False)
    op.add_column(
        "municipality", sa.Column("calls_before_word", sa.BigInteger(), nullable=False, server_default="3")
    )


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("municipality") as table:
        table.drop_column("calls_before_word")
    op.drop_table("attempt")
