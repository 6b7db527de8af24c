"""What follows when the family lets it stand still, or goes on. Each runs in the caller's transaction."""

from __future__ import annotations

from ekc import processes
from ekc.accounts.actor import Actor
from ekc.accounts.queries import bureau_mail
from ekc.family import queries, rules
from ekc.matching.queries import lock_referral
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Referral


def rest(referral: Referral, *, by: Actor) -> None:
    """The family wants to stop for a while; nobody asks why. Pressing twice changes nothing.

    1. Referral held: of two taps one comes first. 2. A day that stands is called off, whoever was asked need
    not answer, and the coordinator is told. 3. The bureau is told. DomainError once the meeting was held.
    """
    referral = lock_referral(referral.municipality_id, referral.id)
    if referral.state == State.PAUSED:
        return
    rules.check_rest(referral.state)
    processes.move_by_hand(referral, "pause", rules.BY_ITSELF, None, by=by)
    _tell_bureau(referral, "pause")


def go_on(referral: Referral, *, by: Actor) -> None:
    """The family goes on, where it stood still because they asked. Pressing twice changes nothing.

    DomainError where somebody else had a reason: then a person looks with them.
    """
    referral = lock_referral(referral.municipality_id, referral.id)
    if rules.may_rest(referral.state):
        return
    rules.check_go_on(referral.state, queries.why_still(referral))
    processes.move_by_hand(referral, "resume", None, None, by=by)
    _tell_bureau(referral, "resume")


def _tell_bureau(referral: Referral, what: str) -> None:
    path = f"/aanmeldingen/{referral.id}"
    to = [(address, path) for _, address, _ in bureau_mail(referral.municipality_id)]
    referrals.tell_traject(referral, what, to)
