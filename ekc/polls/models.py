"""A poll of days, the people asked, and what each of them answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref

OPEN = text("state = 'open'")


class DatePoll(Base):
    """The days proposed for the bijeenkomst of a referral: one poll open at a time."""

    __tablename__ = "date_poll"
    __table_args__ = (
        Index(
            "uq_date_poll_open",
            "municipality_id",
            "referral_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_date_poll_until", "answer_until", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    state: Mapped[str]  # open, chosen, closed (without a day)
    answer_until: Mapped[datetime] = mapped_column(UTC)  # the midnight after the last day to answer
    opened_at: Mapped[datetime] = mapped_column(UTC)
    closed_at: Mapped[datetime | None] = mapped_column(UTC)
    conference_id: Mapped[Ref | None] = mapped_column(ForeignKey("conference.id"))
    venue_id: Mapped[Ref | None]  # the days were sought for this place; nothing is booked


class PollDay(Base):
    """One of the times proposed."""

    __tablename__ = "poll_day"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at", "ends_at", name="uq_poll_day_times"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    poll_id: Mapped[Ref] = mapped_column(ForeignKey("date_poll.id"))
    starts_at: Mapped[datetime] = mapped_column(UTC)
    ends_at: Mapped[datetime] = mapped_column(UTC)
    added_at: Mapped[datetime] = mapped_column(UTC)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)


class PollVoter(Base):
    """Somebody asked, by a message with a link of their own or by voice."""

    __tablename__ = "poll_voter"
    __table_args__ = (
        UniqueConstraint("municipality_id", "poll_id", "person_id", name="uq_poll_voter_person"),
        Index("ix_poll_voter_poll", "poll_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    poll_id: Mapped[Ref] = mapped_column(ForeignKey("date_poll.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    essential: Mapped[bool] = mapped_column(default=False)  # 'zonder oma gaat het niet'
    link_id: Mapped[Ref | None] = mapped_column(ForeignKey("personal_link.id"))
    address_key: Mapped[str | None]  # keyed hash of where the question went; none: by voice
    asked_at: Mapped[datetime | None] = mapped_column(UTC)  # when the newest question was written
    nudged_at: Mapped[datetime | None] = mapped_column(UTC)  # reminded, once at most


class PollAnswer(Base):
    """What somebody says about one of the days now, and how it came."""

    __tablename__ = "poll_answer"
    __table_args__ = (UniqueConstraint("voter_id", "day_id", name="uq_poll_answer_once"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    voter_id: Mapped[Ref] = mapped_column(ForeignKey("poll_voter.id"))
    day_id: Mapped[Ref] = mapped_column(ForeignKey("poll_day.id"), index=True)
    value: Mapped[str]  # yes, if_needed, no
    via: Mapped[str]  # link, phone
    told_by: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))  # who said it, on the phone
    at: Mapped[datetime] = mapped_column(UTC)
    actor_id: Mapped[Ref | None]
