"""What the bureau hears about a search, and she who does it that it is hers: the letters of a verb."""

from __future__ import annotations

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.matching import messages
from ekc.matching.messages import News
from ekc.matching.models import Offer
from ekc.people import queries as people
from ekc.referrals.models import Assignment, Referral


def confirm(offer: Offer, assignment: Assignment, *, by: Actor, what: str = "yes") -> None:
    """Tell her that it is hers, and the bureau that somebody was found (or `what`, a key of `NEWS`)."""
    person = people.one(offer.municipality_id, offer.person_id)
    messages.yours(offer, person, assignment)
    messages.tell_bureau(news(offer, person.given_name, what), by=by)


def tell_willing(offer: Offer, what: str, *, by: Actor) -> None:
    """Tell the bureau that she can, and what follows from it (a key of `NEWS`)."""
    person = people.one(offer.municipality_id, offer.person_id)
    messages.tell_bureau(news(offer, person.given_name, what), by=by)


def tell_about(referral: Referral, what: str, who: str, *, by: Actor) -> None:
    """Tell the bureau news about the search itself."""
    key = f"referral:{referral.id}:{clock.now():%Y%m%dT%H%M%S%f}"
    messages.tell_bureau(News(referral.id, ("referral", referral.id), who, what, key), by=by)


def tell_no(offer: Offer, *, paused: bool, by: Actor) -> None:
    """Tell the bureau that she cannot."""
    person = people.one(offer.municipality_id, offer.person_id)
    messages.tell_bureau(news(offer, person.given_name, "pause" if paused else "no"), by=by)


def tell_handed_back(assignment: Assignment, *, by: Actor) -> None:
    """Tell the bureau that a referral looks for somebody else."""
    person = people.one(assignment.municipality_id, assignment.person_id)
    about = ("assignment", assignment.id)
    news = News(
        assignment.referral_id, about, person.given_name, "handed_back", f"assignment:{assignment.id}"
    )
    messages.tell_bureau(news, by=by)


def news(offer: Offer, who: str, what: str) -> News:
    """The news `what` (a key of `messages.NEWS`) about one offer, once for each time it was asked."""
    about = ("offer", offer.id)
    return News(offer.referral_id, about, who, what, f"offer:{offer.id}:{offer.round_id}")
