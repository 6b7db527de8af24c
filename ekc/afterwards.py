"""What follows when it is told how a conference went, spelled out in order; in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.matching.queries import lock_referral
from ekc.outcomes import service as outcomes
from ekc.thanks import service as thanks

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Conference
    from ekc.outcomes.models import Outcome
    from ekc.outcomes.rules import Told


def report(conference: Conference, told: Told, *, by: Actor) -> Outcome:
    """How a conference went. Errors as `outcomes.service.report`.

    1. It is written down. 2. Where it was held, who organised it is thanked.
    """
    outcome = outcomes.report(conference, told, by=by)
    if outcome.held:
        referral = lock_referral(conference.municipality_id, conference.referral_id)
        thanks.thank(conference, referral, by=by)
    return outcome
