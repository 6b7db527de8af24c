"""Who arranges what and whether it is confirmed, going on with something open, and the check of a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class OpenEnd(Base):
    """Something to arrange for a traject. What people need stands in the kring: here only who arranges it.

    It is confirmed for one start of the day: another day asks again.
    """

    __tablename__ = "open_end"
    __table_args__ = (UniqueConstraint("municipality_id", "referral_id", "key", name="uq_open_end_key"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    key: Mapped[str]
    words: Mapped[str | None] = mapped_column(Sealed)  # of a line of one's own
    arranger: Mapped[str | None] = mapped_column(Sealed)
    phone: Mapped[str | None] = mapped_column(Sealed)  # of who arranges it
    confirmed_at: Mapped[datetime | None] = mapped_column(UTC)
    confirmed_for: Mapped[datetime | None] = mapped_column(UTC)  # the start of the day it was confirmed for
    again_at: Mapped[datetime | None] = mapped_column(UTC)  # when to call about it again
    removed_at: Mapped[datetime | None] = mapped_column(UTC)


class GoneOn(Base):
    """Somebody decided to go on with something open, and why."""

    __tablename__ = "gone_on"
    __table_args__ = (
        UniqueConstraint("municipality_id", "conference_id", "starts_at", name="uq_gone_on_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTC)
    reason: Mapped[str]  # a code of `rules.GO_ON`
    at: Mapped[datetime] = mapped_column(UTC)


class DayCheck(Base):
    """The check two days ahead, once for each start of a conference; what it finds follows today's rows."""

    __tablename__ = "day_check"
    __table_args__ = (
        UniqueConstraint("municipality_id", "conference_id", "starts_at", name="uq_day_check_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTC)
    at: Mapped[datetime] = mapped_column(UTC)
    found: Mapped[tuple[str, ...]]  # codes of `rules.FOUND`
