"""Gatherings of coordinators, the places at them, and who was there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class Gathering(Base):
    """A training, an intervisie or the like. Who is asked, and what they answer, is kept by `invitations`."""

    __tablename__ = "gathering"
    __table_args__ = (Index("ix_gathering_day", "municipality_id", "starts_at"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[str]  # block1, block2, deepening, return_day, intervisie, workshop
    appointment_id: Mapped[Ref] = mapped_column(ForeignKey("appointment.id"), unique=True)
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    place: Mapped[str | None]  # in words; stands in the invitation
    locality_id: Mapped[Ref | None] = mapped_column(ForeignKey("locality.id"))
    seats: Mapped[int]
    led_by: Mapped[str | None]
    called_off_at: Mapped[datetime | None] = mapped_column(UTC)
    created_at: Mapped[datetime] = mapped_column(UTC)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class Seat(Base):
    """A numbered place of somebody who said yes; without a number, a place in the queue.

    Numbers run from one to the seats of the gathering and are unique: the database refuses the second.
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("municipality_id", "gathering_id", "number", name="uq_seat_number"),
        UniqueConstraint("municipality_id", "gathering_id", "invitation_id", name="uq_seat_invitation"),
        CheckConstraint("number >= 1", name="from_one"),
    )

    id: Mapped[Id]  # by time: the order of the waiting list
    municipality_id: Mapped[Ref]
    gathering_id: Mapped[Ref] = mapped_column(ForeignKey("gathering.id"), index=True)
    invitation_id: Mapped[Ref] = mapped_column(ForeignKey("invitation.id"), index=True)
    number: Mapped[int | None]
    since: Mapped[datetime] = mapped_column(UTC)


class Attendance(Base):
    """Somebody was there."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("municipality_id", "gathering_id", "coordinator_id", name="uq_attendance_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    gathering_id: Mapped[Ref] = mapped_column(ForeignKey("gathering.id"), index=True)
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(UTC)
