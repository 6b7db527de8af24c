"""Suggestions, words about a team, announcements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class Suggestion(Base):
    """What a volunteer thinks could be better, and what the bureau did with it."""

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("municipality_id", "coordinator_id", "text_key", name="uq_suggestion_once"),
        Index("ix_suggestion_stand", "municipality_id", "stand"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Sealed)
    text_key: Mapped[str]  # keyed hash: the same words twice are one suggestion
    named: Mapped[bool]  # others may read the first name of who had the idea
    at: Mapped[datetime] = mapped_column(UTC)
    stand: Mapped[str]  # new, thinking, doing, done, not
    answer: Mapped[str | None] = mapped_column(Sealed)  # 'wat deden we ermee'
    shared: Mapped[bool] = mapped_column(default=False)  # answered, and all coordinators may read it
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    answered_by_id: Mapped[Ref | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class TeamWord(Base):
    """How a volunteer found it to work with a team, once per conference: for the bureau's eyes only."""

    __tablename__ = "team_word"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind_word_id", name="uq_team_word_once"),
        Index("ix_team_word_seen", "municipality_id", "seen_at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    kind_word_id: Mapped[Ref] = mapped_column(ForeignKey("kind_word.id"))  # the thanks for that conference
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[Ref] = mapped_column(ForeignKey("team.id"))
    how: Mapped[str]  # good, mixed, bad
    text: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UTC)
    seen_at: Mapped[datetime | None] = mapped_column(UTC)
    seen_by_id: Mapped[Ref | None]


class YearWord(Base):
    """How a volunteer found a year, in one tap: told on in totals alone."""

    __tablename__ = "year_word"
    __table_args__ = (
        UniqueConstraint("municipality_id", "coordinator_id", "year", name="uq_year_word_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    year: Mapped[Ref]
    how: Mapped[str]  # good, mixed, bad
    at: Mapped[datetime] = mapped_column(UTC)


class Announcement(Base):
    """Something that the bureau tells all coordinators, on their page."""

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("municipality_id", "day", "text_key", name="uq_announcement_once"),
        Index("ix_announcement_at", "municipality_id", "at"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str] = mapped_column(Sealed)
    text: Mapped[str] = mapped_column(Sealed)
    text_key: Mapped[str]  # keyed hash: the same words twice on one day are one announcement
    day: Mapped[date]
    until: Mapped[date | None]  # the last day on which it is shown; None: it stays
    at: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref | None]
    taken_down_at: Mapped[datetime | None] = mapped_column(UTC)
