"""A day for the conference: fixing it, moving it, calling it off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.agenda import doubting, keeping, queries, rules, sessions, taken, timeslots, venues
from ekc.agenda.models import Conference
from ekc.agenda.queries import Day
from ekc.apart import hiding
from ekc.apart import queries as apart
from ekc.apart import service as apart_service
from ekc.apart.rules import check_place
from ekc.audit.service import record
from ekc.circle import queries as circle
from ekc.circle import service as circle_service
from ekc.circle.rules import is_outside
from ekc.db import db, new_id
from ekc.errors import BusyError, DomainError, TooLateError
from ekc.invitations import service as invitations
from ekc.invitations import takeover
from ekc.invitations.rules import title
from ekc.people import queries as people
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import Facts
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ekc.accounts.actor import Actor
    from ekc.agenda.rules import Own, Plan
    from ekc.circle.models import CircleMember
    from ekc.people.models import Person


def plan(referral: Referral, day: Plan, *, by: Actor) -> Conference:
    """Fix a day, and invite everyone of the kring who was spoken.

    BusyError where the coordinator or the room is taken, TooLateError where another day stands already,
    DomainError where the hours, the place, the kring or its safety are not in order, or where two
    would meet who must not; DoubtsError where something must be looked at first.
    """
    apart.hold(referral.municipality_id, referral.id)
    lead = circle.lead_person_id(referral.municipality_id, referral.id)
    by = circle_service.for_lead(referral.municipality_id, referral.id, by)
    members = circle.of_referral(referral)
    timeslots.check_hours(day.starts, day.ends, clock.now())
    referrals.move(referral, "plan", facts=_facts(day, members), by=by)
    if lead is None:
        raise DomainError("Er is nog geen coördinator.")
    day = _quiet(referral.municipality_id, referral.id, day)
    spot = venues.spot(referral.municipality_id, day)
    conference = _new(referral, lead, day)
    venues.settle(conference, spot)
    _keep_apart(conference, referral, day, members, by)
    despite = doubting.check(lead, day, spot.venue, by=by)
    appointment = sessions.make(conference, timeslots.CIRCLE, spot.words, by)
    record("plan_conference", "conference", conference.id, by=by, reason=despite)
    made = Day(conference, spot.venue, {appointment.id: timeslots.CIRCLE}, referral)
    sessions.invite_waiting(made, members, by, mail_shared=day.mail_shared)
    keeping.demand(conference)
    return conference


def bring_in(referral: Referral, lead: int, day: Plan, *, by: Actor) -> Conference:
    """A day that stood already when the traject came in from a list; it may be over. `lead` is a person.

    What was in order then is not known here, so nothing is asked; nobody is invited. BusyError where the
    coordinator or the room is taken.
    """
    spot = venues.spot(referral.municipality_id, day)
    conference = _new(referral, lead, day)
    venues.settle(conference, spot)
    sessions.make(conference, timeslots.CIRCLE, spot.words, by)
    record("plan_conference", "conference", conference.id, by=by)
    db.session.flush()
    return conference


def move(conference: Conference, day: Plan, *, by: Actor) -> None:
    """Another day, hour or place; everyone invited is told, and asked again. Errors as `plan`."""
    apart.hold(conference.municipality_id, conference.referral_id)
    by = circle_service.for_lead(conference.municipality_id, conference.referral_id, by)
    rules.check_open(conference.state, conference.starts_at, clock.now())
    timeslots.check_hours(day.starts, day.ends, clock.now())
    rules.check_place(day)
    day = _quiet(conference.municipality_id, conference.referral_id, day)
    spot = venues.spot(conference.municipality_id, day, now_at=conference.venue_id)
    before = (conference.venue_id, conference.place, [room.id for room in queries.rooms_of(conference)])
    hours = (conference.starts_at, conference.ends_at)
    _set(conference, day)
    venues.settle(conference, spot)
    despite = doubting.check(conference.coordinator_person_id, day, spot.venue, hours, by=by)
    after = (conference.venue_id, conference.place, [room.id for room in spot.rooms])
    referral = db.session.get_one(Referral, conference.referral_id)
    _keep_apart(conference, referral, day, circle.of_referral(referral), by)
    own = keeping.personal(conference, spot.venue)
    sessions.move(conference, spot.words, by, elsewhere=before != after, own=own)
    record("move_conference", "conference", conference.id, by=by, reason=despite)
    db.session.flush()
    keeping.demand(conference)


def arrange_apart(day: Day, own: Sequence[Own], *, by: Actor) -> None:
    """Their own hours, rooms or distance for who must not meet, on a day that stands; who has others now than
    before is told, and nobody else. DomainError where two still would."""
    conference, referral = day.conference, day.referral
    apart.hold(referral.municipality_id, referral.id)
    by = circle_service.for_lead(referral.municipality_id, referral.id, by)
    rules.check_open(conference.state, conference.starts_at, clock.now())
    conference.fixed_by_id = by.account_id
    keeping.settle(conference, own, [person.id for _, person in circle.of_referral(referral)])
    personal = keeping.personal(conference, day.venue)
    for _, appointment in queries.sessions(conference).values():
        invitations.move(
            appointment,
            appointment.starts_at,
            appointment.ends_at,
            appointment.place,
            by=by,
            own=personal,
        )
    record("arrange_apart", "conference", conference.id, by=by)
    db.session.flush()
    keeping.demand(conference)


def hand_over(day: Day, person_id: int, *, by: Actor) -> None:
    """Somebody else organises the day; everything else stays. BusyError where she has other hours then."""
    conference = day.conference
    name = people.one(conference.municipality_id, person_id).given_name
    conference.coordinator_person_id = person_id
    db.session.flush()
    try:
        taken.take(conference, day.venue, queries.rooms_of(conference))
    except BusyError as error:
        raise BusyError(f"{name} heeft op dat uur al een andere bijeenkomst. Kies iemand anders.") from error
    parts = [appointment for _, appointment in queries.sessions(conference).values()]
    for part in parts:
        within = any(rules.lies_within(part, other) for other in parts)
        takeover.hand_over(part, title(name), person_id, own_copy=not within, by=by)
    record("hand_over_conference", "conference", conference.id, by=by)
    db.session.flush()


def share(referral: Referral) -> None:
    """Another does it with the coordinator, or nobody does any more: a day that stands is in her calendar, or
    goes from it."""
    day = queries.planned_of(referral)
    if day is not None:
        sessions.share(day.conference)


def cancel(conference: Conference, reason: str, *, by: Actor) -> None:
    """Call the day off, for a reason of the list; everyone invited is told. The preparation goes on."""
    by = circle_service.for_lead(conference.municipality_id, conference.referral_id, by)
    rules.check_open(conference.state, conference.starts_at, clock.now())
    referral = db.session.get_one(Referral, conference.referral_id)
    referrals.move(referral, "unplan", reason=reason, by=by)
    call_off(conference, reason, by=by)


def call_off(conference: Conference, reason: str, *, by: Actor) -> None:
    """Take the day out of everybody's calendar. The traject itself is moved by whoever calls this."""
    conference.state, conference.cancel_reason = "cancelled", reason
    taken.free(conference)
    for _, appointment in queries.sessions(conference).values():
        invitations.cancel(appointment, by=by)
    record("cancel_conference", "conference", conference.id, by=by, reason=reason)
    db.session.flush()


