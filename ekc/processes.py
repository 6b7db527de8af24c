"""The verbs that cross concepts, spelled out in order. Each runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ekc.accounts.actor import Actor
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.errors import DomainError
from ekc.matching import service as matching
from ekc.matching.models import Offer, OfferRound
from ekc.matching.queries import bureau_mail, lock_referral
from ekc.people import queries as people
from ekc.people.service import Particulars
from ekc.pool import queries as pool_queries
from ekc.pool import service as pool
from ekc.pool.models import Coordinator
from ekc.referrals import queries as referral_queries
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import BEFORE_ASSENT, Facts, State
from ekc.referrals.models import Assignment, Referral

COMES_TO_REST = frozenset(
    {"stop", "pause", "hand_over", "return", "safety_first", "stabilise_first", "withdraw_assent"}
)
SHE_HEARS = frozenset({"stop", "pause", "resume", "withdraw_assent"})  # the coordinator on it is told
OFF_IT = frozenset({"stop", "withdraw_assent"})  # and has no page about it any more
CORRECTED = "Er zijn verbeteringen bewaard. Open het formulier en verstuur het opnieuw."
STILL_COMPLETE = "Iedereen stemt nog in. Schrijf eerst op wie niet meer wil meedoen."


def offer_referral(
    referral: Referral,
    coordinators: Sequence[Coordinator],
    weeks: tuple[date, date],
    waiver: str | None,
    *,
    by: Actor,
) -> OfferRound:
    """Ask coordinators for a referral; `weeks` is the first and the last in which the day is expected.

    1. Record why the family leaves the choice to us, where that was told now.
    2. Open a round of offers.
    """
    if waiver is not None and referral.choice_waived is None:
        referrals.waive_choice(referral, waiver, by=by)
    return matching.open_round(referral, coordinators, *weeks, by=by)


def accept_offer(offer: Offer, *, by: Actor) -> Assignment:
    """A coordinator says yes, and is the one. TooLateError for whoever comes second.

    1. She says yes: referral and offer are held, so that whoever else says yes waits, and then is told.
    2. She is assigned: the database allows one lead.
    3. The others need not answer any more, and are thanked.
    4. She and the bureau are told.
    """
    by = by.acting_for(offer.person_id)
    matching.say_yes(offer, by=by)
    referral = lock_referral(offer.municipality_id, offer.referral_id)
    assignment = referrals.assign(referral, _coordinator(offer), by=by)
    matching.close_others(referral, offer, by=by)
    matching.confirm(offer, assignment, by=by)
    return assignment


def decline_offer(offer: Offer, reason: str | None, paused_until: date | None, *, by: Actor) -> None:
    """A coordinator says no, perhaps until a day on which she is there again.

    1. She says no. 2. She is on pause, where she asked for it. 3. The bureau is told.
    """
    by = by.acting_for(offer.person_id)
    matching.say_no(offer, reason, by=by)
    if paused_until is not None:
        pool.pause(_coordinator(offer), paused_until, by=by)
    matching.tell_no(offer, paused=paused_until is not None, by=by)


def hand_back(referral: Referral, assignment: Assignment, reason: str, *, by: Actor) -> None:
    """A coordinator gives a referral back, without any mark; from then on she sees nothing of it.

    1. A day that stands is called off, and everybody invited is told.
    2. She is taken off, and the referral looks for somebody else.
    3. The bureau is told.
    """
    by = by.acting_for(assignment.person_id)
    planned = agenda_queries.planned_of(referral)
    if planned is not None:
        agenda.cancel(planned.conference, "coordinator", by=by)
    referrals.release(referral, assignment, reason, by=by)
    matching.tell_handed_back(assignment, by=by)


def hear_assent(referral: Referral, person_id: int, answer: str, channel: str, *, by: Actor) -> None:
    """Somebody says whether they take part, or takes it back.

    1. The answer is noted, and the referral moves as far as it can by itself.
    2. Where no coordinator is sought any more, nobody is asked any more.
    3. Where one is on it and not everybody agrees any more, she and the bureau hear that there is news.
    """
    agreed = referral_queries.assent_complete(referral)
    referrals.record_assent(referral, person_id, answer, channel, by=by)
    _assent_changed(referral, agreed, by)


def hear_authority(referral: Referral, authority: str, parent: Particulars | None, *, by: Actor) -> None:
    """Who has gezag turns out otherwise, so that somebody more must agree; then as for an answer."""
    agreed = referral_queries.assent_complete(referral)
    referrals.state_authority(referral, authority, parent, by=by)
    _assent_changed(referral, agreed, by)


def _assent_changed(referral: Referral, agreed: bool, by: Actor) -> None:  # noqa: FBT001 -- as it was before
    if referral.state in BEFORE_ASSENT:
        matching.withdraw_open(referral, by=by)
    if agreed and not referral_queries.assent_complete(referral):
        lead = _lead_mail(referral, f"/trajecten/{referral.id}")
        if lead:
            referrals.tell_traject(referral, "assent", lead + _bureau(referral, by))


def move_by_hand(referral: Referral, name: str, reason: str | None, until: date | None, *, by: Actor) -> None:
    """The team or the bureau makes a move that may touch more than the referral itself.

    1. Assent is withdrawn only where somebody said so. DomainError otherwise.
    2. Where things come to rest, a day that stands is called off, and everybody invited is told.
    3. Who was asked as a coordinator need not answer any more.
    4. The coordinator on it is told, before she is off it.
    5. The referral moves; where it ends, or begins again, the coordinator is off it.
    """
    if name == "withdraw_assent" and referral_queries.assent_complete(referral):
        raise DomainError(STILL_COMPLETE)
    if name == "resume_intake" and referral.draft is not None:
        raise DomainError(CORRECTED)
    if name in COMES_TO_REST:
        planned = agenda_queries.planned_of(referral)
        if planned is not None:
            agenda.cancel(planned.conference, "focus_asked", by=by)
        matching.withdraw_open(referral, by=by)
    told = _lead_mail(referral, "" if name in OFF_IT else f"/trajecten/{referral.id}")
    referrals.move(referral, name, reason=reason, until=until, by=by)
    if name in SHE_HEARS:
        referrals.tell_traject(referral, name, told)
    if name == "withdraw_assent":
        referrals.take_off(referral, name)


def close(referral: Referral, *, by: Actor) -> None:
    """The family was called after four weeks, or does not want that: it is done, the coordinator is off it.

    1. From a plan, the follow-up. 2. It closes.
    """
    if referral.state != State.FOLLOW_UP:
        referrals.move(referral, "follow_up", by=by)
    referrals.move(referral, "close", facts=Facts(follow_up_done=True), by=by)


def _lead_mail(referral: Referral, path: str) -> list[tuple[str, str]]:
    """Where to mail the coordinator who leads this now, with `path`; empty where nobody does, or no mail."""
    lead = referral_queries.active_lead(referral.municipality_id, referral.id)
    if lead is None:
        return []
    to = people.address(people.one(referral.municipality_id, lead.person_id), "mail")
    return [(to, path)] if to else []


def _bureau(referral: Referral, by: Actor) -> list[tuple[str, str]]:
    """Where to mail everybody who runs the pool, except who did it."""
    rows = bureau_mail(referral.municipality_id)
    return [(to, f"/aanmeldingen/{referral.id}") for account_id, to in rows if account_id != by.account_id]


def _coordinator(offer: Offer) -> Coordinator:
    return pool_queries.by_ids(offer.municipality_id, [offer.coordinator_id])[offer.coordinator_id]
