"""Somebody who is at a visit until a time, and what somebody else must look at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed, SealedCodes

RUNNING = text("ended_at IS NULL")
TO_DO = text("handled_at IS NULL")


class CheckIn(Base):
    """A coordinator is at a visit or a bijeenkomst, and back at a time that she chose. One at a time."""

    __tablename__ = "check_in"
    __table_args__ = (
        Index(
            "uq_check_in_running",
            "municipality_id",
            "person_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index("ix_check_in_due", "until_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    referral_id: Mapped[Ref | None] = mapped_column(ForeignKey("referral.id"), index=True)
    conference_id: Mapped[Ref | None] = mapped_column(
        ForeignKey("conference.id"), index=True
    )  # none: a visit
    started_at: Mapped[datetime] = mapped_column(UTC)
    until_at: Mapped[datetime] = mapped_column(UTC)
    nudged_at: Mapped[datetime | None] = mapped_column(UTC)
    alarmed_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)


class Signal(Base):
    """A worry, an incident or an alarm, until somebody has handled it. Codes only: no story is kept."""

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("municipality_id", "check_in_id", "missed_at", name="uq_signal_alarm"),
        Index("ix_signal_open", "municipality_id", sqlite_where=TO_DO, postgresql_where=TO_DO),
        Index("ix_signal_person", "municipality_id", "person_id", "at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    kind: Mapped[str]  # worry, incident, alarm
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)  # the coordinator
    referral_id: Mapped[Ref | None] = mapped_column(ForeignKey("referral.id"), index=True)
    check_in_id: Mapped[Ref | None] = mapped_column(ForeignKey("check_in.id"))
    missed_at: Mapped[datetime | None] = mapped_column(UTC)  # of an alarm: when she would be back
    at: Mapped[datetime] = mapped_column(UTC)
    urgent: Mapped[bool]
    called: Mapped[tuple[str, ...]] = mapped_column(SealedCodes)
    what: Mapped[str | None] = mapped_column(Sealed)  # of an incident: a code
    safe_now: Mapped[bool | None]
    seen_at: Mapped[datetime | None] = mapped_column(UTC)
    seen_by: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UTC)
    taken_by: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))
    handled_at: Mapped[datetime | None] = mapped_column(UTC)
    handled_by: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))
