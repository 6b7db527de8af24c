"""A message may go as a text or on paper too, and somebody may prefer one of those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("message", sa.Column("way", sa.String(), nullable=False, server_default="mail"))
    op.add_column("message", sa.Column("gave_way", sa.String(), nullable=True))
    op.add_column("message", sa.Column("person_id", sa.BigInteger(), nullable=True))
    op.add_column("message", sa.Column("short", sa.LargeBinary(), nullable=True))
    op.create_index("ix_message_person_id", "message", ["person_id"])
    op.add_column("person", sa.Column("prefers", sa.String(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("person", "prefers")
    op.drop_index("ix_message_person_id", "message")
    for name in ("way", "gave_way", "person_id", "short"):
        op.drop_column("message", name)
