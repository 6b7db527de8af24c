"""Whether who said that she can, still can when it becomes hers; and her buddy."""

from __future__ import annotations

from dataclasses import replace

from ekc import clock
from ekc.errors import DomainError
from ekc.matching import ranking, volunteers, waiting
from ekc.matching.carried import year_start
from ekc.matching.models import Offer
from ekc.people import queries as people
from ekc.referrals.models import Referral


def check(referral: Referral, offer: Offer) -> None:
    """DomainError where she, or her buddy, could when that was said, and cannot any more.

    Both are held until the end of the transaction: of two families who choose her at once, one waits.
    """
    both = [offer.coordinator_id, *([offer.buddy_id] if offer.buddy_id else [])]
    waiting.lock_coordinators(offer.municipality_id, both)
    wanted = volunteers.wanted(referral, None)
    for one in volunteers.volunteers(referral, None, year_start(), both):
        against = ranking.objections(wanted, replace(one, offer=None), clock.today())
        if any(code in ranking.AT_YES for code in against):
            name = people.one(offer.municipality_id, one.person_id).given_name
            raise DomainError(
                "{name} kan intussen toch niet meer. Kies iemand anders, of bel ons.", name=name
            )


def can(referral: Referral, offer: Offer) -> bool:
    """Whether she, and her buddy, still can; held as by `check`."""
    try:
        check(referral, offer)
    except DomainError:
        return False
    return True
