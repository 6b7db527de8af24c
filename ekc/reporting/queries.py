"""The numbers of a year. Only totals leave this module: no person, no referral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select

from ekc.db import UTC, db
from ekc.outcomes.models import Outcome
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Referral
from ekc.referrals.phases import PHASES
from ekc.reporting import past, rules
from ekc.reporting.models import Target
from ekc.tonight.models import SmallCircle
from ekc.web.formatting import local_to_utc

HERE: BindParameter[int] = bindparam("municipality")
OF_YEAR = and_(
    Outcome.municipality_id == HERE, Outcome.happened_on.between(bindparam("first"), bindparam("last"))
)
ON_THE_WAY = sorted(frozenset[State]().union(*(states for _, states in PHASES)) - rules.NOT_ON_THE_WAY)


def _held() -> Select[int, date, str, date | None]:
    """The conferences that took place in a year, with the start of their chain and the first day it counted.

    The chain is walked back from the conferences of the year: the work grows with a year, not with all years.
    """
    year = (
        select(Outcome.referral_id, Outcome.happened_on, Outcome.own_time)
        .where(OF_YEAR, Outcome.held, Outcome.conference_id.is_not(None))
        .cte("held_in_year")
    )
    back = select(year.c.referral_id.label("start"), year.c.referral_id.label("link")).cte(
        "chain", recursive=True
    )
    back = back.union(
        select(back.c.start, Referral.previous_id)
        .join(Referral, Referral.id == back.c.link)
        .where(Referral.previous_id.is_not(None))
    )
    root = select(func.min(back.c.link)).where(back.c.start == year.c.referral_id).scalar_subquery()
    earliest = (
        select(func.min(Outcome.happened_on))
        .select_from(back)
        .join(Outcome, Outcome.referral_id == back.c.link)
        .where(
            back.c.start == year.c.referral_id,
            Outcome.conference_id.is_not(None),
            Outcome.held,
            Outcome.own_time == rules.PRIVATE_TIME,
        )
        .scalar_subquery()
    )
    return select(root, year.c.happened_on, year.c.own_time, earliest)


HELD = _held()
PLANS = select(  # what is counted beside conferences: plans without one, and kleine kringen
    select(func.count())
    .select_from(Outcome)
    .where(OF_YEAR, Outcome.conference_id.is_(None))
    .scalar_subquery(),
    select(func.count())
    .select_from(SmallCircle)
    .where(
        SmallCircle.municipality_id == HERE,
        SmallCircle.started_at >= bindparam("begins", type_=UTC()),
        SmallCircle.started_at < bindparam("ends", type_=UTC()),
    )
    .scalar_subquery(),
)
WAY = (
    select(Referral.state, Referral.paused_from, func.count())
    .where(
        Referral.municipality_id == HERE,
        Referral.state.in_([state.value for state in (*ON_THE_WAY, State.PAUSED)]),
    )
    .group_by(Referral.state, Referral.paused_from)
)
TARGET = select(Target).where(Target.municipality_id == HERE, Target.year == bindparam("year"))
GOALS = (
    select(Target.year, Target.conferences, Target.follow_ups_count)
    .where(Target.municipality_id == HERE)
    .order_by(Target.year)
)
FIRST_DAY = select(func.min(Outcome.happened_on)).where(Outcome.municipality_id == HERE)


class Bounds(NamedTuple):
    """The first and last day of a calendar year, in a municipality."""

    municipality: int
    first: date
    last: date


class Goal(NamedTuple):
    """What a municipality aims for in a calendar year."""

    year: int
    conferences: int
    follow_ups_count: bool


@dataclass(frozen=True, slots=True)
class Year:
    """Everything that the page of a year shows."""

    year: int
    years: tuple[int, ...]
    target: Goal | None
    held: rules.Tally
    plans_without_meeting: int
    small_circles: int
    on_the_way: tuple[rules.Phase, ...]
    past: rules.Past

    @property
    def total(self) -> int:
        """How many count, also from before ekc."""
        return self.held.total + self.past.held

    @property
    def months(self) -> tuple[int, ...]:
        """The same per month, as far as the month is known."""
        return rules.together(self.held, self.past)

    @property
    def plans(self) -> int:
        """Plans that needed no conference, also from before ekc."""
        return self.plans_without_meeting + self.past.plans


def year_of(municipality_id: int, year: int, today: date) -> Year | None:
    """The numbers of a calendar year in a municipality; None for a year of which there is nothing to tell."""
    targets = _goals(municipality_id)
    years = _years(municipality_id, targets, today)
    if year not in years:
        return None
    target = targets.get(year)
    return Year(
        year,
        years,
        target,
        _tally(municipality_id, year, target),
        *beside(municipality_id, year),
        on_the_way(municipality_id),
        past.of_year(municipality_id, year),
    )


def beside(municipality_id: int, year: int) -> tuple[int, int]:
    """What happened in a calendar year and is no conference: (plans made without one, kleine kringen)."""
    begins, ends = (local_to_utc(date(each, 1, 1), time()) for each in (year, year + 1))
    values = {**_bounds(municipality_id, year)._asdict(), "begins": begins, "ends": ends}
    row = db.rows(PLANS, values).one()
    return row[0], row[1]


def on_the_way(municipality_id: int) -> tuple[rules.Phase, ...]:
    """How many referrals are on their way now, by phase."""
    rows = db.rows(WAY, {"municipality": municipality_id}).all()
    return rules.by_phase((state, before, count) for state, before, count in rows)


def target(municipality_id: int, year: int) -> Target | None:
    """What a municipality aims for in a calendar year, to be changed."""
    return db.session.scalars(TARGET, {"municipality": municipality_id, "year": year}).one_or_none()


def _goals(municipality_id: int) -> dict[int, Goal]:
    rows = db.rows(GOALS, {"municipality": municipality_id}).all()
    return {row.year: Goal._make(row) for row in rows}


def _years(municipality_id: int, targets: dict[int, Goal], today: date) -> tuple[int, ...]:
    first = db.rows(FIRST_DAY, {"municipality": municipality_id}).scalar_one()
    told: Sequence[int] = range(first.year, today.year + 1) if first else ()
    aimed = {year for year in targets if year < today.year}
    return tuple(sorted({*told, *aimed, *past.years(municipality_id), today.year}))


def _tally(municipality_id: int, year: int, target: Goal | None) -> rules.Tally:
    bounds = _bounds(municipality_id, year)
    conferences = [
        rules.Held(chain, on, own_time, earliest is not None and earliest < bounds.first)
        for chain, on, own_time, earliest in db.rows(HELD, bounds._asdict()).all()
    ]
    return rules.tally(conferences, follow_ups_count=target is not None and target.follow_ups_count)


def _bounds(municipality_id: int, year: int) -> Bounds:
    return Bounds(municipality_id, date(year, 1, 1), date(year, 12, 31))
