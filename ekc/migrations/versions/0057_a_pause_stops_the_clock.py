"""When the state began that a pause goes back to, so that its clock goes on where it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("referral", sa.Column("stood_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("referral", "stood_since")
