"""Whom to call about what is still open for a day, and when again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("open_end", sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.add_column("open_end", sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("open_end") as table:
        table.drop_column("again_at")
        table.drop_column("phone")
