"""A voorziening or an initiative in the neighbourhood."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import Base, Id, Ref, Sealed


class Amenity(Base):
    """Where people can go by themselves: an eetcafé, a repair café, a group that helps with post."""

    __tablename__ = "amenity"
    __table_args__ = (Index("ix_amenity_name", "municipality_id", "name"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    name: Mapped[str]
    purpose: Mapped[str]  # what for
    phone: Mapped[str | None] = mapped_column(Sealed)  # may be that of a neighbour who runs it
    web: Mapped[str | None]
    locality_id: Mapped[Ref | None] = mapped_column(ForeignKey("locality.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed
