"""Mail that waits for somebody to read it, and messages found by whom they went to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("waits")
READ = "('stranger', 'several', 'unknown', 'words', 'too_large', 'closed')"


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "incoming_mail", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("incoming_mail", sa.Column("sender_key", sa.String(), nullable=True))
    op.add_column("incoming_mail", sa.Column("handled_at", MOMENT, nullable=True))
    op.add_column("incoming_mail", sa.Column("handled_by", sa.BigInteger(), nullable=True))
    mail = sa.table("incoming_mail", sa.column("waits", sa.Boolean()), sa.column("outcome", sa.String()))
    op.execute(mail.update().where(sa.text(f"outcome IN {READ}")).values(waits=sa.true()))
    op.create_index(
        "ix_incoming_mail_waits",
        "incoming_mail",
        ["municipality_id"],
        sqlite_where=sa.text("waits = 1"),
        postgresql_where=WAITS,
    )
    op.create_index("ix_message_recipient", "message", ["recipient_key"])


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_message_recipient", "message")
    op.drop_index("ix_incoming_mail_waits", "incoming_mail")
    for name in ("handled_by", "handled_at", "sender_key", "waits"):
        op.drop_column("incoming_mail", name)
