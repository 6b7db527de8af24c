"""What is written down about a simulated year beside the product, and whether every limit held.

It counts for itself, from what happened: a limit that the product forgets is found here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.year import draw
from ekc import clock
from ekc.places.distances import km_between

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bench.year.draw import Helper, House

ROUNDING = 0.2  # kilometres between two ways to reckon one distance


class LimitBrokenError(Exception):
    """Somebody was asked, or found, against law, a limit of her own, or the family's word."""


@dataclass
class Stint:
    """Somebody on a referral, from when until its meeting was held (None: not yet)."""

    referral: int
    helper: int
    kind: str
    since: datetime
    until: datetime | None = None


@dataclass
class Ledger:
    """The year as it went; ids are of referrals and coordinators."""

    arrived: dict[int, datetime] = field(default_factory=dict)
    found: dict[int, datetime] = field(default_factory=dict)
    stints: list[Stint] = field(default_factory=list)
    asked: set[tuple[int, int]] = field(default_factory=set)  # (offer, round)
    questions: dict[int, list[datetime]] = field(default_factory=dict)  # when, by coordinator
    cards: dict[int, int] = field(default_factory=dict)  # how many a family could choose from

    def came(self, referral: int, at: datetime) -> None:
        """An aanmelding."""
        self.arrived[referral] = at

    def was_asked(self, one: tuple[int, int], coordinator: int, helper: Helper, house: House) -> None:
        """A question, to somebody who may be asked. `one` is (offer, round)."""
        self.asked.add(one)
        self.questions.setdefault(coordinator, []).append(clock.now())
        today, km = clock.today(), far(helper, house)
        broken = {
            "a pause": helper.rests is not None
            and helper.rests[0] <= today <= helper.rests[1]
            and _at_nine(),
            "the VOG": helper.vog_until < today,
            "her employer": helper.employer in house.organisations,
            "the family's 'not from our village'": house.own_village == "not" and helper.pc4 == house.pc4,
            "her own village": not helper.own_village and helper.pc4 == house.pc4,
            "the distance": helper.max_km is not None and km > helper.max_km + ROUNDING,
        }
        _refuse(helper, [name for name, is_so in broken.items() if is_so])

    def began(self, referral: int, coordinator: int, kind: str, at: datetime) -> None:
        """Somebody is on it."""
        self.found.setdefault(referral, at)
        self.stints.append(Stint(referral, coordinator, kind, at))

    def ends(self, referral: int, at: datetime) -> None:
        """Its meeting was held."""
        for one in self.stints:
            if one.referral == referral:
                one.until = at

    def check(self, helpers: Mapping[int, Helper]) -> None:
        """LimitBrokenError where somebody has, or began, more than her own numbers say."""
        for coordinator, helper in helpers.items():
            hers = [one for one in self.stints if one.helper == coordinator]
            broken = {
                "at once": sum(one.until is None for one in hers) > helper.at_once,
                "a year": _most(hers, "%Y") > helper.per_year,
                "a quarter": helper.per_quarter is not None and _most(hers, "Q") > helper.per_quarter,
            }
            _refuse(helper, [name for name, is_so in broken.items() if is_so])

    def is_busy(self, coordinator: int) -> bool:
        """Whether she has something in hand."""
        return any(one.helper == coordinator and one.until is None for one in self.stints)

    @staticmethod
    def is_far(helper: Helper, house: House) -> bool:
        """Whether it is so far that she is less willing."""
        return far(helper, house) > draw.FAR_KM


def far(helper: Helper, house: House) -> float:
    """Kilometres from a volunteer to a household."""
    return km_between(helper.pc4, house.pc4) or 0.0


def _at_nine() -> bool:
    """Whether her pause, which begins at nine, has begun on its first day too."""
    return clock.now().astimezone(clock.HOME).hour >= draw.FIRST_HOUR + 2


def _most(hers: list[Stint], span: str) -> int:
    many: dict[str, int] = {}
    for one in hers:
        local = one.since.astimezone(clock.HOME)
        key = f"{local:%Y}-{(local.month - 1) // 3}" if span == "Q" else f"{local:%Y}"
        many[key] = many.get(key, 0) + 1
    return max(many.values(), default=0)


def _refuse(helper: Helper, broken: list[str]) -> None:
    if broken:
        raise LimitBrokenError(f"{helper.name}: {', '.join(broken)}")
