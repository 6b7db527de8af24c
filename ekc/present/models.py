"""Taps of the day: facts, each kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref


class DayPress(Base):
    """One tap. It is taken once, however often it is sent; of two about the same the later holds."""

    __tablename__ = "day_press"
    __table_args__ = (
        UniqueConstraint("municipality_id", "conference_id", "own_id", name="uq_day_press_once"),
        Index("ix_day_press_conference", "conference_id"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    conference_id: Mapped[Ref] = mapped_column(ForeignKey("conference.id"))
    own_id: Mapped[str]  # made on the phone, or in the form of a page without JavaScript
    about: Mapped[str]  # own_time, or here:<person id>
    answer: Mapped[str]  # yes, no
    pressed_at: Mapped[datetime] = mapped_column(UTC)
    received_at: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref | None]
