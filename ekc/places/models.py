"""Municipalities and the villages and neighbourhoods in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Codes, Id, Ref


class Municipality(Base):
    """A gemeente that organises conferences with this product."""

    __tablename__ = "municipality"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)  # four figures, of the national register
    name: Mapped[str]
    central_phone: Mapped[str]  # one number in every message
    demo: Mapped[bool] = mapped_column(default=False)
    family_chooses: Mapped[bool] = mapped_column(default=True)  # off: the first yes is assigned
    vog_years: Mapped[int] = mapped_column(default=3)  # how long a VOG is good, seen from the day it was seen
    intervisie_per_year: Mapped[int] = mapped_column(default=4)
    asked_at_first: Mapped[int] = mapped_column(default=2)  # how many are asked in the first wave
    open_hours: Mapped[int] = mapped_column(default=72)  # how long an offer stays open
    open_hours_urgent: Mapped[int] = mapped_column(default=4)
    support_name: Mapped[str | None]  # who thinks along with people, independent of everybody (Wmo 2.2.4)
    support_phone: Mapped[str | None]
    calls_before_word: Mapped[int] = mapped_column(default=3)  # so often not reached: the team hears so
    remind_days: Mapped[tuple[str, ...]] = mapped_column(
        Codes, default=("7", "1")
    )  # so many days before a bijeenkomst people are reminded
    clocks: Mapped[tuple[str, ...]] = mapped_column(
        Codes, default=()
    )  # how long a step may take, as `referrals.clocks` keeps it; empty: the first limits
    bureau_reads_mail: Mapped[bool] = mapped_column(
        default=False
    )  # what belongs to nobody; the keeper opens it
    version: Mapped[int] = mapped_column(default=1)  # of these choices: who changes them says which were seen
    changed_at: Mapped[datetime | None] = mapped_column(UTC)
    changed_by_id: Mapped[Ref | None]  # the account


class Locality(Base):
    """A dorp or wijk, known by its four-figure postcode."""

    __tablename__ = "locality"
    __table_args__ = (UniqueConstraint("municipality_id", "pc4", name="uq_locality_pc4"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    pc4: Mapped[str]
    name: Mapped[str]
    former_municipality: Mapped[str]
