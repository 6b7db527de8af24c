"""Which choices of a municipality were seen, and who changed them last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("municipality", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("municipality", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("municipality", sa.Column("changed_by_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("municipality") as batch:
        for name in ("changed_by_id", "changed_at", "version"):
            batch.drop_column(name)
