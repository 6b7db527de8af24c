"""What a coordinator carries and carried: counted per row of `Coordinator`, inside other statements."""
# ruff: noqa: ANN401 -- columns of any table

from __future__ import annotations

from datetime import UTC as UTC_ZONE
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    ScalarSelect,
    and_,
    bindparam,
    case,
    cast,
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
LED = _count(IS_HELD, Assignment.kind == "lead")
HELPED = _count(IS_HELD, Assignment.kind.in_(("lead", "buddy")))


ASKED_SINCE = bindparam("lately", type_=UTC())


def last_asked(coordinator_id: Any) -> ScalarSelect[datetime]:
    """When she was asked last; NULL: never."""
    asked = select(func.max(Offer.asked_at)).where(Offer.coordinator_id == coordinator_id)
    return asked.correlate(coordinator_id.table).scalar_subquery()


def asked_lately(coordinator_id: Any) -> ScalarSelect[int]:
    """How often she was asked in the last weeks."""
    hers = Offer.coordinator_id == coordinator_id
    asked = select(func.count()).select_from(Offer).where(hers, Offer.asked_at > ASKED_SINCE)
    return asked.correlate(coordinator_id.table).scalar_subquery()


LAST_ASKED, ASKED_LATELY = last_asked(Coordinator.id), asked_lately(Coordinator.id)

TOLD = ("active", "done", "this_quarter", "led", "helped")  # in the order of `counted`
PLACES = 12  # binary, for each of them in one number: more than anybody ever does


def counted(coordinator_id: Any) -> ScalarSelect[int]:
    """All that is `TOLD` of a coordinator in one number (see `unpacked`): one pass over what she did."""
    active, done, this_quarter, led, helped = (1 << PLACES * n for n in range(len(TOLD)))
    begun = case((THIS_YEAR, done), else_=0) + case((IN_QUARTER, this_quarter), else_=0)
    held = case((Assignment.kind == "lead", led + helped), (Assignment.kind == "buddy", helped), else_=0)
    each = case((IS_ACTIVE, active), else_=0) + begun + case((IS_HELD, held), else_=0)
    return (
        select(cast(func.coalesce(func.sum(each), 0), BigInteger))
        .select_from(Assignment)
        .outerjoin(Referral, Referral.id == Assignment.referral_id)
        .where(Assignment.coordinator_id == coordinator_id, NO_BACKUP)
        .correlate(coordinator_id.table)
        .scalar_subquery()
    )


def unpacked(number: Any) -> list[Any]:
    """The counts that `counted` put into one number, each by its name."""
    return [(number // (1 << PLACES * n) % (1 << PLACES)).label(name) for n, name in enumerate(TOLD)]


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
