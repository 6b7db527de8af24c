"""What volunteers hear back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref

TO_DO = text("way = 'call' AND done_at IS NULL")


class KindWord(Base):
    """Something kind to one volunteer: thanks for a conference, or how it went on. Each is told once.

    Who has no mail address is called, or gets a card: that is on the bureau's list until it is done.
    """

    __tablename__ = "kind_word"
    __table_args__ = (
        UniqueConstraint("municipality_id", "key", name="uq_kind_word_once"),
        Index("ix_kind_word_to_do", "municipality_id", sqlite_where=TO_DO, postgresql_where=TO_DO),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    key: Mapped[str]  # what makes it one: kind, what it is about, and who hears it
    kind: Mapped[str]  # thanks, onward
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    conference_id: Mapped[Ref | None] = mapped_column(ForeignKey("conference.id"))
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date | None]  # of the conference
    sentence: Mapped[str | None]  # of how it went on: a code, never words of anybody
    at: Mapped[datetime] = mapped_column(UTC)
    way: Mapped[str]  # mail, call
    done_at: Mapped[datetime | None] = mapped_column(UTC)  # called, or a card was sent
    done_by_id: Mapped[Ref | None]  # the account


class Onward(Base):
    """How it went on with one referral: whether the family allows that the volunteer hears of it, who said so
    and when, and the sentence that was chosen."""

    __tablename__ = "onward"
    __table_args__ = (UniqueConstraint("municipality_id", "referral_id", name="uq_onward_referral"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    allowed: Mapped[bool]
    said_by: Mapped[str]  # a code: who of the family
    said_on: Mapped[date]
    noted_at: Mapped[datetime] = mapped_column(UTC)
    noted_by_id: Mapped[Ref | None]  # the account that wrote it down
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTC)
    sentence: Mapped[str | None]  # a code
    told_at: Mapped[datetime | None] = mapped_column(UTC)
