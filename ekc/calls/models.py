"""That somebody was called, or somebody stood at their door, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class Attempt(Base):
    """One attempt to reach one person of one traject. No word of what was said.

    `number` counts from 1 per person: of two who tap at the same moment the database refuses the second.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("municipality_id", "referral_id", "person_id", "number", name="uq_attempt_number"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    referral_id: Mapped[Ref] = mapped_column(ForeignKey("referral.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    way: Mapped[str]  # call, visit
    result: Mapped[str]  # of `rules.RESULTS`
    misses: Mapped[int]  # how often in a row, with this one, they were not reached
    at: Mapped[datetime] = mapped_column(UTC)
    again_at: Mapped[datetime | None] = mapped_column(UTC)
    actor_id: Mapped[Ref | None]
