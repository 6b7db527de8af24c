"""Finding what is to be told by telephone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

TO_CALL = sa.text("state = 'to_call'")


def upgrade() -> None:
    """Go up."""
    op.create_index(
        "ix_message_to_call",
        "message",
        ["municipality_id"],
        sqlite_where=TO_CALL,
        postgresql_where=TO_CALL,
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_message_to_call", "message")
