"""Ways of asking: ours, and what a bureau does without it. Each asks only whom it may ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ekc import clock
from ekc.db import db
from ekc.matching import service, together
from ekc.places.queries import municipality
from ekc.pool import queries as pool
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ekc.accounts.actor import Actor
    from ekc.matching.ranking import Candidate

TWO, THREE = 2, 3
EVERYBODY = 1_000
FAR = 10_000.0


def ours(waiting: Sequence[int], by: Actor) -> None:
    """The whole joint proposal, as the bureau accepts it with all lines ticked."""
    found = together.proposal(by=by)
    chosen = {
        place.referral: [one.volunteer.id for one in place.names]
        for place in found.picture.places
        if place.names and place.referral in waiting
    }
    together.ask(chosen, *_weeks(), by=by)


def ours_three(waiting: Sequence[int], by: Actor) -> None:
    """The same, in a municipality that asks three at first."""
    municipality(by.municipality_id).asked_at_first = THREE
    db.session.flush()
    ours(waiting, by)


def listed(waiting: Sequence[int], by: Actor) -> None:
    """The first two of our list, for one household after another."""
    _each(waiting, by, lambda able: able[:TWO])


def nearest(waiting: Sequence[int], by: Actor) -> None:
    """Whoever lives nearest, and the next."""
    _each(waiting, by, lambda able: sorted(able, key=_far)[:TWO])


def everybody(waiting: Sequence[int], by: Actor) -> None:
    """A mail to all of them."""
    _each(waiting, by, lambda able: able[:EVERYBODY])


WAYS: dict[str, Callable[[Sequence[int], Actor], None]] = {
    "ours, all together": ours,
    "ours, three asked": ours_three,
    "ours, one by one": listed,
    "whoever is nearest": nearest,
    "mail everybody": everybody,
}


def _each(waiting: Sequence[int], by: Actor, pick: Callable[[list[Candidate]], Sequence[Candidate]]) -> None:
    for referral_id in waiting:
        referral = db.session.get_one(Referral, referral_id)
        able, _ = service.candidates(referral, by=by)
        ids = [one.volunteer.id for one in pick(able)]
        if ids:
            known = pool.by_ids(referral.municipality_id, ids)
            service.open_round(referral, [known[one] for one in ids], *_weeks(), by=by)


def _far(one: Candidate) -> tuple[float, int]:
    km = one.volunteer.km
    return (FAR if km is None else km, one.volunteer.id)


def _weeks() -> tuple[object, object]:
    today = clock.today()
    return today + timedelta(weeks=6), today + timedelta(weeks=10)
