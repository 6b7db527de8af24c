"""Rounds of offers, and the offers in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref

OPEN = text("state = 'open'")
TO_NUDGE = text("state = 'open' AND nudged_at IS NULL")


class OfferRound(Base):
    """The bureau asks one or more coordinators for one referral."""

    __tablename__ = "offer_round"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UTC)
    week_from: Mapped[date]
    week_until: Mapped[date]
    replaces_id: Mapped[Ref | None] = mapped_column(
        ForeignKey("assignment.id")
    )  # asked to take over from who is on it now


class Offer(Base):
    """One coordinator asked for one referral. A coordinator is asked once per referral."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "coordinator_id", name="uq_offer_once"),
        Index("ix_offer_asked", "coordinator_id", "asked_at"),
        Index("ix_offer_open", "coordinator_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_offer_nudge", "nudge_at", sqlite_where=TO_NUDGE, postgresql_where=TO_NUDGE),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    round_id: Mapped[Ref] = mapped_column(ForeignKey("offer_round.id"))
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str]  # open, yes, no, filled, lapsed, withdrawn, not_chosen, refused
    asked_at: Mapped[datetime] = mapped_column(UTC)
    leaves_at: Mapped[datetime | None] = mapped_column(
        UTC
    )  # after the quiet hours; the open time counts from here
    nudge_at: Mapped[datetime | None] = mapped_column(UTC)  # half-way; none: too short for a nudge
    nudged_at: Mapped[datetime | None] = mapped_column(UTC)
    buddy_id: Mapped[Ref | None] = mapped_column(ForeignKey("coordinator.id"))  # who would do it with her
    expires_at: Mapped[datetime] = mapped_column(UTC)
    answered_at: Mapped[datetime | None] = mapped_column(UTC)
    reason: Mapped[str | None]


class Weighting(Base):
    """What each thing weighs in the list of candidates, since when and by whom; the newest version holds."""

    __tablename__ = "weighting"
    __table_args__ = (UniqueConstraint("municipality_id", "version", name="uq_weighting_version"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    version: Mapped[int]
    language: Mapped[int]
    wish: Mapped[int]
    distance: Mapped[int]
    village: Mapped[int]
    day_part: Mapped[int]
    waiting: Mapped[int]
    load: Mapped[int]
    buddy: Mapped[int]
    experience: Mapped[int]
    like: Mapped[int]
    dislike: Mapped[int]
    since: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref | None]