def mark_held(conference: Conference, *, by: Actor) -> None:
    """The conference took place."""
    conference.state = "held"
    record("hold_conference", "conference", conference.id, by=by)
    db.session.flush()


def mark_not_held(conference: Conference, *, by: Actor) -> None:
    """The conference did not take place; before its hour, everyone invited is told."""
    to_come = clock.now() < conference.starts_at
    conference.state = "not_held"
    taken.free(conference)
    if to_come:
        for _, appointment in queries.sessions(conference).values():
            invitations.cancel(appointment, by=by)
    record("miss_conference", "conference", conference.id, by=by)
    db.session.flush()


def _facts(day: Plan, members: Sequence[tuple[CircleMember, Person]]) -> Facts:
    return Facts(
        has_date=True,
        has_place=day.has_place,
        circle_spoken=any(member.spoken_at and is_outside(member.relation) for member, _ in members),
        safety_checked=day.safety_checked,
    )


def _quiet(municipality_id: int, referral_id: int, day: Plan) -> Plan:
    """Where somebody's address is secret, a place in free words says no address, and stands in no message."""
    if day.venue_id is not None or not hiding.any_of(municipality_id, referral_id):
        return day
    check_place(day.place)
    return replace(day, place_in_invitation=False, by_voice=True)


def _keep_apart(
    conference: Conference,
    referral: Referral,
    day: Plan,
    members: Sequence[tuple[CircleMember, Person]],
    by: Actor,
) -> None:
    """What the plan says of who must not meet, and what a second person decided."""
    conference.fixed_by_id = by.account_id
    own = keeping.at_a_distance(day.own, members, apart.persons(referral))
    keeping.settle(conference, own, [person.id for _, person in members])
    apart_service.use_for(referral, conference.id)


def _new(referral: Referral, lead: int, day: Plan) -> Conference:
    conference = Conference(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_person_id=lead,
        state="planned",
        created_at=clock.now(),
    )
    _set(conference, day)
    try:
        with db.session.begin_nested():
            db.session.add(conference)
    except IntegrityError as error:
        raise TooLateError("Er staat al een dag vast voor deze bijeenkomst.") from error
    return conference


def _set(conference: Conference, day: Plan) -> None:
    conference.starts_at, conference.ends_at = day.starts, day.ends
    conference.venue_id = day.venue_id
    conference.place = None if day.venue_id is not None else day.place
    conference.place_in_invitation = day.venue_id is not None or day.place_in_invitation
    conference.information_minutes = day.information_minutes
