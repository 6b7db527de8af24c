"""Whether the bureau may read mail that belongs to nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "municipality",
        sa.Column("bureau_reads_mail", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("municipality", "bureau_reads_mail")
