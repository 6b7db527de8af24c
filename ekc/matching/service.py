"""Finding a coordinator: the list with reasons, a round of offers, the answers, and what is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ekc import clock, settings
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.matching import (
    buddies,
    limits,
    messages,
    queries,
    ranking,
    rules,
    volunteers,
    waiting,
    waves,
)
from ekc.matching.carried import year_start
from ekc.matching.models import Offer, OfferRound
from ekc.matching.rules import AGAIN, OfferState
from ekc.matching.searching import candidates
from ekc.notifications.quiet import leaves_at
from ekc.people import queries as people
from ekc.places.queries import municipality
from ekc.pool.models import Coordinator
from ekc.referrals import queries as referrals
from ekc.referrals.models import Assignment, Referral

__all__ = [
    "candidates",
    "check_judged",
    "close_others",
    "first_yes_counts",
    "open_round",
    "ready",
    "say_no",
    "say_yes",
    "stand_down",
    "thank_willing",
    "withdraw_open",
    "year_start",
]


def open_round(
    referral: Referral,
    coordinators: Sequence[Coordinator],
    week_from: date,
    week_until: date,
    *,
    replaces: Assignment | None = None,
    by: Actor,
) -> OfferRound:
    """Ask these coordinators, for a day in these weeks. DomainError where one of them may not be asked now.

    Who has no mail address gets no message: the bureau calls. Who was asked before, without an answer, is
    asked again on the same offer. With `replaces`, they are asked to take over from who is on it now.
    """
    referral = queries.lock_referral(referral.municipality_id, referral.id)
    around = check_judged(referral)
    if replaces is None:
        rules.check_asked(referral.state, len(coordinators))
    rules.check_weeks(week_from, week_until, clock.today())
    _check_may_be_asked(referral, around, coordinators)
    opened = _round(referral, week_from, week_until, replaces)
    record("open_round", "referral", referral.id, by=by)
    for offer in _offers(referral, opened, coordinators):
        record("offer", "offer", offer.id, by=by)
    db.session.flush()
    _ask_all(opened, by)
    return opened


def check_judged(referral: Referral) -> volunteers.Setting:
    """Where it stands; DomainError while nobody looked whom they would rather not have there."""
    around = volunteers.setting(referral)
    rules.check_judged(to_judge=around.to_judge)
    return around


def say_yes(offer: Offer, *, frame: str = "voluntary", by: Actor) -> None:
    """She can: that makes her willing, not assigned.

    `frame` is what she read about drang and dwang: where there is any, the yes is to that too (the founding
    document asks so). TooLateError where the offer is closed, DomainError where law or her own limits forbid
    it.
    """
    by = by.acting_for(offer.person_id)
    referral = _answerable(offer)
    waiting.lock_coordinators(offer.municipality_id, [offer.coordinator_id])  # she may say yes twice at once
    rules.may_say_yes(_objections(referral, offer))
    rules.check_knows(referral.frame, frame)
    if referral.frame in rules.FORCED:
        record("accept_frame", "offer", offer.id, reason=frame, by=by)
    _answer(offer, OfferState.YES, None, by)


def say_no(offer: Offer, reason: str | None, *, by: Actor) -> None:
    """She cannot, or cannot after all while nobody chose yet, for a reason from the list or for none."""
    by = by.acting_for(offer.person_id)
    if reason is not None and reason not in rules.NO_REASONS:
        raise DomainError("Kies een reden uit de lijst, of geen.")
    if not _takes_back(offer):
        _answerable(offer)
    _answer(offer, OfferState.NO, reason, by)


def first_yes_counts(referral: Referral) -> bool:
    """Whether the first who can is the one: the family waived the choice, or families do not choose here."""
    return referral.choice_waived is not None or not municipality(referral.municipality_id).family_chooses


def ready(referral: Referral) -> list[Offer]:
    """Who can, and could begin now: with a buddy where she needs one. The first yes first; two queries."""
    there = queries.willing(referral)
    alone = buddies.needing(referral.municipality_id, [one.coordinator_id for one in there])
    return [one for one in there if one.buddy_id is not None or one.coordinator_id not in alone]


def close_others(referral: Referral, except_offer: Offer | None, *, by: Actor) -> int:
    """The others who were asked need not answer any more, and are thanked; gives how many."""
    return _close(referral, OfferState.FILLED, except_offer.id if except_offer else 0, by)


def thank_willing(referral: Referral, state: OfferState, *, by: Actor) -> int:
    """Who could are thanked, and are `not_chosen` or `refused` now; never told why. Gives how many."""
    there = queries.willing(referral)
    persons = people.by_ids(referral.municipality_id, [one.person_id for one in there])
    for one in there:
        one.state = state.value
        record("close_offer", "offer", one.id, reason=state.value, by=by)
        messages.thanks(one, persons[one.person_id])
    db.session.flush()
    return len(there)


def stand_down(referral: Referral) -> Offer | None:
    """Who stood by is one who can again, because the lead is gone; gives her offer, None where nobody did."""
    second = next((one for one in referrals.in_force(referral) if one.kind == "backup"), None)
    if second is None:
        return None
    second.ended_at, second.end_reason = clock.now(), "next"
    found = next(one for one in queries.of_referral(referral) if one.coordinator_id == second.coordinator_id)
    found.state = OfferState.YES.value
    db.session.flush()
    return found


def withdraw_open(referral: Referral, *, by: Actor) -> int:
    """Nobody is sought for this referral any more: open offers are withdrawn, with thanks; gives how many."""
    return _close(referral, OfferState.WITHDRAWN, 0, by)


def _check_may_be_asked(
    referral: Referral, around: volunteers.Setting, coordinators: Sequence[Coordinator]
) -> None:
    wanted = volunteers.wanted(referral, around.pc4)
    ids = [one.id for one in coordinators]
    for one in volunteers.volunteers(referral, around.pc4, year_start(), ids):
        reasons = ranking.objections(wanted, one, clock.today())
        if reasons:
            name = volunteers.names(referral.municipality_id, [one.person_id]).get(one.person_id, "")
            raise DomainError(f"{name} kan nu niet gevraagd worden: {limits.reason(reasons[0])}.")


def _round(referral: Referral, week_from: date, week_until: date, replaces: Assignment | None) -> OfferRound:
    opened = OfferRound(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        opened_at=clock.now(),
        week_from=rules.monday(week_from),
        week_until=rules.monday(week_until),
        replaces_id=replaces.id if replaces else None,
    )
    db.session.add(opened)
    db.session.flush()
    return opened


def _offers(referral: Referral, opened: OfferRound, coordinators: Sequence[Coordinator]) -> list[Offer]:
    before = {offer.coordinator_id: offer for offer in queries.of_referral(referral) if offer.state in AGAIN}
    return [_offer(referral, opened, one, before.get(one.id)) for one in coordinators]


def _offer(referral: Referral, opened: OfferRound, one: Coordinator, before: Offer | None) -> Offer:
    offer = before or Offer(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_id=one.id,
        person_id=one.person_id,
    )
    offer.round_id, offer.state = opened.id, OfferState.OPEN.value
    offer.answered_at, offer.reason, offer.nudged_at, offer.buddy_id = None, None, None, None
    _set_times(offer, referral, opened)
    db.session.add(offer)
    return offer


def _set_times(offer: Offer, referral: Referral, opened: OfferRound) -> None:
    here, quiet = municipality(referral.municipality_id), settings.current().quiet
    leaves = leaves_at(opened.opened_at.astimezone(clock.HOME), quiet)
    urgency = "urgent" if opened.replaces_id else referral.urgency
    hours = waves.open_hours(urgency, here.open_hours, here.open_hours_urgent)
    offer.asked_at, offer.leaves_at = opened.opened_at, leaves
    offer.expires_at = waves.expiry(leaves, hours)
    offer.nudge_at = waves.nudge_at(leaves, offer.expires_at, quiet)


def _ask_all(opened: OfferRound, by: Actor) -> None:
    asked = queries.of_round(opened)
    persons = people.by_ids(opened.municipality_id, [offer.person_id for offer in asked])
    for offer in asked:
        messages.ask(offer, persons[offer.person_id], by=by)


def _answerable(offer: Offer) -> Referral:
    """The referral; it and the offer are held, in that order, so that of two who answer one waits."""
    referral = queries.lock_referral(offer.municipality_id, offer.referral_id)
    queries.lock_offer(offer)
    seeking = referral.state == "matching" or queries.to_replace(offer) is not None
    rules.answerable(offer.state, offer.expires_at, seeking=seeking, now=clock.now())
    return referral


def _takes_back(offer: Offer) -> bool:
    """Whether she said yes and waits; referral and offer are held."""
    referral = queries.lock_referral(offer.municipality_id, offer.referral_id)
    queries.lock_offer(offer)
    return referral.state == "matching" and offer in queries.willing(referral)


def _objections(referral: Referral, offer: Offer) -> tuple[str, ...]:
    (one,) = volunteers.volunteers(referral, None, year_start(), [offer.coordinator_id])
    return ranking.objections(volunteers.wanted(referral, None), replace(one, offer=None), clock.today())


def _answer(offer: Offer, state: OfferState, reason: str | None, by: Actor) -> None:
    offer.state, offer.answered_at, offer.reason = state.value, clock.now(), reason
    messages.answered(offer, people.one(offer.municipality_id, offer.person_id))
    record(f"say_{state.value}", "offer", offer.id, reason=reason, by=by)
    db.session.flush()


def _close(referral: Referral, state: OfferState, except_id: int, by: Actor) -> int:
    there = [
        one for one in queries.of_referral(referral) if one.state == OfferState.OPEN and one.id != except_id
    ]
    persons = people.by_ids(referral.municipality_id, [one.person_id for one in there])
    for one in there:
        one.state = state.value
        record("close_offer", "offer", one.id, reason=state.value, by=by)
        messages.over(one, persons[one.person_id], state.value)
    db.session.flush()
    return len(there)
