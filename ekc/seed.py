"""A believable municipality, built by calling the services at chosen moments. Every name is invented."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ekc import clock, seed_calendar, seed_town
from ekc.accounts.models import ROLE_NAMES
from ekc.db import ids_from
from ekc.places.villages import MIDDEN_GRONINGEN
from ekc.seed_town import CAST, DEMO_PASSWORD

__all__ = ["CODE", "DEMO_PASSWORD", "DemoAccount", "build", "demo_accounts"]

CODE = MIDDEN_GRONINGEN
HISTORY = timedelta(days=731)
MORNING = time(7)


class DemoAccount(NamedTuple):
    """Somebody who can sign in to the demo."""

    email: str
    role: str
    name: str
    password: str


def demo_accounts() -> tuple[DemoAccount, ...]:
    """Who can sign in to the demo: what the sign-in page and the first lines of a start show."""
    return tuple(
        DemoAccount(one.email, ROLE_NAMES[one.role], f"{one.given_name} {one.surname}", DEMO_PASSWORD)
        for one in CAST
    )


def build(today: date, seed: int = 1, *, history: timedelta = HISTORY) -> None:
    """Fill an empty database with Midden-Groningen and its history (of more than two months) up to `today`.

    The same date and seed give the same rows on any machine; only sealed bytes and password hashes differ.
    It flushes; the caller commits. DomainError where the municipality is there already.
    """
    until = datetime.combine(today, MORNING, clock.HOME)
    begin = datetime.combine(today - history, MORNING, clock.HOME)
    with ids_from(random.Random(seed)):  # noqa: S311 -- a demo, not a secret
        with clock.at(begin):
            town = seed_town.found(begin, until, seed)
        seed_calendar.play(town, begin, until, seed)
        with clock.at(until):
            seed_town.look_ahead(town)
