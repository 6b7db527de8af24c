"""Two people of one traject who must not meet, and who decided that they do."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed

HOLDS = text("ended_at IS NULL")
UNUSED = text("conference_id IS NULL")


class KeptApart(Base):
    """A pair. No word of what happened: only that they must not meet, until when, and from whom we know.

    `one_id` is the lower of the two. Without `other_id` the aanmelding named somebody in `other_words`, and
    nobody said yet who in the kring that is.
    """

    __tablename__ = "kept_apart"
    __table_args__ = (
        Index(
            "uq_kept_apart_pair",
            "municipality_id",
            "referral_id",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    one_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[Ref | None] = mapped_column(ForeignKey("person.id"))
    other_words: Mapped[str | None] = mapped_column(Sealed)
    why: Mapped[str]  # a code of `rules.WHY`
    until: Mapped[date | None]  # the last day on which it holds
    heard_from: Mapped[str] = mapped_column(Sealed)
    account_id: Mapped[Ref | None] = mapped_column(ForeignKey("account.id"))  # who wrote it down
    at: Mapped[datetime] = mapped_column(UTC)
    ended_at: Mapped[datetime | None] = mapped_column(UTC)
    ended_reason: Mapped[str | None]  # a code of `rules.ENDED`


class Regardless(Base):
    """A second person decided that a pair meets: for the next day that is fixed, or the one that stands."""

    __tablename__ = "regardless"
    __table_args__ = (
        UniqueConstraint("municipality_id", "pair_id", "conference_id", name="uq_regardless_day"),
        Index(
            "uq_regardless_unused",
            "municipality_id",
            "pair_id",
            unique=True,
            sqlite_where=UNUSED,
            postgresql_where=UNUSED,
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    pair_id: Mapped[Ref] = mapped_column(ForeignKey("kept_apart.id"))
    conference_id: Mapped[Ref | None] = mapped_column(ForeignKey("conference.id"))  # none: not used yet
    reason: Mapped[str]  # a code of `rules.REGARDLESS`
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))  # who decided
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))  # who wrote it down
    at: Mapped[datetime] = mapped_column(UTC)
