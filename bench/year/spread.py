"""`python -m bench.year.spread`: how weights spread questions and load, over thirty years that are drawn.

The year of `bench.year` by the pure rules alone, without a database: a minute instead of hours, so that
chance can be told from what is none. Two are asked, and three more every three days; the first yes (of
whoever speaks the languages) is the one, for eight weeks. Nobody needs a buddy, and no family chooses.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import mean
from typing import TYPE_CHECKING

from bench.year import draw
from bench.year.tally import gini
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.ranking import rank
from ekc.matching.weighing import LATELY, USUAL, Weights
from ekc.places.distances import km_between, point_of
from ekc.pool.rules import Papers

if TYPE_CHECKING:
    from bench.year.draw import Drawn, House

YEARS = range(2027, 2057)
SIZES = (60, 75, 90)
WAVES, FIRST, NEXT = 6, 2, 3
WAIT, BUSY = timedelta(days=3), timedelta(weeks=8)
OFTEN = 4  # questions in four weeks
PAST = draw.FIRST - timedelta(days=400)
FARTHEST = 1_000.0
WAYS: dict[str, Weights | None] = {
    "whoever is nearest": None,
    "our weights": USUAL,
    "turn 20, load 10": USUAL._replace(waiting=20, load=10),
}
HEAD = ("way", "found", "load: Gini", "questions: most to one", "questions to who had three in four weeks")


@dataclass
class Past:
    """What somebody did and was asked."""

    begun: list[datetime] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)

    def lately(self, moment: datetime) -> int:
        """Questions in the four weeks up to then."""
        return sum(moment - timedelta(days=LATELY) < one <= moment for one in self.asked)


def main() -> int:
    """Print a table for each size."""
    for houses in SIZES:
        print(f"\n| {houses} aanmeldingen: {' | '.join((*HEAD, 'speaks it', 'km'))} |\n|---|{'---|' * 6}")
        for name, weights in WAYS.items():
            years = [_year(draw.drawn(houses, seed=seed), weights) for seed in YEARS]
            told = " | ".join(f"{mean(column):.2f}" for column in zip(*years, strict=True))
            print(f"| {name} | {told} |", flush=True)
    return 0


def _year(drawn: Drawn, weights: Weights | None) -> tuple[float, ...]:
    past: dict[int, Past] = defaultdict(Past)
    took = [(house, _searched(drawn, house, past, weights)) for house in drawn.houses]
    found = [(house, one) for house, one in took if one is not None]
    abroad = [house for house in drawn.houses if len(house.languages) > 1]
    spoken = sum(len(house.languages) > 1 and _speaks(house, one) for house, one in found)
    load = [len(past[number].begun) / one.per_year for number, one in enumerate(drawn.helpers)]
    often = sum(one.lately(moment) >= OFTEN for one in past.values() for moment in one.asked)
    most = max(len(one.asked) for one in past.values())
    return len(found), gini(load), most, often, spoken / len(abroad), mean(one.km or 0 for _, one in found)


def _searched(drawn: Drawn, house: House, past: dict[int, Past], weights: Weights | None) -> Volunteer | None:
    """Who did it in the end."""
    said: dict[int, str] = {}
    for wave in range(WAVES):
        now = house.at + wave * WAIT
        able = _listed(drawn, house, past, now, said, weights)
        willing = []
        for one in able[: NEXT if wave else FIRST]:
            reply = drawn.reply(house.name, drawn.helpers[one.id].name, 1 + (one.id in said))
            past[one.id].asked.append(now)
            less = draw.BUSY * (one.active > 0) + draw.FAR * ((one.km or 0) > draw.FAR_KM)
            silent = reply.hours is None and not reply.wakes
            yes = not silent and reply.chance < draw.YES - less
            said[one.id] = "lapsed" if silent else "yes" if yes else "no"
            willing += [one] if yes else []
        if willing:
            first = next((one for one in willing if _speaks(house, one)), willing[0])
            past[first.id].begun.append(now)
            return first
    return None


def _listed(
    drawn: Drawn,
    house: House,
    past: dict[int, Past],
    now: datetime,
    said: dict[int, str],
    weights: Weights | None,
) -> list[Volunteer]:
    there = [
        _seen(drawn, number, house, past[number], now, said.get(number))
        for number in range(len(drawn.helpers))
    ]
    wanted = Wanted(
        house.languages,
        house.pc4,
        own_village=house.own_village,
        organisations=house.organisations,
        point=point_of(house.pc4),
    )
    able = [one.volunteer for one in rank(wanted, there, now.date(), weights or USUAL)[0]]
    return able if weights else sorted(able, key=lambda one: FARTHEST if one.km is None else one.km)


def _seen(drawn: Drawn, number: int, house: House, past: Past, now: datetime, said: str | None) -> Volunteer:
    helper, today = drawn.helpers[number], now.date()
    rests = helper.rests is not None and helper.rests[0] <= today <= helper.rests[1]
    over = sum(one + BUSY <= now for one in past.begun)
    quarter = (today.month - 1) // 3
    return Volunteer(
        id=number,
        person_id=number,
        papers=Papers(PAST, helper.vog_until, PAST, PAST, block2_on=PAST),
        languages=helper.languages,
        pc4=helper.pc4,
        employer=helper.employer,
        max_per_year=helper.per_year,
        max_at_once=helper.at_once,
        max_per_quarter=helper.per_quarter,
        max_km=helper.max_km,
        own_village=helper.own_village,
        paused_until=helper.rests[1] if helper.rests and rests else None,
        active=len(past.begun) - over,
        done=len(past.begun),
        this_quarter=sum((one.month - 1) // 3 == quarter for one in past.begun),
        led=over,
        helped=over,
        last_asked=max((one for one in past.asked if one <= now), default=None),
        asked_lately=past.lately(now),
        offer=said,
        km=km_between(house.pc4, helper.pc4),
    )


def _speaks(house: House, one: Volunteer) -> bool:
    return set(house.languages) <= set(one.languages)


if __name__ == "__main__":
    sys.exit(main())
