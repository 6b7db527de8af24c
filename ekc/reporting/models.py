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
