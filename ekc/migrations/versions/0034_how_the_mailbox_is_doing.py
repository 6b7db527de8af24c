"""How our mailbox is doing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "tray_state",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("trouble_since", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tray_state")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("tray_state")
