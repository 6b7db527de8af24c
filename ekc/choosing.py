"""What follows when the family says who organises it. Each runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from ekc import processes
from ekc.accounts.actor import Actor
from ekc.agenda import queries as agenda_queries
from ekc.choice import service as choice
from ekc.choice.rules import NO_LEAD, Heard
from ekc.errors import DomainError, TooLateError
from ekc.matching import aside, ladder, still, telling
from ekc.matching import service as matching
from ekc.matching.models import OfferRound
from ekc.matching.queries import lock_referral
from ekc.matching.rules import OfferState
from ekc.people import queries as people
from ekc.pool.models import Coordinator
from ekc.referrals import assigning, excluding
from ekc.referrals import queries as referral_queries
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import WITH_COORDINATOR, State
from ekc.referrals.models import Assignment, Exclusion, Referral


def choose(
    referral: Referral, offer_id: int, heard: Heard, *, others_fine: bool = False, by: Actor
) -> Assignment:
    """The family chooses who organises it. TooLateError where somebody chose before.

    1. What they said is written down, with how and when. 2. She is the one; see `assign`.
    """
    referral = lock_referral(referral.municipality_id, referral.id)
    offer = choice.choose(referral, offer_id, heard, others_fine=others_fine, by=by)
    return processes.assign(referral, offer, by=by)


def refuse_all(referral: Referral, heard: Heard, *, by: Actor) -> None:
    """The family would rather have somebody else than who can; nobody asks why.

    1. What they said is written down. 2. Who could is thanked, and not asked for them again.
    3. The bureau asks the next; where it presses, they are asked at once.
    """
    referral = lock_referral(referral.municipality_id, referral.id)
    choice.refuse(referral, heard, by=by)
    matching.thank_willing(referral, OfferState.REFUSED, by=by)
    if not ladder.widen_if_urgent(referral):
        telling.tell_about(referral, "next", referral.number, by=by)


def leave_to_us(referral: Referral, reason: str, heard: Heard, *, by: Actor) -> Assignment | None:
    """The family leaves the choice to us, for a reason from the list; the first who could is the one."""
    referral = lock_referral(referral.municipality_id, referral.id)
    choice.waive(referral, heard, by=by)
    referrals.waive_choice(referral, reason, by=by)
    return assign_or_tell(referral, by=by)


def offer_referral(
    referral: Referral,
    coordinators: Sequence[Coordinator],
    weeks: tuple[date, date],
    waiver: str | None,
    *,
    by: Actor,
) -> OfferRound | Assignment:
    """Ask coordinators for a referral; `weeks` is the first and the last in which the day is expected.

    1. Record why the family leaves the choice to us, where that was told now. 2. Where somebody said already
    that she can, she is the one, and nobody is asked. 3. Otherwise open a round of offers.
    """
    if waiver is not None and referral.choice_waived is None:
        referral = lock_referral(referral.municipality_id, referral.id)
        referrals.waive_choice(referral, waiver, by=by)
        found = assign_first(referral, by=by) if referral.state == State.MATCHING else None
        if found is not None:
            return found
    return matching.open_round(referral, coordinators, *weeks, by=by)


def assign_first(referral: Referral, *, by: Actor) -> Assignment | None:
    """The first who said that she can, and still can, is the one; None: nobody. The caller holds it."""
    for offer in matching.ready(referral) if matching.first_yes_counts(referral) else ():
        if still.can(referral, offer):
            return processes.assign(referral, offer, by=by)
    return None


def assign_or_tell(referral: Referral, *, by: Actor) -> Assignment | None:
    """The first who can is the one, where the first yes counts; else the bureau hears that we choose."""
    found = assign_first(referral, by=by)
    if found is None:
        telling.tell_about(referral, "ours", referral.number, by=by)
    return found


def other_coordinator(referral: Referral, heard: Heard, *, by: Actor) -> bool:
    """The family asks for another coordinator, without a reason; gives whether she is off it at once.

    1. What they said is written down. 2. Where a day stands, she goes on until the bureau has somebody else,
    so that the day may stay. 3. Otherwise she is off it without a mark, and is thanked; the next is sought.
    """
    referral = lock_referral(referral.municipality_id, referral.id)
    choice.ask_other(referral, heard, by=by)
    lead = referral_queries.active_lead(referral.municipality_id, referral.id)
    if lead is None:
        raise DomainError(NO_LEAD)
    if agenda_queries.planned_of(referral) is not None or referral.state not in WITH_COORDINATOR:
        referrals.ask_replacement(lead, "no_click", None, by=by)
        name = people.one(lead.municipality_id, lead.person_id).given_name
        telling.tell_about(referral, "other", name, by=by)
        return False
    told = assigning.lead_mail(referral, "")
    processes.hand_back(referral, lead, "no_click", by=by)
    referrals.tell_traject(referral, "other", told)
    return True


def exclude(
    referral: Referral, coordinator: Coordinator | None, words: str | None, said_by: str, *, by: Actor
) -> Exclusion:
    """The family or the team would rather not have somebody. DomainError where she is on it already.

    1. It is written down: referral held, so that of this and her yes one comes first. 2. What was asked of
    her is over; she never reads why. 3. The bureau hears that one fewer will answer, and it goes on as after
    silence.
    """
    referral = lock_referral(referral.municipality_id, referral.id)
    written = excluding.exclude(referral, coordinator, words, said_by, by=by)
    if coordinator is not None and aside.set_aside(referral, coordinator, by=by):
        telling.tell_about(referral, "set_aside", referral.number, by=by)
        processes.after_silence(referral)
    return written


def identify(referral: Referral, exclusion: Exclusion, coordinator: Coordinator, *, by: Actor) -> None:
    """The bureau knows who is meant by words: she is left out, as whoever told it said."""
    excluding.judge(exclusion, by=by)
    with suppress(TooLateError):  # she is left out already
        exclude(referral, coordinator, exclusion.words, exclusion.said_by, by=by)
