"""What a venue offers, its rooms, and which of them a conference uses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TICKS = ("lift", "hearing_loop", "quiet", "kitchen", "neutral")
SEALED = ("contact", "phone", "mail")
WORDS = ("bus", "parking", "cost", "hours")


def upgrade() -> None:
    """Go up."""
    for name in TICKS:
        op.add_column("venue", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in SEALED:
        op.add_column("venue", sa.Column(name, sa.LargeBinary(), nullable=True))
    for name in WORDS:
        op.add_column("venue", sa.Column(name, sa.String(), nullable=True))
    op.add_column("venue", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    op.create_table(
        "room",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("venue_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_room_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("municipality_id", "venue_id", "name", name="uq_room_name"),
    )
    op.create_index(op.f("ix_room_venue_id"), "room", ["venue_id"])
    op.create_table(
        "conference_room",
        sa.Column("conference_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_conference_room_conference_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_conference_room_room_id")),
        sa.PrimaryKeyConstraint("conference_id", "room_id", name=op.f("pk_conference_room")),
    )
    op.create_index(op.f("ix_conference_room_room_id"), "conference_room", ["room_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("conference_room")
    op.drop_table("room")
    for name in ("version", *WORDS, *SEALED, *TICKS):
        op.drop_column("venue", name)
