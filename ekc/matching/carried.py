"""What a coordinator carries and carried: counted per row of `Coordinator`, inside other statements."""

from __future__ import annotations

from datetime import UTC as UTC_ZONE
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from ekc import clock
from ekc.db import UTC
from ekc.matching.models import Offer
from ekc.pool import bounds
from ekc.pool.models import Coordinator, PoolPeriod
from ekc.referrals.lifecycle import WITH_COORDINATOR, State
from ekc.referrals.models import Assignment, Referral

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
REFERRAL = bindparam("referral", type_=BigInteger())
NO_MARK = ("know_them", "works_there")  # handed back for the sake of independence: it never happened
WAS_HELD = (State.HELD, State.PLAN_IN_MAKING, State.PLAN_MADE, State.FOLLOW_UP, State.CLOSED)

NO_BACKUP = Assignment.kind != "backup"  # a back-up has nothing to do until she takes over
HERS = and_(Assignment.coordinator_id == Coordinator.id, NO_BACKUP)
IS_ACTIVE = and_(  # what asks her time now: after the meeting she is free for another
    Assignment.ended_at.is_(None), Referral.state.in_(sorted(WITH_COORDINATOR))
)
HAPPENED = or_(Assignment.end_reason.is_(None), Assignment.end_reason.not_in(NO_MARK))
IS_HELD = Referral.state.in_([state.value for state in WAS_HELD])
IS_LED = and_(Assignment.kind == "lead", IS_HELD)
IS_HELPED = and_(Assignment.kind.in_(("lead", "buddy")), IS_HELD)


def _count(*clauses: object) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Assignment)
        .join(Referral, Referral.id == Assignment.referral_id)
        .where(HERS, *clauses)  # type: ignore[arg-type] # -- clauses
        .correlate(Coordinator)
        .scalar_subquery()
    )


THIS_YEAR = and_(Assignment.since >= bindparam("year_start", type_=UTC()), HAPPENED)
IN_QUARTER = and_(Assignment.since >= bindparam("quarter_start", type_=UTC()), HAPPENED)
ACTIVE, DONE, THIS_QUARTER = _count(IS_ACTIVE), _count(THIS_YEAR), _count(IN_QUARTER)
LED, HELPED = _count(IS_LED), _count(IS_HELPED)
LAST_ASKED = (
    select(func.max(Offer.asked_at))
    .where(Offer.coordinator_id == Coordinator.id)
    .correlate(Coordinator)
    .scalar_subquery()
)
ASKED_LATELY = (
    select(func.count())
    .select_from(Offer)
    .where(Offer.coordinator_id == Coordinator.id, Offer.asked_at > bindparam("lately", type_=UTC()))
    .correlate(Coordinator)
    .scalar_subquery()
)


TOLD = {
    "active": IS_ACTIVE,
    "done": THIS_YEAR,
    "this_quarter": IN_QUARTER,
    "led": IS_LED,
    "helped": IS_HELPED,
}


def told(known: CTE) -> Select[tuple[Any, ...]]:
    """The rows of `known` (coordinators, with `id`), each with what is `TOLD` of her: counted in one pass."""
    sums = [func.count().filter(clause).label(name) for name, clause in TOLD.items()]
    return (
        select(*known.c, *sums)
        .outerjoin(Assignment, and_(Assignment.coordinator_id == known.c.id, NO_BACKUP))
        .outerjoin(Referral, Referral.id == Assignment.referral_id)
        .group_by(*known.c)
    )


MONTH = bindparam("month", type_=Integer())
FIRST, LAST = PoolPeriod.first_month, PoolPeriod.last_month
HOLDS_NOW = or_(
    and_(FIRST <= LAST, FIRST <= MONTH, LAST >= MONTH),
    and_(FIRST > LAST, or_(FIRST <= MONTH, LAST >= MONTH)),  # over the new year
)
BEGAN = case(
    {month: bindparam(f"month_{month}", type_=UTC()) for month in range(1, 13)}, value=PoolPeriod.first_month
)
BEGUN_IN_PERIOD = (
    select(func.count())
    .select_from(Assignment)
    .where(
        Assignment.coordinator_id == PoolPeriod.coordinator_id,
        NO_BACKUP,
        Assignment.since >= BEGAN,
        HAPPENED,
    )
    .correlate(PoolPeriod)
    .scalar_subquery()
)
IS_FULL = and_(HOLDS_NOW, PoolPeriod.most <= BEGUN_IN_PERIOD)
PERIOD_FULL = exists().where(PoolPeriod.coordinator_id == Coordinator.id, IS_FULL)
FULL = (  # for whom `PERIOD_FULL` holds, in the whole municipality
    select(PoolPeriod.coordinator_id)
    .where(PoolPeriod.municipality_id == MUNICIPALITY, IS_FULL)
    .cte("full_now")
)


def periods_on(today: date) -> dict[str, object]:
    """The parameters of `PERIOD_FULL` on a day: its month, and since when each month counts."""
    began = {f"month_{month}": _midnight(day) for month, day in bounds.starts(today).items()}
    return {"month": today.month, **began}


def year_start() -> datetime:
    """The instant at which this year began in the Netherlands."""
    return _midnight(clock.today().replace(month=1, day=1))


def quarter_start(today: date) -> datetime:
    """The instant at which the quarter of `today` began in the Netherlands."""
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return _midnight(first)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.HOME).astimezone(UTC_ZONE)
