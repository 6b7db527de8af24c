"""How a household comes to its coordinator: who is asked, who says yes, and whom the family chooses."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ekc import choosing, clock, processes
from ekc.choice import queries as choices
from ekc.choice.rules import Heard
from ekc.errors import DomainError
from ekc.matching import queries as matching
from ekc.seed_stories import later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bench.month.household import Home
    from ekc.accounts.actor import Actor
    from ekc.matching.models import Offer

    Story = Iterator[datetime]

TRIES = 6
CHOOSES = 3  # every third family chooses


def found(home: Home) -> Story:
    """Three are asked: one can, one perhaps, one says nothing; where nobody can, the next are asked."""
    for attempt in range(TRIES):
        yield later(home, 1, 1)
        if not home.offer(most=3, waives=not home.turn(CHOOSES)):
            continue
        for offer in still_open(home):
            home.owe(offer.person_id, "offer", about=str(attempt))
        if home.turn(5) and not attempt:  # nobody answers: a nudge each, and then the next
            yield later(home, 5, 5)
            continue
        yield later(home, 1, 1)
        for turn, offer in enumerate(still_open(home)[:2]):
            _answer(home, offer, no=not turn and home.turn(4))
        if not hasattr(home, "lead"):
            yield from _chosen(home)
        if hasattr(home, "lead"):
            return


def still_open(home: Home) -> list[Offer]:
    return [one for one in matching.of_referral(home.referral) if one.state == "open"]


def _answer(home: Home, offer: Offer, *, no: bool) -> None:
    who = home.town.coordinators[offer.coordinator_id]
    with suppress(DomainError):  # somebody was faster, or she has another in the meantime
        if no:
            processes.decline_offer(offer, "busy", None, by=who)
        elif processes.accept_offer(offer, frame=home.referral.frame, by=who):
            _lead(home, who)
        if choices.ballots(home.referral):
            _owe_choice(home)


def _owe_choice(home: Home) -> None:
    if home.her.ways and not home.told:
        home.owe(home.her_id, "choice")
        home.told += 1


def _lead(home: Home, who: Actor) -> None:
    home.lead = who
    home.owe(who.person_id or 0, "offer_yours")


def _chosen(home: Home) -> Story:
    """The family chooses, by the link or on the telephone."""
    yield later(home, 1, 2)
    if choices.ballots(home.referral):
        _owe_choice(home)
    cards = choices.cards(home.town.municipality.id, home.referral.id)
    if not cards or hasattr(home, "lead"):
        return
    by, via = _family(home)
    offer = next(one for one in matching.of_referral(home.referral) if one.id == cards[0].offer_id)
    with suppress(DomainError):  # she has another in the meantime
        choosing.choose(home.referral, offer.id, Heard(via, clock.today(), home.her_id), by=by)
        _lead(home, home.town.coordinators[offer.coordinator_id])


def _family(home: Home) -> tuple[Actor, str]:
    for ballot, link in choices.ballots(home.referral):
        if link is not None and not home.her.is_written_to:
            return link_actor(home, ballot.person_id, link.id, (choices.ABOUT, ballot.id)), "link"
    return home.town.bureau, "phone"


def link_actor(home: Home, person_id: int, link_id: int, about: tuple[str, int]) -> Actor:
    """Whoever opens a personal link."""
    return replace(
        home.town.by,
        kind="link",
        origin="link",
        person_id=person_id,
        link_id=link_id,
        link_about=about,
    )
