"""An appointment, who was asked to it, and what they answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class Appointment(Base):
    """Something at an hour and a place. Its UID lives as long as it does, and its SEQUENCE never falls.

    SEQUENCE: RFC 5546 section 2.1.4.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_owner", "municipality_id", "owner_kind", "owner_id"),
        Index("ix_appointment_feed", "organiser_person_id", "starts_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    owner_kind: Mapped[str]
    owner_id: Mapped[Ref]
    organiser_person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))  # in whose feed it stands
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]  # neutral
    starts_at: Mapped[datetime] = mapped_column(UTC, index=True)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    place: Mapped[str | None] = mapped_column(Sealed)  # none: on the personal page only
    cancelled_at: Mapped[datetime | None] = mapped_column(UTC)
    created_at: Mapped[datetime] = mapped_column(UTC)
    changed_at: Mapped[datetime] = mapped_column(UTC)
    stamped_at: Mapped[datetime] = mapped_column(UTC)  # DTSTAMP of the newest message about it
    block: Mapped[str] = mapped_column(Sealed)  # its lines in a feed, written when it changes


class Invitation(Base):
    """One person asked to one appointment, and their answer to its present version."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("municipality_id", "appointment_id", "person_id", name="uq_invitation_person"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    appointment_id: Mapped[Ref] = mapped_column(ForeignKey("appointment.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    link_id: Mapped[Ref] = mapped_column(ForeignKey("personal_link.id"))
    address: Mapped[str | None] = mapped_column(Sealed)  # where the calendar copy went; none: told by voice
    address_key: Mapped[str | None]
    sequence: Mapped[int] = mapped_column(default=0)  # of the version that this person was told last
    asked_at: Mapped[datetime] = mapped_column(UTC)
    removed_at: Mapped[datetime | None] = mapped_column(UTC)
    answer: Mapped[str | None]  # yes, no, maybe, call_me; none: not answered yet
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    answered_by: Mapped[str | None]  # link, account (signed in), calendar, phone
    own_starts_at: Mapped[datetime | None] = mapped_column(UTC)  # where their hours or place are their own
    own_ends_at: Mapped[datetime | None] = mapped_column(UTC)
    own_place: Mapped[str | None] = mapped_column(Sealed)
    organises: Mapped[bool] = mapped_column(default=False)  # the copy of who took it over: no guest


class Answer(Base):
    """Every answer ever given, with the version it answers and how it came."""

    __tablename__ = "answer"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    invitation_id: Mapped[Ref] = mapped_column(ForeignKey("invitation.id"), index=True)
    sequence: Mapped[int]
    value: Mapped[str]
    by: Mapped[str]  # link, account (signed in), calendar, phone
    at: Mapped[datetime] = mapped_column(UTC)
    stamp: Mapped[datetime | None] = mapped_column(UTC)  # DTSTAMP of a calendar's answer
    actor_id: Mapped[Ref | None]  # who entered it
    told_by: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))  # who else said it, on the phone
