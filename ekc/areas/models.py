"""A place belongs to a team from a day on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import Base, Id, Ref


class TeamPlace(Base):
    """From `from_day` on a place belongs to a team, or to none, until the next beginning.

    Two beginnings of one place cannot have one day, nor one number: of two people who decide about a place
    at the same moment the database refuses the second.
    """

    __tablename__ = "team_place"
    __table_args__ = (
        UniqueConstraint("municipality_id", "locality_id", "from_day", name="uq_team_place_day"),
        UniqueConstraint("municipality_id", "locality_id", "number", name="uq_team_place_number"),
        CheckConstraint("number >= 1", name="from_one"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    locality_id: Mapped[Ref] = mapped_column(ForeignKey("locality.id"))
    number: Mapped[int]
    from_day: Mapped[date]
    team_id: Mapped[Ref | None] = mapped_column(ForeignKey("team.id"), index=True)
