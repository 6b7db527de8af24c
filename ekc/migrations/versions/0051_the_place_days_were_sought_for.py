"""The place that days were sought for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("date_poll", sa.Column("venue_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("date_poll", "venue_id")
