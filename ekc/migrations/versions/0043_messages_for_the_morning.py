"""What waits for the one mail of tomorrow morning is found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'held'")


def upgrade() -> None:
    """Go up."""
    op.create_index("ix_message_held", "message", ["next_at"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_message_held", "message")
