"""What counts. Facts come in, numbers go out; nowhere else in the product is decided what "gehouden" means.

Definition 1 of "gehouden": the kring had time of its own. It counts on the day it took place in the
Netherlands, once for a household and its follow-up conferences, unless the municipality
decided that those count too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ekc.referrals.lifecycle import State
from ekc.referrals.phases import PHASES

DEFINITION = 1
PRIVATE_TIME = "yes"
NOT_TOLD = "unknown"
NOT_ON_THE_WAY = frozenset({State.DRAFT, State.CLOSED})  # not asked for yet, or done
MONTHS_IN_YEAR = 12
FEW = 5


@dataclass(frozen=True, slots=True)
class Held:
    """A conference that took place. `chain` is the same for a referral and the follow-ups of it."""

    chain: int
    on: date
    own_time: str  # yes, no, unknown
    counted_before: bool = False  # one of the same chain took place, and counts, in an earlier year


@dataclass(frozen=True, slots=True)
class Tally:
    """A year in numbers: what counts per month, and what took place but does not count, by why."""

    months: tuple[int, ...] = (0,) * MONTHS_IN_YEAR
    follow_ups: int = 0
    without_own_time: int = 0
    not_told: int = 0

    @property
    def total(self) -> int:
        """How many count."""
        return sum(self.months)

    @property
    def beside(self) -> int:
        """How many took place and do not count."""
        return self.follow_ups + self.without_own_time + self.not_told


@dataclass(frozen=True, slots=True)
class Past:
    """A year as a municipality counted it itself, before it worked with ekc."""

    months: tuple[int, ...] = (0,) * MONTHS_IN_YEAR
    month_unknown: int = 0
    asked: int = 0
    plans: int = 0
    places: tuple[tuple[str, int], ...] = ()  # held, by dorp or wijk

    @property
    def held(self) -> int:
        """How many took place."""
        return sum(self.months) + self.month_unknown


@dataclass(frozen=True, slots=True)
class Phase:
    """How many referrals are in a phase of their way, and how many of those stand still for a while."""

    label: str
    count: int
    paused: int


def tally(conferences: Iterable[Held], *, follow_ups_count: bool = False) -> Tally:
    """Count the conferences of one year by definition 1."""
    months, follow_ups, without, not_told = [0] * MONTHS_IN_YEAR, 0, 0, 0
    chains: set[int] = set()
    for conference in sorted(conferences, key=lambda each: each.on):
        if conference.own_time == NOT_TOLD:
            not_told += 1
        elif conference.own_time != PRIVATE_TIME:
            without += 1
        elif not follow_ups_count and (conference.counted_before or conference.chain in chains):
            follow_ups += 1
        else:
            chains.add(conference.chain)
            months[conference.on.month - 1] += 1
    return Tally(tuple(months), follow_ups, without, not_told)


def together(tally: Tally, past: Past) -> tuple[int, ...]:
    """What counts per month, from ekc and from before it."""
    return tuple(one + other for one, other in zip(tally.months, past.months, strict=True))


def few(number: int) -> str:
    """A number per place as it may be shown: so few that somebody could be known are not told apart."""
    return str(number) if number == 0 or number >= FEW else f"minder dan {FEW}"


def to_go(target: int, held: int) -> int:
    """How many are still to be held; none once the target is reached."""
    return max(target - held, 0)


def by_phase(rows: Iterable[tuple[str, str | None, int]]) -> tuple[Phase, ...]:
    """Count (state, state before a pause, how many) by phase; a pause leaves it in the phase it was in."""
    known = [(State(before or state), before is not None, count) for state, before, count in rows]
    return tuple(
        Phase(
            label,
            sum(count for state, _, count in known if state in states),
            sum(count for state, paused, count in known if paused and state in states),
        )
        for label, phase in PHASES
        if (states := phase - NOT_ON_THE_WAY)
    )
