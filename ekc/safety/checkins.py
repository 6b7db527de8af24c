"""At a visit until a time: checking in, longer, checking out, and what happens when she does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from ekc import clock
from ekc.accounts.actor import Actor, system
from ekc.audit.service import record
from ekc.db import UTC, db, new_id
from ekc.duty import care
from ekc.duty.models import DutyNumbers
from ekc.duty.rules import Numbers
from ekc.errors import NotFoundError, TooLateError
from ekc.people import queries as people
from ekc.referrals.models import Referral
from ekc.safety import messages, queries, rules
from ekc.safety.models import CheckIn, Signal
from ekc.safety.queries import Carer
from ekc.safety.rules import Kind

BATCH = 200
ALREADY = "Je bent al aangemeld. Meld je eerst af."
OVERDUE = (
    select(
        CheckIn.id,
        CheckIn.until_at,
        CheckIn.nudged_at,
        CheckIn.alarmed_at,
        DutyNumbers.nudge_minutes,
        DutyNumbers.alarm_minutes,
    )
    .outerjoin(DutyNumbers, DutyNumbers.municipality_id == CheckIn.municipality_id)
    .where(
        CheckIn.ended_at.is_(None),
        CheckIn.until_at < bindparam("now", type_=UTC()),
        CheckIn.alarmed_at.is_(None),
    )
    .order_by(CheckIn.until_at)
    .limit(BATCH)
)


class Late(NamedTuple):
    """Somebody who would be back by now, with the minutes of her municipality."""

    id: int
    until_at: datetime
    nudged_at: datetime | None
    alarmed_at: datetime | None
    nudge_minutes: int | None
    alarm_minutes: int | None

    @property
    def nudge_at(self) -> datetime:
        """When she is asked whether she is done."""
        return self.until_at + timedelta(minutes=self.nudge_minutes or Numbers().nudge_minutes)

    @property
    def alarm_at(self) -> datetime:
        """When others hear it."""
        return self.until_at + timedelta(minutes=self.alarm_minutes or Numbers().alarm_minutes)


def start(
    one: Carer,
    until: datetime,
    referral_id: int | None = None,
    conference_id: int | None = None,
    *,
    by: Actor,
) -> CheckIn:
    """She is at a visit, or with `conference_id` at a bijeenkomst, and back at `until` (aware).

    DomainError where that time cannot be, TooLateError where she is somewhere already, NotFoundError where
    the traject or its day is not hers.
    """
    now = clock.now()
    rules.check_until(until, now)
    _check_hers(one, referral_id, conference_id)
    made = CheckIn(
        id=new_id(),
        municipality_id=one.municipality_id,
        person_id=one.id,
        referral_id=referral_id,
        conference_id=conference_id,
        started_at=now,
        until_at=until,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(ALREADY) from error
    record("check_in", "check_in", made.id, by=by.acting_for(one.id))
    db.session.flush()
    return made


def longer(one: Carer, minutes: int, *, by: Actor) -> datetime:
    """She stays half an hour or an hour longer; gives until when. An alarm that went off is taken back."""
    running = _running(one)
    until = rules.later(running.until_at, minutes, clock.now())
    rules.check_until(until, clock.now())
    fresh = {"until_at": until, "nudged_at": None, "alarmed_at": None}
    _change(running, fresh)
    record("stay_longer", "check_in", running.id, by=by.acting_for(one.id))
    _settle(one, running)
    return until


def stop(one: Carer, *, by: Actor) -> None:
    """She is back. Whoever was alarmed hears it. TooLateError where she was back already."""
    running = _running(one)
    _change(running, {"ended_at": clock.now()})
    record("check_out", "check_in", running.id, by=by.acting_for(one.id))
    _settle(one, running)


def watch(now: datetime) -> int:
    """Nudge, then alarm: whoever is late in whatever municipality; gives how many rows changed."""
    found = [Late._make(row) for row in db.rows(OVERDUE, {"now": now})]
    nudged = [late for late in found if late.nudge_at <= now and _claim(late, CheckIn.nudged_at, now)]
    for late in nudged:
        _nudge(late)
    alarmed = [late for late in found if late.alarm_at <= now and _claim(late, CheckIn.alarmed_at, now)]
    return len(nudged) + sum(_alarm(late, now) for late in alarmed)


def _nudge(late: Late) -> None:
    one = db.session.get_one(CheckIn, late.id)
    person = people.one(one.municipality_id, one.person_id)
    link = care.link_of(one.municipality_id, one.person_id)
    messages.nudge(one, person, link, late.alarm_at)
    record("nudge", "check_in", one.id, by=system(one.municipality_id))


def _alarm(late: Late, now: datetime) -> bool:
    """One alarm per check-in and time: the unique key refuses another worker's."""
    one = db.session.get_one(CheckIn, late.id)
    signal = Signal(
        id=new_id(),
        municipality_id=one.municipality_id,
        kind=Kind.ALARM.value,
        person_id=one.person_id,
        referral_id=one.referral_id,
        check_in_id=one.id,
        missed_at=late.until_at,
        at=now,
        urgent=True,
        called=(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(signal)
    except IntegrityError:
        return False
    record("alarm", "signal", signal.id, by=system(one.municipality_id))
    referral = db.session.get(Referral, one.referral_id) if one.referral_id else None
    messages.tell(signal, referral, now, pressing=True)
    return True


def _claim(late: Late, column: InstrumentedAttribute[datetime | None], now: datetime) -> bool:
    """Whether this one is ours: she is not back, did not stay longer, and nobody did it in the meantime."""
    claimed = update(CheckIn).where(
        CheckIn.id == late.id,
        CheckIn.until_at == late.until_at,
        CheckIn.ended_at.is_(None),
        column.is_(None),
    )
    return db.session.scalar(claimed.values({column: now}).returning(CheckIn.id)) is not None


def _running(one: Carer) -> CheckIn:
    found = queries.running(one.municipality_id, one.id)
    if found is None:
        raise TooLateError(rules.BACK)
    return found


def _change(running: CheckIn, values: dict[str, datetime | None]) -> None:
    """Change a visit that is still going on. TooLateError where it ended meanwhile."""
    changed = update(CheckIn).where(CheckIn.id == running.id, CheckIn.ended_at.is_(None)).values(values)
    if db.session.scalar(changed.returning(CheckIn.id)) is None:
        raise TooLateError(rules.BACK)
    db.session.flush()


def _settle(one: Carer, running: CheckIn) -> None:
    """Close the alarm that went off, where one did, and tell whoever heard it."""
    now = clock.now()
    closed = (
        update(Signal)
        .where(Signal.check_in_id == running.id, Signal.handled_at.is_(None))
        .values(handled_at=now, handled_by=one.id)
    )
    ids: Sequence[int] = db.session.scalars(closed.returning(Signal.id)).all()
    for signal_id in ids:
        messages.over(db.session.get_one(Signal, signal_id), one.given_name)
    db.session.flush()


def _check_hers(one: Carer, referral_id: int | None, conference_id: int | None) -> None:
    known = {traject.id: traject.conference_id for traject in queries.trajects(one)}
    if referral_id is not None and referral_id not in known:
        raise NotFoundError
    if conference_id is not None and (referral_id is None or known[referral_id] != conference_id):
        raise NotFoundError
