"""Whether the aanmelding says that somebody must not meet another, and that an address is secret."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    for name in ("meets_not", "hides_address"):
        op.add_column("referral", sa.Column(name, sa.String(), nullable=False, server_default="unknown"))


def downgrade() -> None:
    """Go down."""
    for name in ("meets_not", "hides_address"):
        op.drop_column("referral", name)
