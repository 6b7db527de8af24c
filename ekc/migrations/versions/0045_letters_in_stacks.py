"""Letters are printed in stacks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "letter_stack",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_stack")),
    )
    op.create_index("ix_letter_stack_municipality", "letter_stack", ["municipality_id", "id"])
    op.add_column("message", sa.Column("stack_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_message_stack_id", "message", ["stack_id"])
    op.create_index(
        "ix_message_to_print",
        "message",
        ["municipality_id"],
        sqlite_where=sa.text("state = 'to_print'"),
        postgresql_where=sa.text("state = 'to_print'"),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_message_to_print", "message")
    op.drop_index("ix_message_stack_id", "message")
    op.drop_column("message", "stack_id")
    op.drop_table("letter_stack")
