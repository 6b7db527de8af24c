"""Whether a professional thinks that a volunteer can visit a household safely."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("referral", sa.Column("visiting", sa.String(), server_default="unknown", nullable=False))


def downgrade() -> None:
    """Go down."""
    op.drop_column("referral", "visiting")
