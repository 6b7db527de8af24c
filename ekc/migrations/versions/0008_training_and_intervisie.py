"""Gatherings of coordinators, places at them, and who was there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    _gathering()
    _seat()
    _attendance()


def downgrade() -> None:
    """Go down."""
    for table in ("attendance", "seat", "gathering"):
        op.drop_table(table)


def _gathering() -> None:
    op.create_table(
        "gathering",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("appointment_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("locality_id", sa.BigInteger(), nullable=True),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("led_by", sa.String(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_gathering_appointment_id")
        ),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_gathering_locality_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_gathering_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_gathering_appointment_id")),
    )
    op.create_index("ix_gathering_day", "gathering", ["municipality_id", "starts_at"], unique=False)


def _seat() -> None:
    op.create_table(
        "seat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("gathering_id", sa.BigInteger(), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_seat_from_one")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_seat_gathering_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_seat_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("municipality_id", "gathering_id", "invitation_id", name="uq_seat_invitation"),
        sa.UniqueConstraint("municipality_id", "gathering_id", "number", name="uq_seat_number"),
    )
    op.create_index(op.f("ix_seat_gathering_id"), "seat", ["gathering_id"], unique=False)
    op.create_index(op.f("ix_seat_invitation_id"), "seat", ["invitation_id"], unique=False)


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.BigInteger(), nullable=False),
        sa.Column("gathering_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinator.id"], name=op.f("fk_attendance_coordinator_id")
        ),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_attendance_gathering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("municipality_id", "gathering_id", "coordinator_id", name="uq_attendance_once"),
    )
    op.create_index(op.f("ix_attendance_gathering_id"), "attendance", ["gathering_id"], unique=False)
    op.create_index(op.f("ix_attendance_coordinator_id"), "attendance", ["coordinator_id"], unique=False)
