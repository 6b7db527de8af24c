"""What a municipality aims for, and how it chose to count."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import Base, Id, Ref


class Target(Base):
    """How many conferences a municipality wants to hold in a year."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("municipality_id", "year", name="uq_target_year"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    year: Mapped[int]
    conferences: Mapped[int]
    follow_ups_count: Mapped[bool] = mapped_column(default=False)  # a second conference counts again


class PastCount(Base):
    """What a municipality counted itself before it worked with ekc: per month or year, no names."""

    __tablename__ = "past_count"
    __table_args__ = (UniqueConstraint("municipality_id", "year", "month", "place", name="uq_past_count"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    year: Mapped[int]
    month: Mapped[int]  # 1 to 12; 0: the whole year
    place: Mapped[str]  # a dorp or wijk by its name; "": the whole municipality
    asked: Mapped[int | None]  # aanmeldingen
    held: Mapped[int]  # conferences that took place
    plans: Mapped[int | None]  # plans that needed no conference
