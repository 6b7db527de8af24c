"""The numbers of before ekc: reading them for a year, and writing down what a municipality counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, func, select

from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.outcomes.models import Outcome
from ekc.reporting.models import PastCount
from ekc.reporting.rules import Past

OF_YEAR = select(PastCount.month, PastCount.place, PastCount.asked, PastCount.held, PastCount.plans).where(
    PastCount.municipality_id == bindparam("municipality"), PastCount.year == bindparam("year")
)
YEARS = select(PastCount.year).where(PastCount.municipality_id == bindparam("municipality")).distinct()
ALL = (
    select(PastCount)
    .where(PastCount.municipality_id == bindparam("municipality"))
    .order_by(PastCount.year, PastCount.month, PastCount.place)
)
FIRST_DAY = select(func.min(Outcome.happened_on)).where(Outcome.municipality_id == bindparam("municipality"))


def of_year(municipality_id: int, year: int) -> Past:
    """What was counted in a calendar year before ekc; empty where nothing was."""
    rows = db.rows(OF_YEAR, {"municipality": municipality_id, "year": year}).all()
    months, places = [0] * 12, dict[str, int]()
    for row in rows:
        if row.month:
            months[row.month - 1] += row.held
        if row.place:
            places[row.place] = places.get(row.place, 0) + row.held
    return Past(
        months=tuple(months),
        month_unknown=sum(row.held for row in rows if not row.month),
        asked=sum(row.asked or 0 for row in rows),
        plans=sum(row.plans or 0 for row in rows),
        places=tuple(sorted(places.items())),
    )


def years(municipality_id: int) -> set[int]:
    """The years of which something was counted before ekc."""
    return set(db.rows(YEARS, {"municipality": municipality_id}).scalars())


def counts(municipality_id: int) -> Sequence[PastCount]:
    """Everything that was counted before ekc, in order of time and place."""
    return db.session.scalars(ALL, {"municipality": municipality_id}).all()


def first_day(municipality_id: int) -> date | None:
    """The day of the first conference that ekc counts itself."""
    return db.rows(FIRST_DAY, {"municipality": municipality_id}).scalar_one()


def write(
    key: tuple[int, int, str],
    held: int,
    asked: int | None,
    plans: int | None,
    there: PastCount | None = None,
    *,
    by: Actor,
) -> PastCount:
    """Keep the numbers of (year, month or 0, place or ''); `there` is the row of that key where there is
    one. The database refuses a second row of one key."""
    row = there
    if row is None:
        year, month, place = key
        row = PastCount(id=new_id(), municipality_id=by.municipality_id, year=year, month=month, place=place)
        db.session.add(row)
    row.held, row.asked, row.plans = held, asked, plans
    record("count_past", "past_count", row.id, by=by)
    return row
