"""How volunteers found a year, in one tap."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "year_word",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_year_word_coordinator_id_coordinator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_word")),
        sa.UniqueConstraint("municipality_id", "coordinator_id", "year", name="uq_year_word_once"),
    )
    op.create_index(op.f("ix_year_word_coordinator_id"), "year_word", ["coordinator_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("year_word")
