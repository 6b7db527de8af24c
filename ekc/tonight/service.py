"""A kleine kring from start to an ordinary aanmelding, and its alarms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor, system
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Referral
from ekc.tonight import messages, queries, rules
from ekc.tonight.models import SmallCircle, SmallCircleAlarm, SmallCircleCall
from ekc.tonight.queries import Circle

TAKEN = select(SmallCircle).where(SmallCircle.id == bindparam("circle")).with_for_update()
VARIANT = "small_circle"


def start(team_id: int, runner_id: int, name: tuple[str, str], *, by: Actor) -> Referral:
    """Begin one: the clock runs from now. `name` is whom it is about; `runner_id` the professional's person.

    DomainError where that professional is not on duty and is not who acts, or the team is no more.
    """
    now = clock.now()
    on_duty = {one.person_id for one in queries.professionals(by.municipality_id, now)}
    if runner_id not in on_duty | {by.person_id}:
        raise DomainError("Die heeft nu geen dienst. Kies wie er wel dienst heeft, of jezelf.")
    referral = referrals.start(team_id, by=by)
    referral.variant, referral.urgency = VARIANT, "urgent"
    db.session.add(
        SmallCircle(
            id=new_id(),
            municipality_id=by.municipality_id,
            referral_id=referral.id,
            runner_person_id=runner_id,
            given_name=name[0],
            surname=name[1],
            started_at=now,
        )
    )
    referrals.move(referral, "circle_start", by=by)
    return referral


def add(circle: Circle, name: str, phone: str | None, *, by: Actor) -> SmallCircleCall:
    """Somebody who can be called. TooLateError where it is over, DomainError where the list is full."""
    _lock(circle)
    if len(queries.calls(circle.row)) >= rules.MOST:
        raise DomainError(rules.FULL)
    made = SmallCircleCall(
        id=new_id(),
        municipality_id=circle.row.municipality_id,
        circle_id=circle.row.id,
        name=name,
        phone=phone,
    )
    db.session.add(made)
    record("add_small_circle_call", "referral", circle.referral.id, by=by)
    if circle.referral.state == State.CIRCLE_STARTED:
        referrals.move(circle.referral, "circle_call", by=by)
    db.session.flush()
    return made


def note_reached(circle: Circle, call_id: int, answer: str, *, by: Actor) -> None:
    """Whether somebody was reached; a later answer replaces an earlier one. NotFoundError for a stranger."""
    rules.check_answer(answer)
    _lock(circle)
    values: dict[str, Any] = {"reached": answer, "reached_at": clock.now()}
    changed = update(SmallCircleCall).where(
        SmallCircleCall.id == call_id, SmallCircleCall.circle_id == circle.row.id
    )
    if db.session.scalar(changed.values(values).returning(SmallCircleCall.id)) is None:
        raise NotFoundError
    record("note_reached", "referral", circle.referral.id, by=by)
    db.session.flush()


def consult(circle: Circle, *, by: Actor) -> None:
    """Those who were reached think along now. DomainError where nobody was called yet."""
    _lock(circle)
    referrals.move(circle.referral, "circle_consult", by=by)


def decide(circle: Circle, answer: str, *, by: Actor) -> None:
    """Is there a place for tonight? A yes ends the alarms; a no does not, as it may still become a yes.

    TooLateError where it is an ordinary aanmelding already.
    """
    rules.check_answer(answer)
    if circle.referral.state != State.CIRCLE_DECIDED:
        _lock(circle)
        if circle.referral.state == State.CIRCLE_STARTED:
            raise DomainError("Zet er eerst bij wie er gebeld kan worden.")
        referrals.move(circle.referral, "circle_decide", by=by)
    circle.row.place, circle.row.answered_at = answer, clock.now()
    record("decide_tonight", "referral", circle.referral.id, by=by)
    db.session.flush()


def go_on(circle: Circle, reason: str | None = None, *, by: Actor) -> None:
    """On to an ordinary aanmelding: the form, with what is known filled in; `reason` of `rules.WITHOUT` where
    there is no place. DomainError without an answer, or without that reason."""
    if circle.referral.state not in rules.ALL:
        raise TooLateError(rules.OVER)
    why = rules.why_it_goes_on(circle.row.place, reason)
    referrals.move(circle.referral, "circle_to_conference", reason=why, by=by)
    circle.referral.variant = "conference"
    known = {
        "urgency": "urgent",
        "focus1-given_name": circle.row.given_name,
        "focus1-surname": circle.row.surname,
    }
    referrals.save_draft(circle.referral, known, by=by)


def stop(circle: Circle, reason: str, *, by: Actor) -> None:
    """It is not needed any more, or cannot go on; the reason comes from the list of `stop`."""
    if circle.referral.state not in rules.ALL:
        raise TooLateError(rules.OVER)
    referrals.move(circle.referral, "stop", reason=reason, by=by)


def alarm_due(now: datetime) -> int:
    """Alarm who is on duty, each hour of `rules.ALARMS` once; gives how many alarms went off.

    After a stop of the worker only the latest hour is told; the earlier ones are marked as gone off.
    """
    return sum(
        _ring(row.id, row.referral_id, rules.due(row.started_at, now), now) for row in queries.due(now)
    )


def _ring(circle_id: int, referral_id: int, hours: list[int], now: datetime) -> bool:
    circle = db.session.get_one(SmallCircle, circle_id)
    mine = [each for each in hours if _claim(circle, each, now)]
    if not mine or mine[-1] != hours[-1]:
        return False
    messages.alarm(circle, db.session.get_one(Referral, referral_id), mine[-1], now)
    record("alarm_small_circle", "referral", referral_id, by=system(circle.municipality_id))
    return True


def _claim(circle: SmallCircle, hours: int, now: datetime) -> bool:
    """Whether this alarm is ours: the unique key refuses another worker's."""
    try:
        with db.session.begin_nested():
            db.session.add(
                SmallCircleAlarm(
                    id=new_id(),
                    municipality_id=circle.municipality_id,
                    circle_id=circle.id,
                    hours=hours,
                    at=now,
                )
            )
    except IntegrityError:
        return False
    return True


def _lock(circle: Circle) -> None:
    """One at a time. TooLateError where there is a place, or it is over."""
    db.session.execute(TAKEN, {"circle": circle.row.id})
    db.session.refresh(circle.row)
    db.session.refresh(circle.referral)
    rules.check_looking(circle.referral.state, circle.row.place)
