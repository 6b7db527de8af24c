"""Several referrals at once: the proposal, and asking for the lines of it that the bureau accepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.errors import DomainError
from ekc.matching import joint, limits, queries, rules, service, volunteers, waiting
from ekc.matching.joint import Picture
from ekc.matching.waiting import Waiting
from ekc.pool import queries as pool
from ekc.referrals.models import Referral

NOT_THERE = "Een van de aanmeldingen staat hier niet meer bij. Kijk hieronder hoe het nu is."


@dataclass(frozen=True, slots=True)
class Together:
    """What looks for a coordinator: `waiting` is in `picture`, in the same order; for `asked` somebody was
    asked already; `later` do not fit in one proposal."""

    waiting: tuple[Waiting, ...]
    picture: Picture
    asked: tuple[Waiting, ...]
    later: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of the lines: numbers of the referrals for which was asked, and why not for the others."""

    numbers: tuple[str, ...]
    refused: tuple[str, ...]


def proposal(*, by: Actor) -> Together:
    """The best for all that looks for a coordinator in the actor's municipality; four queries."""
    everything = waiting.all_waiting(by.municipality_id)
    there = [one for one in everything if not one.asked]
    here = waiting.here(by.municipality_id)
    picture = joint.picture(
        [one.seeking for one in there[: waiting.MOST]],
        waiting.homes(by.municipality_id, service.year_start()),
        waiting.between(by.municipality_id),
        here.weights,
        here.asked_at_first,
        clock.today(),
    )
    return Together(
        tuple(there[: waiting.MOST]),
        picture,
        tuple(one for one in everything if one.asked),
        max(0, len(there) - waiting.MOST),
    )


def ask(chosen: Mapping[int, Sequence[int]], week_from: date, week_until: date, *, by: Actor) -> Asked:
    """Ask coordinators (ids) for referrals (ids), each by a round of its own, as from the list of one.

    A line that cannot be any more is left out and told: somebody asked for it a moment ago, or she has as
    many questions as she has room for. DomainError for weeks that make no sense.
    """
    rules.check_weeks(week_from, week_until, clock.today())
    held = waiting.lock(by.municipality_id, chosen)
    waiting.lock_coordinators(by.municipality_id, {id_ for one in held for id_ in chosen[one.id]})
    numbers, refused = [], [NOT_THERE] if len(held) < len(chosen) else []
    for referral in held:
        try:
            _ask(referral, chosen[referral.id], (week_from, week_until), by)
        except DomainError as error:
            refused.append(f"{referral.number}: {error}")
        else:
            numbers.append(referral.number)
    return Asked(tuple(numbers), tuple(refused))


def _ask(referral: Referral, ids: Iterable[int], weeks: tuple[date, date], by: Actor) -> None:
    """One line. Every refusal comes before anything is written."""
    ids = list(ids)
    rules.check_asked(referral.state, len(ids))
    if any(offer.state == "open" for offer in queries.of_referral(referral)) or queries.willing(referral):
        raise DomainError("hier is net al gevraagd. Kijk bij de aanmelding wie.")
    known = pool.by_ids(referral.municipality_id, ids)
    if len(known) < len(ids):
        raise DomainError("een van deze mensen staat niet meer in de pool.")
    _check_room(referral, ids)
    service.open_round(referral, [known[one] for one in ids], *weeks, by=by)


def _check_room(referral: Referral, ids: Sequence[int]) -> None:
    """DomainError where somebody has as many questions open as she has room for."""
    busy = waiting.waits_on(referral.municipality_id, ids)
    for one in volunteers.volunteers(referral, None, service.year_start(), ids):
        if 0 < limits.room(one) <= busy.get(one.id, 0):
            name = volunteers.names(referral.municipality_id, [one.person_id])[one.person_id]
            raise DomainError(f"{name} heeft net een andere vraag gekregen.")
