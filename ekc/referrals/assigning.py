"""Who is on a referral: the lead, a buddy, who stands by, a professional; and how it changes hands."""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.people import queries as people
from ekc.pool.models import Coordinator
from ekc.referrals import queries, rules
from ekc.referrals.models import ORGANISES, Assignment, Referral
from ekc.referrals.moving import advance, move
from ekc.referrals.reasons import REASONS

LEAD_LEFT = "lead_left"
SECOND_FASTER = "Er staat al iemand op deze plek."
SOMEBODY_FASTER = "Er was net iemand eerder: er is al een coördinator. Fijn dat je wilde helpen!"


def assign(referral: Referral, coordinator: Coordinator, *, by: Actor) -> Assignment:
    """Make a coordinator the lead. TooLateError where somebody else was faster.

    From now on she sees the names. The wishes about who it should be stay until the preparation begins, so
    that they are still there for another one when she gives it back.
    """
    if queries.active_lead(referral.municipality_id, referral.id) is not None:
        raise TooLateError(SOMEBODY_FASTER)
    assignment = _assignment(referral, coordinator.person_id, coordinator.id, "lead")
    _put(assignment, SOMEBODY_FASTER)
    move(referral, "match", by=by)
    record("assign_coordinator", "assignment", assignment.id, by=by)
    db.session.flush()
    return assignment


def add_second(referral: Referral, coordinator: Coordinator, kind: str, *, by: Actor) -> Assignment:
    """Put a second one beside the lead: a `buddy`, who sees all, or a `backup`, who sees nothing yet.

    TooLateError where there is one already, DomainError where she is on it in another way.
    """
    there = queries.in_force(referral)
    if any(one.coordinator_id == coordinator.id for one in there):
        raise DomainError("Zij staat hier al bij.")
    lead = next((one for one in there if one.kind in ORGANISES), None)
    if lead is None:
        raise DomainError("Er is nog geen coördinator.")
    second = _assignment(referral, coordinator.person_id, coordinator.id, kind)
    second.first_contact_by, second.first_contact_on = lead.first_contact_by, lead.first_contact_on
    _put(second, SECOND_FASTER)
    record(f"assign_{kind}", "assignment", second.id, by=by)
    db.session.flush()
    return second


def replace_lead(
    referral: Referral,
    old: Assignment,
    coordinator: Coordinator,
    reason: str,
    note: str | None,
    *,
    by: Actor,
) -> Assignment:
    """Somebody else leads it in the same moment as the one before is off it; the state stays.

    `note`, or what the one before left, is hers to read now.
    """
    if reason not in REASONS["hand_back"]:
        raise DomainError("Kies een reden uit de lijst.")
    rules.check_no_bsn([note or ""])
    moment = clock.now()
    new = _assignment(referral, coordinator.person_id, coordinator.id, "lead")
    new.handover, old.handover = note or old.handover, None
    old.ended_at, old.end_reason = moment, reason
    for one in queries.in_force(referral):
        if one.coordinator_id == coordinator.id:  # she was the buddy or stood by
            one.ended_at, one.end_reason = moment, "took_over"
    db.session.flush()
    _put(new, SOMEBODY_FASTER)
    record("substitute_coordinator", "assignment", new.id, reason=reason, by=by)
    db.session.flush()
    return new


def assign_stand_in(referral: Referral, person_id: int, reason: str, *, by: Actor) -> Assignment:
    """A professional organises it for want of a volunteer. TooLateError where somebody leads it already."""
    assignment = _assignment(referral, person_id, None, "stand_in")
    assignment.reason = reason
    _put(assignment, SOMEBODY_FASTER)
    move(referral, "match", by=by)
    record("assign_stand_in", "assignment", assignment.id, reason=reason, by=by)
    db.session.flush()
    return assignment


def end(assignment: Assignment, reason: str, *, by: Actor) -> None:
    """Somebody is off it, for a reason of the list of `hand_back`; the state of the referral stays."""
    if reason not in REASONS["hand_back"]:
        raise DomainError("Kies een reden uit de lijst.")
    assignment.ended_at, assignment.end_reason = clock.now(), reason
    record("end_assignment", "assignment", assignment.id, reason=reason, by=by)
    db.session.flush()


def ask_replacement(assignment: Assignment, reason: str, note: str | None, *, by: Actor) -> None:
    """She cannot go on: from now on a substitute is sought. What the next one must know is kept, sealed."""
    if reason not in REASONS["hand_back"]:
        raise DomainError("Kies een reden uit de lijst.")
    rules.check_no_bsn([note or ""])
    assignment.leaving_at, assignment.leaving_reason = clock.now(), reason
    assignment.handover = note or assignment.handover
    record("ask_replacement", "assignment", assignment.id, reason=reason, by=by)
    db.session.flush()


def take_off(referral: Referral, reason: str) -> None:
    """Nobody coordinates this any more, for `reason`."""
    for assignment in queries.in_force(referral):
        assignment.ended_at, assignment.end_reason = clock.now(), reason
    db.session.flush()


def release(referral: Referral, assignment: Assignment, reason: str, *, by: Actor) -> None:
    """Take a coordinator off, without any mark; the search goes on. `reason` from the list of `hand_back`."""
    move(referral, "hand_back", reason=reason, by=by.acting_for(assignment.person_id))
    for one in queries.in_force(referral):
        if one.kind != "backup":  # a buddy is off it too; who stands by may be next
            one.ended_at, one.end_reason = clock.now(), reason if one is assignment else LEAD_LEFT
    db.session.flush()


def note_first_contact(assignment: Assignment, on: date, *, by: Actor) -> None:
    """The coordinator spoke the family, on a day not in the future; the preparation begins where it may."""
    if on > clock.today():
        raise DomainError("Die dag moet nog komen.")
    by = by.acting_for(assignment.person_id)
    referral = db.session.get_one(Referral, assignment.referral_id)
    for one in queries.in_force(referral):
        one.first_contact_on = on  # by one of two is by both
    record("note_first_contact", "assignment", assignment.id, by=by)
    db.session.flush()
    advance(referral, by=by)


def lead_mail(referral: Referral, path: str) -> list[tuple[str, str]]:
    """Where to tell the coordinator who leads this now, with `path`; empty where nobody does."""
    lead = queries.active_lead(referral.municipality_id, referral.id)
    if lead is None:
        return []
    return [(people.told_at(people.one(referral.municipality_id, lead.person_id)), path)]


def _assignment(referral: Referral, person_id: int, coordinator_id: int | None, kind: str) -> Assignment:
    return Assignment(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_id=coordinator_id,
        person_id=person_id,
        kind=kind,
        since=clock.now(),
        first_contact_by=rules.first_contact_by(clock.today(), referral.urgency),
    )


def _put(assignment: Assignment, sentence: str) -> None:
    """TooLateError with the sentence where the database has one of this kind already."""
    try:
        with db.session.begin_nested():
            db.session.add(assignment)
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError(sentence) from error
