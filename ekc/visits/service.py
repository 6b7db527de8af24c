"""Planning a visit, moving it, calling it off, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.agenda import doubting, doubts
from ekc.audit.service import record
from ekc.calls import service as calls
from ekc.circle import queries as circle_queries
from ekc.circle import service as circle
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.invitations import service as invitations
from ekc.invitations import takeover
from ekc.invitations.models import Appointment
from ekc.invitations.rules import title
from ekc.notifications.outbox import withdraw
from ekc.people import queries as people
from ekc.publishing import queries as publishing
from ekc.visits import queries, rules
from ekc.visits.models import Visit

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Assignment, Referral


def plan(
    referral: Referral,
    person_id: int,
    starts: datetime,
    minutes: int,
    *,
    in_calendar: bool,
    despite: frozenset[str] | None = None,
    by: Actor,
) -> Visit:
    """A visit to somebody of the traject, from an aware instant on; nobody gets a message about it but she
    who goes there, `in_calendar`. They are off the call list until it is over.

    DomainError where the hours are not in order, or nobody organises it; TooLateError where a visit to this
    person is planned already; DoubtsError where she has something else then that is not among `despite`:
    where nobody filled in a form (None), nothing is asked.
    """
    rules.check_hours(starts, minutes, clock.now())
    lead = circle_queries.lead_person_id(referral.municipality_id, referral.id)
    if lead is None:
        raise DomainError("Er is nog geen coördinator.")
    by = circle.for_lead(referral.municipality_id, referral.id, by)
    _check_free(lead, starts, starts + timedelta(minutes=minutes), despite, by=by)
    visit = Visit(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person_id,
        coordinator_person_id=lead,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        state="planned",
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError as error:
        raise TooLateError(
            "Er staat al een bezoek aan deze persoon. Verplaats dat, of zeg het af."
        ) from error
    if in_calendar:
        _to_calendar(visit, by)
    _until_then(visit, by)
    record("plan_visit", "visit", visit.id, by=by)
    db.session.flush()
    return visit


def move(
    visit: Visit,
    starts: datetime,
    minutes: int,
    *,
    despite: frozenset[str] | None = None,
    by: Actor,
) -> None:
    """Another moment; her calendar follows. Errors as `plan`, and TooLateError where it is over or off."""
    rules.check_hours(starts, minutes, clock.now())
    by = circle.for_lead(visit.municipality_id, visit.referral_id, by)
    visit = queries.hold(visit)
    rules.check_planned(visit.state)
    ends = starts + timedelta(minutes=minutes)
    _check_free(visit.coordinator_person_id, starts, ends, despite, visit, by=by)
    visit.starts_at, visit.ends_at = starts, starts + timedelta(minutes=minutes)
    if visit.appointment_id is not None:
        appointment = db.session.get_one(Appointment, visit.appointment_id)
        invitations.move(appointment, visit.starts_at, visit.ends_at, None, by=by)
    _take_back(visit)
    _until_then(visit, by)
    record("move_visit", "visit", visit.id, by=by)
    db.session.flush()


def cancel(visit: Visit, *, by: Actor) -> None:
    """It is off; her calendar follows, and they are on the call list again."""
    by = circle.for_lead(visit.municipality_id, visit.referral_id, by)
    visit = queries.hold(visit)
    rules.check_planned(visit.state)
    visit.state = "cancelled"
    if visit.appointment_id is not None:
        invitations.cancel(db.session.get_one(Appointment, visit.appointment_id), by=by)
    _take_back(visit)
    calls.attempt(
        visit.municipality_id,
        visit.referral_id,
        visit.person_id,
        "planned",
        way="visit",
        again=clock.now(),
        by=by,
    )
    record("cancel_visit", "visit", visit.id, by=by)
    db.session.flush()


def cancel_all(referral: Referral, *, by: Actor) -> None:
    """The traject goes on without her, or not at all: what was planned is off."""
    for visit in queries.standing(referral):
        cancel(visit, by=by)


def spoken(visit: Visit, referral: Referral, assignment: Assignment, *, by: Actor) -> None:
    """The visit took place. With the family it may be the first contact. DomainError where it lies ahead."""
    visit = _over(visit, "done", by)
    if assignment.first_contact_on is None and visit.person_id in circle_queries.focus_ids(referral):
        circle.first_contact(referral, assignment, clock.today(), by=by)
    for member, person in circle_queries.of_referral(referral):
        if person.id == visit.person_id:
            circle.spoken(member, by=by)
    calls.attempt(visit.municipality_id, referral.id, visit.person_id, "reached", way="visit", by=by)


def not_reached(visit: Visit, referral: Referral, *, by: Actor) -> tuple[int, str | None]:
    """Nobody was there: see `calls.service.not_reached`. DomainError where it lies ahead."""
    visit = _over(visit, "missed", by)
    return calls.not_reached(referral, visit.person_id, way="visit", by=by)


def _check_free(
    lead: int,
    starts: datetime,
    ends: datetime,
    despite: frozenset[str] | None,
    itself: Visit | None = None,
    *,
    by: Actor,
) -> None:
    """DoubtsError where she has a visit at these hours beside `itself`, or else anything, without a tick."""
    if despite is None:
        return
    if queries.has_another(lead, starts, ends, itself.id if itself else 0):
        name = None if lead == by.person_id else people.one(by.municipality_id, lead).given_name
        found = [rules.already(starts, ends, name)]
    else:
        now_at = (itself.starts_at, itself.ends_at) if itself else None
        found = doubting.about_person(lead, starts, ends, now_at, by=by)
    doubts.check(found, despite)


def _over(visit: Visit, state: str, by: Actor) -> Visit:
    visit = queries.hold(visit)
    rules.check_planned(visit.state)
    rules.check_begun(visit.starts_at, clock.now())
    visit.state = state
    by = circle.for_lead(visit.municipality_id, visit.referral_id, by)
    record("end_visit", "visit", visit.id, by=by, reason=state)
    db.session.flush()
    return visit


def _take_back(visit: Visit) -> None:
    """A reminder that did not leave yet tells the wrong thing now."""
    to = people.reach(people.one(visit.municipality_id, visit.coordinator_person_id))
    if to is not None:
        withdraw(to, ("visit", visit.id))


def _to_calendar(visit: Visit, by: Actor) -> None:
    given_name = people.one(visit.municipality_id, visit.coordinator_person_id).given_name
    appointment = invitations.make(
        ("visit", visit.id),
        visit.coordinator_person_id,
        title(given_name),
        visit.starts_at,
        visit.ends_at,
        None,
        by=by,
    )
    if not publishing.puts(visit.municipality_id, visit.coordinator_person_id):
        takeover.give_own_copy(appointment, by=by)
    visit.appointment_id = appointment.id


def _until_then(visit: Visit, by: Actor) -> None:
    calls.attempt(
        visit.municipality_id,
        visit.referral_id,
        visit.person_id,
        "planned",
        way="visit",
        again=visit.ends_at,
        by=by,
    )
