"""Facts about a conference or a plan. What counts is decided elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class Outcome(Base):
    """What is known after a conference, or of a plan made without one. Never a word of the plan."""

    __tablename__ = "outcome"
    __table_args__ = (
        UniqueConstraint("municipality_id", "conference_id", name="uq_outcome_conference"),
        Index("ix_outcome_day", "municipality_id", "happened_on"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    conference_id: Mapped[Ref | None] = mapped_column(
        ForeignKey("conference.id")
    )  # none: a plan without a meeting
    happened_on: Mapped[date]
    held: Mapped[bool]
    reason: Mapped[str | None]  # why not
    own_time: Mapped[str]  # yes, no, unknown: had the kring time for itself?
    people: Mapped[int | None]
    plan: Mapped[str]  # yes, in_making, no, unknown
    plan_kind: Mapped[str | None]  # ekc_plan, family_group_plan, own_plan
    told_at: Mapped[datetime] = mapped_column(UTC)
