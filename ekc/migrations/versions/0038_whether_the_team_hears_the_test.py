"""Whether the family lets the team hear if the plan keeps to the conditions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("referral", sa.Column("tested_shared", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("referral") as batch:
        batch.drop_column("tested_shared")
