"""How many days before a bijeenkomst people are reminded of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "municipality",
        sa.Column("remind_days", sa.Text(), nullable=False, server_default='["7", "1"]'),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("municipality", "remind_days")
