"""Substitute instead of cancel; and who stands beside the one who leads."""

from __future__ import annotations

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda import queries as agenda
from ekc.agenda import service as agenda_service
from ekc.agenda.queries import Day
from ekc.audit.service import record
from ekc.choice.service import obstacle_of
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.handover import messages, rules
from ekc.matching import buddies, ranking, telling, volunteers
from ekc.matching import queries as matching
from ekc.matching import service as matching_service
from ekc.matching.limits import INDEPENDENT
from ekc.matching.models import Offer, OfferRound
from ekc.matching.rules import MAY_STAND_BY
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.pool.models import Coordinator
from ekc.referrals import queries as referrals
from ekc.referrals import service as referrals_service
from ekc.referrals.models import Assignment, Referral
from ekc.visits import service as visits


def cannot_go_on(
    referral: Referral, assignment: Assignment, reason: str, note: str | None, *, by: Actor
) -> None:
    """She cannot go on, for a reason of the list; the day stays. She stays on it until somebody takes over.

    `note` is what the next one must know: kept sealed, read by nobody else.
    """
    by = by.acting_for(assignment.person_id)
    referrals_service.ask_replacement(assignment, reason, note, by=by)
    name = people.one(assignment.municipality_id, assignment.person_id).given_name
    telling.tell_about(referral, "other", name, by=by)


def substitute(
    referral: Referral, coordinator: Coordinator, reason: str, note: str | None, *, by: Actor
) -> Assignment:
    """Somebody else leads it from now on; a day that stands, stays. All in one transaction, or nothing.

    1. Whom they would rather not have is known; law, independence and her own limits allow it.
    2. Who led it is off it at once; she is on it, with the handover note.
    3. The hours of the day become hers (BusyError where she has others then). Everybody invited is told, and
    keeps the same appointment; her calendar gets it, the other's loses it.
    4. Who was asked to take over need not answer any more; both of them, the bureau and those of the family
    whom no appointment tells are told.

    TooLateError where nobody leads it any more, DomainError where she may not.
    """
    referral = matching.lock_referral(referral.municipality_id, referral.id)
    rules.check_running(referral.state)
    old = referrals.active_lead(referral.municipality_id, referral.id)
    if old is None:
        raise TooLateError(rules.NOBODY_ON_IT)
    matching_service.check_judged(referral)
    _check(referral, old, coordinator)
    by = by.acting_for(old.person_id)
    visits.cancel_all(referral, by=by)  # she chooses moments of her own
    new = referrals_service.replace_lead(referral, old, coordinator, reason, note, by=by)
    day = agenda.planned_of(referral)
    if day is not None:
        agenda_service.hand_over(day, coordinator.person_id, by=by)
    matching_service.close_others(referral, None, by=by)
    _tell(referral, None if day else old, new, by)
    _tell_family(referral, day, new, people.one(new.municipality_id, new.person_id).given_name)
    return new


def ask_urgently(
    referral: Referral, coordinator: Coordinator, reason: str, note: str | None, *, by: Actor
) -> OfferRound:
    """Ask somebody by mail to take over; her yes makes her the one. DomainError where she may not be.

    `reason` and `note`, of who cannot go on, are kept until then, unless she left them herself.
    """
    rules.check_running(referral.state)
    lead = referrals.active_lead(referral.municipality_id, referral.id)
    if lead is None:
        raise TooLateError(rules.NOBODY_ON_IT)
    if lead.leaving_at is None:
        referrals_service.ask_replacement(lead, reason, note, by=by.acting_for(lead.person_id))
    day = agenda.planned_of(referral)
    week = day.conference.starts_at.astimezone(clock.HOME).date() if day else clock.today()
    return matching_service.open_round(referral, [coordinator], week, week, replaces=lead, by=by)


def stand_by(referral: Referral, offer: Offer, *, by: Actor) -> Assignment:
    """She who could stands by: she sees nothing until she takes over. TooLateError where somebody does."""
    referral = matching.lock_referral(referral.municipality_id, referral.id)
    if offer.state not in MAY_STAND_BY:
        raise TooLateError("Dit kan nu niet meer. Bel het bureau, dan kijken we samen.")
    by = by.acting_for(offer.person_id)
    coordinator = db.session.get_one(Coordinator, offer.coordinator_id)
    return referrals_service.add_second(referral, coordinator, "backup", by=by)


