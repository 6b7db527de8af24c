"""What a year of a volunteer comes to, and what stands on a certificate. Pure.

Nothing here points to a family: no name, no place, and of a meeting only the month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ekc.errors import NotFoundError
from ekc.training.rules import CERTIFIED, INTERVISIE, KINDS

LED, BUDDY, PLAN = "led", "buddy", "plan"
IN_WORDS = {
    LED: ("bijeenkomst geleid", "bijeenkomsten geleid"),
    BUDDY: ("keer maatje bij een bijeenkomst", "keer maatje bij een bijeenkomst"),
    PLAN: ("plan zonder bijeenkomst begeleid", "plannen zonder bijeenkomst begeleid"),
}
FIRST_YEAR = 2000  # before that nobody did this here


@dataclass(frozen=True, slots=True)
class Part:
    """Her part in a meeting that was held, or in a plan made without one: LED, BUDDY or PLAN."""

    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Learned:
    """Something she was at. `id` is of the attendance, `minutes` how long it took."""

    id: int
    kind: str
    day: date
    minutes: int
    led_by: str | None = None

    @property
    def name(self) -> str:
        """What it was."""
        return KINDS[self.kind]

    @property
    def certified(self) -> bool:
        """Whether it has a certificate of its own."""
        return self.kind in CERTIFIED

    @property
    def hours(self) -> str:
        """'2 uur', '2 uur en 30 minuten'."""
        whole, rest = divmod(self.minutes, 60)
        said = [f"{whole} uur"] if whole else []
        return " en ".join([*said, *([f"{rest} minuten"] if rest else [])])


@dataclass(frozen=True, slots=True)
class Year:
    """All that a volunteer did in a year. `wanted`: how many intervisies the municipality offers in one."""

    year: int
    parts: tuple[Part, ...]
    learned: tuple[Learned, ...]
    wanted: int

    @property
    def empty(self) -> bool:
        """Whether nothing is known of this year."""
        return not (self.parts or self.learned)

    @property
    def trainings(self) -> tuple[Learned, ...]:
        """What she learned, other than intervisie."""
        return tuple(one for one in self.learned if one.kind != INTERVISIE)

    @property
    def intervisies(self) -> tuple[Learned, ...]:
        """The intervisies she was at."""
        return tuple(one for one in self.learned if one.kind == INTERVISIE)

    @property
    def sentences(self) -> tuple[str, ...]:
        """'3 bijeenkomsten geleid', one per kind of part that there was."""
        return _sentences(self.parts)

    @property
    def months(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """(month from 1 to 12, sentences) of the months in which there was something."""
        there = sorted({one.day.month for one in self.parts})
        return tuple((m, _sentences(one for one in self.parts if one.day.month == m)) for m in there)


@dataclass(frozen=True, slots=True)
class Stretch:
    """She was on a referral as `kind` (see `referrals.Assignment`) between two instants."""

    kind: str
    since: datetime
    until: datetime | None

    def covers(self, begin: datetime, end: datetime) -> bool:
        """Whether she was on it at some moment of a day that lasts from `begin` to `end`."""
        return self.since < end and (self.until is None or self.until > begin)


def check_year(year: int, this_year: int) -> int:
    """The year; NotFoundError for one that has yet to come or was too long ago to mean anything."""
    if not FIRST_YEAR <= year <= this_year:
        raise NotFoundError
    return year


def years(joined: date, this_year: int) -> Sequence[int]:
    """The years to choose from, the newest first."""
    return range(this_year, max(FIRST_YEAR, min(joined.year, this_year)) - 1, -1)


def _sentences(parts: Iterable[Part]) -> tuple[str, ...]:
    many = Counter(one.kind for one in parts)
    return tuple(f"{many[kind]} {words[many[kind] > 1]}" for kind, words in IN_WORDS.items() if many[kind])
