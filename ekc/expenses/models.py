"""Claims of volunteers, how each is paid in a year, what others paid them, and what went to payroll."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ekc.db import UTC, Base, Id, Ref, Sealed


class Expense(Base):
    """Kilometres, a receipt (the paper stays with her) or quarter hours, on one day."""

    __tablename__ = "expense"
    __table_args__ = (
        UniqueConstraint("municipality_id", "coordinator_id", "once", name="uq_expense_once"),
        Index("ix_expense_year", "coordinator_id", "happened_on"),
        Index("ix_expense_state", "municipality_id", "state", "happened_on"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))  # hers, to find hers in one step
    once: Mapped[int]  # of the form that was sent: the same form twice is one claim
    kind: Mapped[str]  # km, receipt, hours
    happened_on: Mapped[date]
    amount: Mapped[int]  # kilometres, cents or quarter hours
    what: Mapped[str | None]  # of a receipt: a code
    note: Mapped[str | None] = mapped_column(Sealed)
    about: Mapped[str]  # traject, training, other
    number: Mapped[str | None]  # of the traject, as it is named on the phone; it may be gone one day
    state: Mapped[str] = mapped_column(default="entered")  # entered, returned, approved, exported
    reason: Mapped[str | None] = mapped_column(Sealed)  # why the bureau sent it back
    cents: Mapped[int | None]  # what it brings, from the approval on
    approved_at: Mapped[datetime | None] = mapped_column(UTC)
    export_id: Mapped[Ref | None] = mapped_column(ForeignKey("expense_export.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class AllowanceYear(Base):
    """How a volunteer is paid in a calendar year: real costs, or a fixed amount per hour."""

    __tablename__ = "allowance_year"
    __table_args__ = (
        UniqueConstraint("municipality_id", "coordinator_id", "year", name="uq_allowance_year_once"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"))
    year: Mapped[int]
    regime: Mapped[str]  # real, flat
    grown_up_on: Mapped[date | None]  # the day of becoming 21, of who is younger
    fixed: Mapped[bool] = mapped_column(default=False)  # something was approved: no other choice this year
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class PaidElsewhere(Base):
    """What a volunteer told that other organisations paid her in a month; it counts for the caps."""

    __tablename__ = "paid_elsewhere"
    __table_args__ = (
        UniqueConstraint("municipality_id", "coordinator_id", "year", "month", name="uq_paid_elsewhere"),
    )

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    coordinator_id: Mapped[Ref] = mapped_column(ForeignKey("coordinator.id"))
    year: Mapped[int]
    month: Mapped[int]
    cents: Mapped[int]


class MunicipalRates(Base):
    """The amounts of a year as the bureau checked or lowered them, with who and when."""

    __tablename__ = "municipal_rates"
    __table_args__ = (UniqueConstraint("municipality_id", "year", name="uq_municipal_rates_year"),)

    id: Mapped[Id]
    municipality_id: Mapped[Ref]
    year: Mapped[int]
    hour: Mapped[int]  # cents, like the rest
    hour_young: Mapped[int]
    month: Mapped[int]
    in_year: Mapped[int]
    km: Mapped[int]
    set_by_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime] = mapped_column(UTC)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- read by SQLAlchemy, never changed


class ExpenseExport(Base):
    """One delivery to the payroll office: what was approved up to a day and had not gone before."""

    __tablename__ = "expense_export"

    id: Mapped[Id]
    municipality_id: Mapped[Ref] = mapped_column(index=True)
    until: Mapped[date]
    lines: Mapped[str] = mapped_column(Sealed)  # as they went, as JSON: a later name changes nothing here
    made_at: Mapped[datetime] = mapped_column(UTC)
    made_by_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