def pair(referral: Referral, offer: Offer, buddy: Coordinator, *, by: Actor) -> bool:
    """Somebody does it with her: noted with her yes, or at once where she leads it already.

    Gives whether she leads it already. DomainError for herself, or who is not independent or needs a buddy.
    """
    referral = matching.lock_referral(referral.municipality_id, referral.id)
    name = people.one(buddy.municipality_id, buddy.person_id).given_name
    if buddy.id == offer.coordinator_id:
        raise DomainError("Kies een ander als maatje.")
    if INDEPENDENT & set(_objections(referral, buddy)):
        raise DomainError(f"{name} past hier niet als maatje. Kies een ander.")
    if buddies.needing(buddy.municipality_id, [buddy.id]):
        raise DomainError(f"{name} heeft zelf nog een maatje nodig.")
    lead = referrals.active_lead(referral.municipality_id, referral.id)
    if lead is not None and lead.coordinator_id == offer.coordinator_id:
        second = referrals_service.add_second(referral, buddy, "buddy", by=by.acting_for(buddy.person_id))
        agenda_service.share(referral)
        messages.takes_over(second, people.one(buddy.municipality_id, buddy.person_id))
        return True
    offer.buddy_id = buddy.id
    record("pair", "offer", offer.id, by=by)
    db.session.flush()
    return False


def stand_in(referral: Referral, told: Particulars, reason: str, *, dry: bool, by: Actor) -> Assignment:
    """A named professional organises it, because the pool is `dry`: the last step, with a reason."""
    referral = matching.lock_referral(referral.municipality_id, referral.id)
    rules.check_stand_in(reason, told.given_name, dry=dry)
    person = people_service.add(referral.municipality_id, told)
    return referrals_service.assign_stand_in(referral, person.id, reason, by=by)


def _check(referral: Referral, old: Assignment, coordinator: Coordinator) -> None:
    if old.coordinator_id == coordinator.id:
        raise DomainError(rules.SAME)
    there = referrals.in_force(referral)
    on_it = any(one.coordinator_id == coordinator.id and one.kind == "buddy" for one in there)
    has_buddy = any(one.kind == "buddy" and one.coordinator_id != coordinator.id for one in there)
    name = people.one(coordinator.municipality_id, coordinator.person_id).given_name
    rules.check_successor(
        name,
        _objections(referral, coordinator),
        on_it=on_it,
        needs_buddy=not has_buddy and bool(buddies.needing(coordinator.municipality_id, [coordinator.id])),
    )


def _objections(referral: Referral, coordinator: Coordinator) -> tuple[str, ...]:
    year = matching_service.year_start()
    (one,) = volunteers.volunteers(referral, None, year, [coordinator.id])
    return ranking.objections(volunteers.wanted(referral, None), one, clock.today())


def to_call(referral: Referral) -> list[Person]:
    """The hoofdpersonen who hear of another coordinator from somebody: no message of ours reaches them."""
    day = agenda.planned_of(referral)
    invited = _invited(day)
    return [
        one
        for one in referrals.focus_persons(referral)
        if one.id not in invited and obstacle_of(one) is not None
    ]


def _invited(day: Day | None) -> set[int]:
    """Who is told about the day itself by mail."""
    return {one.guest.person_id for one in agenda.asked(day) if one.by_mail} if day else set()


def _tell_family(referral: Referral, day: Day | None, new: Assignment, given_name: str) -> None:
    invited = _invited(day)
    for one in referrals.focus_persons(referral):
        to = people.reach(one, paper=True)
        if to is not None and one.id not in invited and obstacle_of(one) is None:
            messages.family(new, given_name, to, one)


def _tell(referral: Referral, old: Assignment | None, new: Assignment, by: Actor) -> None:
    """Both of them and the bureau; `old` is None where she hears it with the day that she loses."""
    if old is not None:
        to = people.told_at(people.one(old.municipality_id, old.person_id))
        referrals_service.tell_traject(referral, "other", [(to, "")])
    person = people.one(new.municipality_id, new.person_id)
    messages.takes_over(new, person)
    telling.tell_about(referral, "backup", person.given_name, by=by)
