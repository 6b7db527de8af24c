"""Somebody is left out of one referral: what was asked of her is over, in kind words and without a reason."""

from __future__ import annotations

from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db
from ekc.matching import messages, queries
from ekc.matching.models import Offer
from ekc.matching.rules import MAY_STAND_BY, OfferState
from ekc.people import queries as people
from ekc.pool.models import Coordinator
from ekc.referrals import queries as referrals
from ekc.referrals import service as referrals_service
from ekc.referrals.models import Referral

CLOSES = MAY_STAND_BY | {OfferState.OPEN}


def set_aside(referral: Referral, coordinator: Coordinator, *, by: Actor) -> bool:
    """She is not asked, not willing and not standing by any more; gives whether anything was asked of her.

    The caller holds the referral. She reads that it is not needed any more; nobody else's page changes.
    """
    offers = queries.of_referral(referral)
    for offer in offers:
        if offer.buddy_id == coordinator.id:
            offer.buddy_id = None
    _stand_down(referral, coordinator, by)
    hers = next((one for one in offers if one.coordinator_id == coordinator.id), None)
    waited = hers is not None and hers.state in CLOSES and _close(hers, by)
    db.session.flush()
    return waited


def _stand_down(referral: Referral, coordinator: Coordinator, by: Actor) -> None:
    for one in referrals.in_force(referral):
        if one.coordinator_id == coordinator.id and one.kind == "backup":
            referrals_service.end(one, "no_click", by=by)


def _close(offer: Offer, by: Actor) -> bool:
    """Over; gives whether she was still waiting for something. Only who waited is told."""
    was, offer.state = offer.state, OfferState.WITHDRAWN.value
    record("close_offer", "offer", offer.id, reason=offer.state, by=by)
    person = people.one(offer.municipality_id, offer.person_id)
    if was == OfferState.OPEN:
        messages.over(offer, person, offer.state)
    elif was == OfferState.YES:
        messages.thanks(offer, person)
    return was in {OfferState.OPEN, OfferState.YES}
