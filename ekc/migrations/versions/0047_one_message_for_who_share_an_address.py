"""Who share an address get one message, on whose page each of them answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("message", sa.Column("together", sa.String(), nullable=True))
    op.add_column("message", sa.Column("went_with", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_message_went_with"), "message", ["went_with"])


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_message_went_with"), "message")
    op.drop_column("message", "went_with")
    op.drop_column("message", "together")
