"""A kleine kring, who can be called, and which alarms went off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class SmallCircle(Base):
    """Who runs it, since when, and whether there is a place for tonight. Its state is the aanmelding's."""

    __tablename__ = "small_circle"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", name="uq_small_circle_referral"),
        Index("ix_small_circle_started", "municipality_id", "started_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    runner_person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    given_name: Mapped[str] = mapped_column(Sealed)  # of whom it is about; the form goes on with it
    surname: Mapped[str] = mapped_column(Sealed)
    started_at: Mapped[datetime] = mapped_column(UTC)
    place: Mapped[str | None]  # yes, no: is there a place for tonight?
    answered_at: Mapped[datetime | None] = mapped_column(UTC)


class SmallCircleCall(Base):
    """Somebody who can be called, and whether she was reached. Nothing of what she said."""

    __tablename__ = "small_circle_call"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    circle_id: Mapped[Ref] = mapped_column(ForeignKey("small_circle.id"), index=True)
    name: Mapped[str] = mapped_column(Sealed)
    phone: Mapped[str | None] = mapped_column(Sealed)
    reached: Mapped[str | None]  # yes, no
    reached_at: Mapped[datetime | None] = mapped_column(UTC)


class SmallCircleAlarm(Base):
    """An alarm that went off, once."""

    __tablename__ = "small_circle_alarm"
    __table_args__ = (
        UniqueConstraint("municipality_id", "circle_id", "hours", name="uq_small_circle_alarm_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    circle_id: Mapped[Ref] = mapped_column(ForeignKey("small_circle.id"), index=True)
    hours: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTC)
