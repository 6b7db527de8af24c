"""A volunteer's limits for a stretch of months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "pool_period",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("first_month", sa.BigInteger(), nullable=False),
        sa.Column("last_month", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_pool_period_coordinator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_period")),
        sa.UniqueConstraint(
            "municipality_id", "coordinator_id", "first_month", "last_month", name="uq_pool_period_months"
        ),
    )
    op.create_index(op.f("ix_pool_period_coordinator_id"), "pool_period", ["coordinator_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("pool_period")
