"""Conferences, their sessions, venues with rooms, and the quarter hours in which one of them is taken."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed

STANDS = text("state = 'planned'")


class Venue(Base):
    """A place to meet."""

    __tablename__ = "venue"

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(index=True)
    name: Mapped[str]
    address: Mapped[str]
    locality_id: Mapped[Ref | None] = mapped_column(ForeignKey("locality.id"))
    seats: Mapped[int]
    step_free: Mapped[bool] = mapped_column(default=True)
    lift: Mapped[bool] = mapped_column(default=False)
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    quiet: Mapped[bool] = mapped_column(default=False)
    kitchen: Mapped[bool] = mapped_column(default=False)
    neutral: Mapped[bool] = mapped_column(default=False)  # outside the village that somebody lives in
    contact: Mapped[str | None] = mapped_column(Sealed)  # whom to call about a key
    phone: Mapped[str | None] = mapped_column(Sealed)
    mail: Mapped[str | None] = mapped_column(Sealed)
    bus: Mapped[str | None]
    parking: Mapped[str | None]
    cost: Mapped[str | None]
    hours: Mapped[str | None]
    closed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class Room(Base):
    """A room of a venue, to book by itself."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("municipality_id", "venue_id", "name", name="uq_room_name"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    venue_id: Mapped[Ref] = mapped_column(ForeignKey("venue.id"), index=True)
    name: Mapped[str]
    seats: Mapped[int]
    alone: Mapped[bool] = mapped_column(default=False)  # fit for time of one's own
    closed: Mapped[bool] = mapped_column(default=False)


class Conference(Base):
    """A bijeenkomst of a referral: one planned at a time."""

    __tablename__ = "conference"
    __table_args__ = (
        Index(
            "uq_conference_planned",
            "municipality_id",
            "referral_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        Index("ix_conference_held", "municipality_id", "starts_at", "state"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    coordinator_person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    venue_id: Mapped[Ref | None] = mapped_column(ForeignKey("venue.id"))
    place: Mapped[str | None] = mapped_column(Sealed)  # in free words, where no venue of the list is used
    place_in_invitation: Mapped[bool] = mapped_column(
        default=True
    )  # a home address only when the household says so
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    information_minutes: Mapped[int] = mapped_column(default=60)  # how long guests stay, where there are any
    state: Mapped[str]  # planned, cancelled, held, not_held
    cancel_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTC)
    fixed_by_id: Mapped[Ref | None]  # the account that fixed it last


class ConferenceRoom(Base):
    """A room that a conference uses; without any, it has the whole venue."""

    __tablename__ = "conference_room"
    __table_args__ = (PrimaryKeyConstraint("conference_id", "room_id"),)

    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"))
    room_id: Mapped[Ref] = mapped_column(ForeignKey("room.id"), index=True)
    municipality_id: Mapped[Ref]


class Session(Base):
    """A part of a conference with its own audience, and so its own appointment."""

    __tablename__ = "session"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
    audience: Mapped[str]  # circle (from welcome to plan), guests (the information part)
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    appointment_id: Mapped[Ref] = mapped_column(ForeignKey("appointment.id"))


class OwnPart(Base):
    """How one person is there, where that is not as everybody: their own hours, a room, or at a distance."""

    __tablename__ = "own_part"
    __table_args__ = (
        UniqueConstraint("municipality_id", "conference_id", "person_id", name="uq_own_part_person"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime | None] = mapped_column(UTC)
    ends_at: Mapped[datetime | None] = mapped_column(UTC)
    room_id: Mapped[Ref | None] = mapped_column(ForeignKey("room.id"))
    remote: Mapped[bool] = mapped_column(default=False)


class Taken(Base):
    """A quarter hour in which a person or a room is taken. The primary key refuses the second who wants it.

    Quarter hours are counted in UTC from 1970, so that the night the clock goes back has its hour twice.
    """

    __tablename__ = "taken"
    __table_args__ = (PrimaryKeyConstraint("kind", "what_id", "quarter"),)

    kind: Mapped[str]  # person, venue (as a whole: then every room of it too), room
    what_id: Mapped[Ref]
    quarter: Mapped[Ref]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
