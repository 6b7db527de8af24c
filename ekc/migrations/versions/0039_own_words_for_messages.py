"""A municipality's own words for messages, and what people chose about their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BROKEN = sa.text("broken_at IS NOT NULL")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "text_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("sms", sa.String(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("broken_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_version")),
        sa.UniqueConstraint("municipality_id", "kind", "version", name="uq_text_version_number"),
    )
    op.create_index(
        "ix_text_version_broken",
        "text_version",
        ["municipality_id"],
        sqlite_where=BROKEN,
        postgresql_where=BROKEN,
    )
    op.create_table(
        "message_choice",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_choice")),
        sa.UniqueConstraint("municipality_id", "person_id", "kind", name="uq_message_choice_once"),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("message_choice")
    op.drop_table("text_version")
