"""A year that runs: what is to happen, who is who, and what is written down about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappush
from itertools import count
from typing import TYPE_CHECKING

from bench.year import draw
from bench.year.ledger import Ledger
from ekc import clock
from ekc.db import db
from ekc.pool.models import Coordinator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.year.draw import Drawn, Helper, House
    from ekc.accounts.actor import Actor
    from ekc.places.models import Locality
    from tests.world import World

OFFICE = time(10, 30)


@dataclass
class Year:
    """A year that runs: what is to happen, who is who, and what is written down about it."""

    drawn: Drawn
    ask: Callable[[Sequence[int], Actor], None]
    world: World
    work: Callable[[Year], None]  # what the bureau does on a working day
    helpers: dict[int, Helper] = field(default_factory=dict)  # by id of the coordinator
    houses: dict[int, House] = field(default_factory=dict)  # by id of the referral
    times: Counter[tuple[int, int]] = field(default_factory=Counter)  # asked: (referral, coordinator)
    to_come: list[tuple[datetime, int, Callable[..., None], tuple[object, ...]]] = field(default_factory=list)
    choosing: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    days: set[tuple[int | None, date]] = field(default_factory=set)  # on which somebody has a meeting
    planned: set[datetime] = field(default_factory=set)  # days on which the bureau works already
    ledger: Ledger = field(default_factory=Ledger)
    places: dict[str, Locality] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=count)

    @property
    def by(self) -> Actor:
        """Petra does everything that a person does here."""
        return self.world.petra.actor

    def later(self, moment: datetime, verb: Callable[..., None], *given: object) -> None:
        """At `moment`, `verb` happens."""
        heappush(self.to_come, (moment, next(self.numbers), verb, given))


def plan_work(year: Year, *, at_once: bool = False) -> None:
    """The bureau looks again: within the hour where it presses, else on the next working day."""
    local = clock.now().astimezone(clock.HOME)
    if at_once:
        moment = draw.awake(local + timedelta(minutes=30))
    else:
        moment = datetime.combine(local.date(), OFFICE, clock.HOME)
        while moment <= local or moment.weekday() > 4:  # noqa: PLR2004 -- Friday
            moment += timedelta(days=1)
    if moment not in year.planned:
        year.planned.add(moment)
        year.later(moment, year.work)


def coordinator(coordinator_id: int) -> Coordinator:
    return db.session.get_one(Coordinator, coordinator_id, populate_existing=True)
