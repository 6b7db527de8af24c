"""The day itself: taps of who is here, each taken once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "day_press",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("conference_id", sa.BigInteger(), nullable=False),
        sa.Column("own_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_day_press_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_press")),
        sa.UniqueConstraint("municipality_id", "conference_id", "own_id", name="uq_day_press_once"),
    )
    op.create_index("ix_day_press_conference", "day_press", ["conference_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("day_press")
