"""A traject that came in from a list knows what it was called there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("referral", sa.Column("own_number", sa.LargeBinary(), nullable=True))
    op.add_column("referral", sa.Column("own_key", sa.String(), nullable=True))
    op.create_index("uq_referral_own", "referral", ["municipality_id", "own_key"], unique=True)


def downgrade() -> None:
    """Go down."""
    op.drop_index("uq_referral_own", table_name="referral")
    with op.batch_alter_table("referral") as table:
        table.drop_column("own_key")
        table.drop_column("own_number")
