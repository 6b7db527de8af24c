"""Whether a coordinator wants her own number on her card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "coordinator", sa.Column("number_on_card", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("coordinator", "number_on_card")
