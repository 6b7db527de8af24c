"""The residents who organise conferences, and the limits they set themselves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Codes, Id, Ref, Sealed, SealedCodes


class Coordinator(Base):
    """A volunteer in the pool of a municipality. Dates say what is in order and until when."""

    __tablename__ = "coordinator"
    __table_args__ = (
        UniqueConstraint("municipality_id", "person_id", name="uq_coordinator_person"),
        Index("ix_coordinator_cell", "municipality_id", "cell"),
        Index("ix_coordinator_languages", "municipality_id", "languages"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    pc4: Mapped[str]  # home
    locality_id: Mapped[Ref | None] = mapped_column(ForeignKey("locality.id"))
    lat: Mapped[float | None]  # of the middle of her postcode, for distances in one statement
    lon: Mapped[float | None]
    cell: Mapped[int | None]  # the square of about twenty kilometres in which that lies
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes)  # ISO 639-3
    employer: Mapped[str | None]  # to stay independent of who is involved
    employer_plain: Mapped[str | None]  # the same, as it is compared
    about: Mapped[str | None]  # her own words
    max_per_year: Mapped[int]
    max_at_once: Mapped[int]
    max_per_quarter: Mapped[int | None]  # None: she set no limit per quarter
    max_km: Mapped[int | None]  # the largest distance she travels; None: she does not mind
    own_village: Mapped[bool] = mapped_column(default=True)  # whether a family from her own dorp is fine
    prefers_two: Mapped[bool] = mapped_column(default=False)  # would rather do it together with somebody
    number_on_card: Mapped[bool] = mapped_column(default=False)  # a family may read her own number
    day_parts: Mapped[tuple[str, ...]] = mapped_column(
        Codes, default=()
    )  # free: "mon_evening"; none: unknown
    themes_like: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # codes of an aanleiding
    themes_not: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    at_home: Mapped[tuple[str, ...]] = mapped_column(
        SealedCodes, default=(), nullable=True
    )  # her own words, optional
    at_home_keys: Mapped[tuple[str, ...]] = mapped_column(
        Codes, default=()
    )  # those words one by one, hashed: the same words in a wish are found without opening any
    paused_until: Mapped[date | None]
    stage: Mapped[str] = mapped_column(default="active")  # interested, intake, training, active, stopped
    payroll_number: Mapped[str | None] = mapped_column(Sealed)  # how the payroll office knows her
    source: Mapped[str | None]  # how she was found: a code
    stopped_on: Mapped[date | None]
    stop_reason: Mapped[str | None]  # a code
    trained_on: Mapped[date | None]  # block 1: from then on she may be asked, with a buddy
    block2_on: Mapped[date | None]
    code_version: Mapped[int | None]  # the code of conduct that she accepted last
    code_on: Mapped[date | None]
    vog_until: Mapped[date | None]  # the certificate itself is never kept, only who saw it when
    vog_seen_on: Mapped[date | None]
    vog_asked_on: Mapped[date | None]  # since when a new one is waited for
    secrecy_on: Mapped[date | None]  # geheimhouding signed
    joined_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class PoolPeriod(Base):
    """A stretch of months, every year, in which she wants at most so many to begin."""

    __tablename__ = "pool_period"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "coordinator_id", "first_month", "last_month", name="uq_pool_period_months"
        ),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    first_month: Mapped[int]  # 1 to 12
    last_month: Mapped[int]  # included; before the first one: over the new year
    most: Mapped[int]


class PoolStep(Base):
    """One move on a volunteer's path: from where to where, on which day, who decided, for whom, why."""

    __tablename__ = "pool_step"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    move: Mapped[str]
    from_stage: Mapped[str | None]  # None: how she came in
    to_stage: Mapped[str]
    reason: Mapped[str | None]  # a code
    exception: Mapped[str | None] = mapped_column(Sealed)  # why the bureau made one, in its own words
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(UTC)
    actor_kind: Mapped[str]
    actor_id: Mapped[Ref | None]
    behalf_person_id: Mapped[Ref | None]


class PoolNote(Base):
    """What the bureau writes down about a coordinator for itself."""

    __tablename__ = "pool_note"

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"), index=True)
    text: Mapped[str] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UTC)
    account_id: Mapped[Ref | None]


class ConductCode(Base):
    """A version of the code of conduct of a municipality, in force from a day until the next one is."""

    __tablename__ = "conduct_code"
    __table_args__ = (UniqueConstraint("municipality_id", "version", name="uq_conduct_code_version"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(ForeignKey("municipality.id"))
    version: Mapped[int]
    text: Mapped[str | None]  # None: the text that comes with the product
    valid_from: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(UTC)
