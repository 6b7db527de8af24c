"""Asking an achterwacht whether she can be reached, hearing it, and deciding to go on with nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from ekc import clock
from ekc.accounts import queries as links
from ekc.accounts import service as accounts
from ekc.accounts.actor import Actor, system
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.duty import care, due, messages, queries, rules
from ekc.duty.models import GoAhead, Reach
from ekc.duty.queries import Day
from ekc.errors import DomainError, TooLateError
from ekc.notifications.calling import settle
from ekc.notifications.outbox import enqueue, withdraw_about
from ekc.people import queries as people

NO_ACHTERWACHT = "Er is nog geen achterwacht. Vul die eerst in bij de aanmelding."
DECIDED = "Iemand anders besloot dit net al."


def tick(now: datetime) -> int:
    """Ask, remind, tell who is not needed, tell the bureau where nobody is there; gives how many rows."""
    return _ask_due(now) + _remind_due(now) + _tell_off_due(now) + _tell_missing(now)


def ask(
    municipality_id: int, conference_id: int, hours: rules.Span, person_id: int, *, now: datetime
) -> Reach | None:
    """Put the question, by mail or by a call of the bureau; None where another asked at this same moment."""
    person = people.one(municipality_id, person_id)
    row = Reach(
        id=new_id(),
        municipality_id=municipality_id,
        conference_id=conference_id,
        person_id=person_id,
        starts_at=hours[0],
        ends_at=hours[1],
        asked_at=now,
        by_mail=people.reach(person) is not None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return None
    record("ask_reach", "reach", row.id, by=system(municipality_id))
    expires = hours[1] + rules.LINK_STAYS
    link = accounts.make_link(municipality_id, person_id, ("reach", row.id), expires=expires)
    enqueue(messages.question(row, person, link))
    return row


def answer(row: Reach, day: Day, value: str, via: str, *, by: Actor) -> None:
    """Her answer; `via`: link, or phone where somebody enters it for her. It may change until it is over.

    Her coordinator is told; where nobody is left in reach, the bureau at once. TooLateError where the
    question is not about the day as it is now.
    """
    rules.check_answer(value)
    rules.check_current(state=day.state, same=day.reach_id == row.id, ends=day.ends_at, now=clock.now())
    if row.answer == value:
        return
    row.answer, row.answered_at, row.answered_by = value, clock.now(), via
    record("answer_reach", "reach", row.id, by=by.acting_for(row.person_id), reason=value)
    db.session.flush()
    organiser = people.one(row.municipality_id, day.organiser_id)
    settle(row.municipality_id, ("reach", row.id))
    link = care.link_of(row.municipality_id, organiser.id)
    enqueue(messages.news(row, organiser, day.given_name or "", link))
    if value == "no" and not queries.standing(row.municipality_id, day.id).is_settled:
        stamp = f"no:{new_id()}"
        for draft in messages.missing(row.municipality_id, day.id, day.starts_at, stamp, day.ends_at):
            enqueue(draft)


def hear(day: Day, value: str, *, by: Actor) -> None:
    """What the achterwacht said on the phone, entered for her. Errors as `answer`."""
    if day.person_id is None:
        raise DomainError(NO_ACHTERWACHT)
    row = None if day.reach_id is None else db.session.get_one(Reach, day.reach_id)
    if row is None:
        row = _heard_first(day, by)
    answer(row, day._replace(reach_id=row.id), value, "phone", by=by)


def go_ahead(standing: queries.Standing, reason: str, *, by: Actor) -> None:
    """It goes on with nobody in reach, for a reason of the list. TooLateError where somebody decided it."""
    rules.check_reason(reason)
    day = standing.day
    if day.state not in {"planned", "held"}:
        raise TooLateError("Deze bijeenkomst staat niet meer in de agenda.")
    if not standing.holes:
        raise TooLateError("Er is intussen iemand bereikbaar, van begin tot eind. Je hoeft niets te doen.")
    row = GoAhead(
        id=new_id(),
        municipality_id=by.municipality_id,
        conference_id=day.id,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        reason=reason,
        at=clock.now(),
        person_id=by.person_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise TooLateError(DECIDED) from error
    record("go_ahead", "conference", day.id, by=by, reason=reason)
    db.session.flush()


def _heard_first(day: Day, by: Actor) -> Reach:
    """The question, put by telephone before the worker came to it: nothing leaves."""
    row = Reach(
        id=new_id(),
        municipality_id=by.municipality_id,
        conference_id=day.id,
        person_id=day.person_id or 0,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        asked_at=clock.now(),
        by_mail=False,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise TooLateError("De achterwacht kreeg net een bericht. Probeer het nog een keer.") from error
    return row


def _ask_due(now: datetime) -> int:
    asked = 0
    for row in due.to_ask(now):
        hours, person_id = (row.starts_at, row.ends_at), row.watch or 0
        asked += ask(row.municipality_id, row.id, hours, person_id, now=now) is not None
    return asked


def _remind_due(now: datetime) -> int:
    reminded = [row for row in due.to_remind(now) if _claim(row, Reach.reminded_at, now)]
    for row in reminded:
        person = people.one(row.municipality_id, row.person_id)
        link = links.link_about(row.municipality_id, "reach", row.id)
        if link is not None:
            enqueue(messages.reminder(row, person, link))
    return len(reminded)


def _tell_off_due(now: datetime) -> int:
    told = [row for row in due.to_tell_off(now) if _claim(row, Reach.off_at, now)]
    for row in told:
        withdraw_about(row.municipality_id, ("reach", row.id))  # nobody hears any more that she can
        person = people.one(row.municipality_id, row.person_id)
        enqueue(messages.not_needed(row, person))
    return len(told)


def _tell_missing(now: datetime) -> int:
    found = due.nobody_soon(now)
    for row in found:
        starts = row.starts_at
        drafts = messages.missing(row.municipality_id, row.id, starts, f"{starts:%Y%m%dT%H%M}", starts)
        organiser = people.one(row.municipality_id, row.coordinator_person_id)
        hers = messages.missing_hers(row.id, starts, organiser)
        try:
            with db.session.begin_nested():
                for draft in (*drafts, hers):
                    enqueue(draft)
        except IntegrityError:  # another worker told them at this same moment
            continue
    return len(found)


def _claim(row: Reach, column: InstrumentedAttribute[datetime | None], now: datetime) -> bool:
    """Whether this one is ours to tell: nobody did in the meantime."""
    claimed = update(Reach).where(Reach.id == row.id, column.is_(None)).values({column: now})
    return db.session.scalar(claimed.returning(Reach.id)) is not None
