"""Shifts of the duty rota, whether an achterwacht can be reached, going on with nobody, and the numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class DutyShift(Base):
    """Somebody can be called in these hours. Shifts may overlap; a person begins one of them at a time."""

    __tablename__ = "duty_shift"
    __table_args__ = (
        UniqueConstraint("municipality_id", "person_id", "starts_at", name="uq_duty_shift_start"),
        CheckConstraint("ends_at > starts_at", name="forward"),
        Index("ix_duty_shift_hours", "municipality_id", "ends_at", "starts_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    phone: Mapped[str] = mapped_column(Sealed)  # of this shift: a duty telephone may go from hand to hand
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class Reach(Base):
    """The question to an achterwacht whether she can be reached at these hours, and the answer.

    Another day, other hours or another achterwacht is another question.
    """

    __tablename__ = "reach"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "conference_id", "person_id", "starts_at", "ends_at", name="uq_reach_once"
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    asked_at: Mapped[datetime] = mapped_column(UTC)
    by_mail: Mapped[bool]  # if not, somebody calls
    reminded_at: Mapped[datetime | None] = mapped_column(UTC)
    answer: Mapped[str | None]  # yes, no
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    answered_by: Mapped[str | None]  # link, phone
    off_at: Mapped[datetime | None] = mapped_column(UTC)  # told that it is not needed any more


class GoAhead(Base):
    """Somebody decided that these hours go on with nobody in reach, and why."""

    __tablename__ = "go_ahead"
    __table_args__ = (
        UniqueConstraint("municipality_id", "conference_id", "starts_at", "ends_at", name="uq_go_ahead_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    reason: Mapped[str]  # a code of `rules.GO_AHEAD`
    at: Mapped[datetime] = mapped_column(UTC)
    person_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))  # who decided


class DutyNumbers(Base):
    """The numbers of one municipality, and its minutes and hours. No row: the defaults of `rules.Numbers`."""

    __tablename__ = "duty_numbers"

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"), unique=True)
    veilig_thuis: Mapped[str]
    duty_phone: Mapped[str | None]
    officer_name: Mapped[str | None] = mapped_column(Sealed)
    officer_phone: Mapped[str | None] = mapped_column(Sealed)
    officer_mail: Mapped[str | None] = mapped_column(Sealed)
    from_hour: Mapped[int]
    until_hour: Mapped[int]
    nudge_minutes: Mapped[int]
    alarm_minutes: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed
