"""The residents who organise conferences, and the limits they set themselves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import Base, Codes, Id, Ref


class Coordinator(Base):
    """A volunteer in the pool of a municipality. Dates say what is in order and until when."""

    __tablename__ = "coordinator"
    __table_args__ = (UniqueConstraint("municipality_id", "person_id", name="uq_coordinator_person"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    pc4: Mapped[str]  # home
    locality_id: Mapped[Ref | None] = mapped_column(ForeignKey("locality.id"))
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes)  # ISO 639-3
    employer: Mapped[str | None]  # to stay independent of who is involved
    about: Mapped[str | None]  # her own words
    max_per_year: Mapped[int]
    max_at_once: Mapped[int]
    paused_until: Mapped[date | None]
    trained_on: Mapped[date | None]
    vog_until: Mapped[date | None]  # the certificate itself is never kept, only who saw it when
    vog_seen_on: Mapped[date | None]
    secrecy_on: Mapped[date | None]  # geheimhouding signed
    joined_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed
