"""Since when a VOG that was asked for is waited for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("coordinator", sa.Column("vog_asked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("coordinator", "vog_asked_on")
