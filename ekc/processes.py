"""The verbs that cross concepts, spelled out in order. Each runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from ekc.accounts.actor import Actor, system
from ekc.accounts.queries import bureau_mail
from ekc.agenda import coming, keeping
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference
from ekc.agenda.rules import Plan
from ekc.apart import hiding
from ekc.apart import service as apart
from ekc.apart.models import KeptApart
from ekc.choice import service as choice
from ekc.circle.models import CircleMember
from ekc.errors import DomainError
from ekc.handover import service as handover
from ekc.matching import ladder, still, telling
from ekc.matching import service as matching
from ekc.matching.models import Offer
from ekc.matching.queries import lock_referral, to_replace
from ekc.matching.rules import OfferState
from ekc.people.service import Particulars
from ekc.polls import service as polls
from ekc.pool import queries as pool_queries
from ekc.pool import service as pool
from ekc.pool.models import Coordinator
from ekc.referrals import assents, assigning
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import BEFORE_ASSENT, Facts, State
from ekc.referrals.models import ORGANISES, Assignment, Referral
from ekc.visits import service as visits

COMES_TO_REST = frozenset(
    {"stop", "pause", "hand_over", "return", "safety_first", "stabilise_first", "withdraw_assent"}
)
SHE_HEARS = frozenset({"stop", "pause", "resume", "withdraw_assent"})  # the coordinator on it is told
OFF_IT = frozenset({"stop", "withdraw_assent"})  # and has no page about it any more
CORRECTED = "Er zijn verbeteringen bewaard. Open het formulier en verstuur het opnieuw."
STILL_COMPLETE = "Iedereen stemt nog in. Schrijf eerst op wie niet meer wil meedoen."


def accept_offer(offer: Offer, *, frame: str = "voluntary", by: Actor) -> Assignment | None:
    """A coordinator can. Gives the assignment where that makes her the one; TooLateError after another.

    `frame` is what she read about drang and dwang (see `matching.service.say_yes`).

    1. She says yes: referral and offer are held, so that whoever else says yes waits, and then is told.
    2. Where the family chooses, her card is put before them, with those of the others who can.
    3. Where she was asked to take over from somebody, she does.
    4. Where the first yes counts, and she needs no buddy, she is the one.
    """
    by = by.acting_for(offer.person_id)
    matching.say_yes(offer, frame=frame, by=by)
    referral = lock_referral(offer.municipality_id, offer.referral_id)
    leaving = to_replace(offer)
    if leaving is not None:
        her = _coordinator(offer.municipality_id, offer.coordinator_id)
        return handover.substitute(referral, her, leaving.leaving_reason or "no_room", None, by=by)
    if matching.first_yes_counts(referral) and offer in matching.ready(referral):
        return assign(referral, offer, by=by)
    choice.heard_yes(referral, offer, by=by)
    return None


def pair(referral: Referral, offer: Offer, buddy: Coordinator, *, by: Actor) -> None:
    """Somebody does it with her, as was said on the phone.

    1. The buddy is noted, or is on it at once.
    2. Where that was all she waited for, it goes on as after a yes.
    """
    if handover.pair(referral, offer, buddy, by=by) or offer.state != OfferState.YES:
        return
    if matching.first_yes_counts(referral):
        assign(referral, offer, by=by)
    else:
        choice.heard_yes(referral, offer, by=by)


def assign(referral: Referral, offer: Offer, *, by: Actor, what: str = "yes") -> Assignment:
    """She who can is the one. TooLateError where somebody is already.

    1. She is assigned: the database allows one lead. Her buddy is, too.
    2. Who need not answer any more is thanked, and so is who could as well.
    3. She and the bureau are told; the family's links stay, for 'liever een ander'.
    """
    assignment = referrals.assign(referral, _coordinator(offer.municipality_id, offer.coordinator_id), by=by)
    if offer.buddy_id is not None:
        referrals.add_second(referral, _coordinator(referral.municipality_id, offer.buddy_id), "buddy", by=by)
    matching.close_others(referral, offer, by=by)
    matching.thank_willing(referral, OfferState.NOT_CHOSEN, by=by)
    telling.confirm(offer, assignment, by=by, what=what)
    choice.keep_links(referral)
    return assignment


def decline_offer(offer: Offer, reason: str | None, paused_until: date | None, *, by: Actor) -> None:
    """A coordinator says no, perhaps until a day on which she is there again.

    1. She says no. 2. She is on pause, where she asked for it. 3. The bureau is told.
    4. Where nobody else will answer, the family may choose from who can; where nobody can and it presses, the
    next are asked.
    """
    by = by.acting_for(offer.person_id)
    matching.say_no(offer, reason, by=by)
    if paused_until is not None:
        pool.pause(_coordinator(offer.municipality_id, offer.coordinator_id), paused_until, by=by)
    telling.tell_no(offer, paused=paused_until is not None, by=by)
    after_silence(lock_referral(offer.municipality_id, offer.referral_id), by)


def fix_day(referral: Referral, day: Plan, *, by: Actor) -> Conference:
    """The coordinator fixes a day that she knows already.

    1. People who are still asked which day suits need not answer any more.
    2. The day is fixed, and who was spoken is invited.
    """
    polls.close_if_open(referral, by=by)
    return agenda.plan(referral, day, by=by)


def let_meet(
    referral: Referral, pair: KeptApart, reason: str, *, achterwacht: bool = False, by: Actor
) -> None:
    """A second person decides that two meet who must not.

    1. It is written down: who decided, and why. 2. Where a day stands, it is about that one.
    """
    apart.allow(referral, pair, reason, achterwacht=achterwacht, by=by)
    planned = agenda_queries.planned_of(referral)
    if planned is not None:
        apart.use_for(referral, planned.conference.id)


def hide_address(referral: Referral, person_id: int, known: Collection[int], *, by: Actor) -> None:
    """Somebody's address is secret; `known` are the persons whom `by` knows of this traject.

    1. It is noted. 2. A day that stands in somebody's home says no place any more: whoever was told is told
    anew, without it.
    """
    hiding.hide(referral, person_id, known, by=by)
    planned = agenda_queries.planned_of(referral)
    if planned is not None:
        keeping.forget_place(planned.conference, by=by)


def leave_circle(member: CircleMember, *, by: Actor) -> None:
    """Somebody does not take part any more.

    1. They are off the list, and an invitation is withdrawn. 2. They are not asked which day suits.
    """
    coming.leave(member, by=by)
    polls.leave(member.municipality_id, member.referral_id, member.person_id)


def hand_back(referral: Referral, assignment: Assignment, reason: str, *, by: Actor) -> None:
    """A coordinator gives a referral back, without any mark; from then on she sees nothing of it.

    1. A buddy only leaves, and the day leaves her calendar; with who leads it, it goes on.
    2. A day that stands is called off, and everybody invited is told; her visits are off too.
    3. She is taken off, and the referral looks for somebody else: the bureau is told.
    4. Who stands by is next: at once, where the family finds that fine; else the family is asked.
    """
    by = by.acting_for(assignment.person_id)
    if assignment.kind not in ORGANISES:
        referrals.end(assignment, reason, by=by)
        agenda.share(referral)
        telling.tell_handed_back(assignment, by=by)
        return
    planned = agenda_queries.planned_of(referral)
    if planned is not None:
        agenda.cancel(planned.conference, "coordinator", by=by)
    visits.cancel_all(referral, by=by)
    referrals.release(referral, assignment, reason, by=by)
    telling.tell_handed_back(assignment, by=by)
    _next_in_line(referral)


def _next_in_line(referral: Referral) -> None:
    """Who stood by leads now, or is put before the family as somebody who can."""
    offer = matching.stand_down(referral)
    if offer is None:
        return
    by = system(referral.municipality_id)
    fine = matching.first_yes_counts(referral) or choice.others_fine(referral)
    if fine and offer in matching.ready(referral) and still.can(referral, offer):
        assign(referral, offer, by=by, what="backup")
    else:
        choice.put_forward(referral, by=by)
        telling.tell_willing(offer, "can_choose", by=by)


def lapse_offers(now: datetime) -> int:
    """Questions that nobody answered in time are over, in all municipalities; gives how many.

    1. They close, and the bureau is told. 2. The family may choose, where some can and nobody else answers.
    3. Where it presses and nobody can, the next are asked.
    """
    lapsed = ladder.lapse_due(now)
    for municipality_id, referral_id in dict.fromkeys(
        (one.municipality_id, one.referral_id) for one in lapsed
    ):
        after_silence(lock_referral(municipality_id, referral_id))
    return len(lapsed)


def after_silence(referral: Referral, by: Actor | None = None) -> None:
    """Fewer will answer than were asked: the family may choose, or where it presses the next are asked.

    `by` is who said no; None: it went by itself.
    """
    by = by or system(referral.municipality_id)
    if choice.put_forward_if_ready(referral, by=by):
        telling.tell_about(referral, "to_choose", referral.number, by=by)
    elif not matching.ready(referral):
        ladder.widen_if_urgent(referral)


def hear_assent(referral: Referral, person_id: int, answer: str, channel: str, *, by: Actor) -> None:
    """Somebody says whether they take part, or takes it back.

    1. The answer is noted, and the referral moves as far as it can by itself.
    2. Where no coordinator is sought any more, nobody is asked any more.
    3. Where one is on it and not everybody agrees any more, she and the bureau hear that there is news.
    """
    agreed = assents.assent_complete(referral)
    referrals.record_assent(referral, person_id, answer, channel, by=by)
    _assent_changed(referral, agreed, by)


def hear_authority(referral: Referral, authority: str, parent: Particulars | None, *, by: Actor) -> None:
    """Who has gezag turns out otherwise, so that somebody more must agree; then as for an answer."""
    agreed = assents.assent_complete(referral)
    referrals.state_authority(referral, authority, parent, by=by)
    _assent_changed(referral, agreed, by)


def _assent_changed(referral: Referral, agreed: bool, by: Actor) -> None:  # noqa: FBT001 -- as it was before
    if referral.state in BEFORE_ASSENT:
        matching.withdraw_open(referral, by=by)
    if agreed and not assents.assent_complete(referral):
        lead = assigning.lead_mail(referral, f"/trajecten/{referral.id}")
        if lead:
            referrals.tell_traject(referral, "assent", lead + _bureau(referral, by))


def move_by_hand(referral: Referral, name: str, reason: str | None, until: date | None, *, by: Actor) -> None:
    """The team or the bureau makes a move that may touch more than the referral itself.

    1. Assent is withdrawn only where somebody said so. DomainError otherwise.
    2. Where things come to rest, a day that stands is called off, and everybody invited is told.
    3. Who was asked as a coordinator need not answer any more.
    4. The coordinator on it is told, before she is off it.
    5. The referral moves; where it ends, or begins again, the coordinator is off it, and no day is sought.
    """
    if name == "withdraw_assent" and assents.assent_complete(referral):
        raise DomainError(STILL_COMPLETE)
    if name == "resume_intake" and referral.draft is not None:
        raise DomainError(CORRECTED)
    if name in COMES_TO_REST:
        planned = agenda_queries.planned_of(referral)
        if planned is not None:
            agenda.cancel(planned.conference, "focus_asked", by=by)
        visits.cancel_all(referral, by=by)
        matching.withdraw_open(referral, by=by)
    told = assigning.lead_mail(referral, "" if name in OFF_IT else f"/trajecten/{referral.id}")
    referrals.move(referral, name, reason=reason, until=until, by=by)
    if name in OFF_IT:
        polls.close_if_open(referral, by=by)
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


def _bureau(referral: Referral, by: Actor) -> list[tuple[str, str]]:
    """Where to mail everybody who runs the pool, except who did it."""
    rows = bureau_mail(referral.municipality_id)
    return [(to, f"/aanmeldingen/{referral.id}") for account_id, to, _ in rows if account_id != by.account_id]


def _coordinator(municipality_id: int, coordinator_id: int) -> Coordinator:
    return pool_queries.by_ids(municipality_id, [coordinator_id])[coordinator_id]
