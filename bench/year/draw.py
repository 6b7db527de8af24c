"""The year that is drawn: who volunteers, which households come, and how each would answer. From one seed.

Every way of asking gets the same year: the same volunteer gives the same answer to the same household, as
late, whoever asks her and whoever else is asked.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ekc import clock

FIRST = date(2027, 1, 4)  # a Monday
VILLAGES = "9601 9602 9603 9611 9607 9615 9617 9618 9621 9626 9628 9632 9635 9636 9649 9651".split()
CROWDED = (9, 8, 8, 7, 3, 3, 3, 2, 3, 2, 3, 2, 2, 4, 4, 2)  # where more people live, more ask and volunteer
LANGUAGES = ("tur", "ara", "pol", "ara", "tir", "ukr")
ABROAD = 0.22  # of the households speak another language
EMPLOYERS = ("Lefier", "Thuiszorg De Vaart", "Kredietbank")
YES, SILENT = 0.65, 0.12
BUSY, FAR = 0.15, 0.15  # so much less willing with something in hand, and beyond twenty kilometres
FAR_KM = 20
AFTER_NUDGE = 0.4
FIRST_HOUR, LAST_HOUR = 8, 21
REFUSES = 0.05  # of the families would rather have somebody else than who can
WAIVES = 0.25  # leave the choice to the bureau


@dataclass(frozen=True, slots=True)
class Helper:
    """A volunteer, with the limits that she set."""

    name: str
    pc4: str
    languages: tuple[str, ...]
    per_year: int
    at_once: int
    per_quarter: int | None
    max_km: int | None
    own_village: bool
    employer: str | None
    experienced: bool
    rests: tuple[date, date] | None  # a pause
    vog_until: date


@dataclass(frozen=True, slots=True)
class House:
    """A household that asks for a conference."""

    name: str
    at: datetime
    pc4: str
    languages: tuple[str, ...]
    urgency: str
    own_village: str
    organisations: tuple[str, ...]
    waives: bool
    refuses: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """How somebody would answer: after so many hours (None: not at all), and how willing she must be."""

    hours: float | None
    chance: float
    wakes: bool  # answers after a reminder


@dataclass(frozen=True, slots=True)
class Drawn:
    """The whole year."""

    seed: int
    helpers: tuple[Helper, ...]
    houses: tuple[House, ...]

    def reply(self, house: str, helper: str, times: int) -> Reply:
        """How `helper` answers to the question about `house`, when asked for the so-manieth time."""
        chance = random.Random(f"{self.seed}:{house}:{helper}:{times}")  # noqa: S311 -- the same in every run
        silent = chance.random() < SILENT
        hours = min(96.0, chance.lognormvariate(2.4, 1.0))
        return Reply(None if silent else hours, chance.random(), chance.random() < AFTER_NUDGE)


def drawn(houses: int, helpers: int = 24, days: int = 364, seed: int = 2027) -> Drawn:
    """So many households in so many days, and so many volunteers."""
    chance = random.Random(seed)  # noqa: S311 -- the same in every run
    people = tuple(_helper(chance, number) for number in range(helpers))
    days_of = sorted(chance.randrange(days) for _ in range(houses))
    return Drawn(seed, people, tuple(_house(chance, n, day) for n, day in enumerate(days_of)))


def _helper(chance: random.Random, number: int) -> Helper:
    other = (LANGUAGES[number // 4 % len(LANGUAGES)],) if number % 4 == 0 else ()
    rest = FIRST + timedelta(days=chance.randrange(40, 300))
    return Helper(
        name=f"Vrijwilliger{number}",
        pc4=_village(chance),
        languages=("nld", *other),
        per_year=chance.choice((3, 4, 5, 6)),
        at_once=chance.choice((1, 1, 2)),
        per_quarter=chance.choice((None, None, 2)),
        max_km=chance.choice((None, None, None, 15)),
        own_village=chance.random() > 0.3,  # noqa: PLR2004 -- a share
        employer=chance.choice((None, None, None, None, *EMPLOYERS)),
        experienced=number % 8 != 7,  # noqa: PLR2004 -- now and then somebody new
        rests=(rest, rest + timedelta(weeks=8)) if number % 6 == 5 else None,  # noqa: PLR2004 -- the same
        vog_until=FIRST + timedelta(days=200 if number % 12 == 11 else 900),  # noqa: PLR2004 -- the same
    )


def _house(chance: random.Random, number: int, day: int) -> House:
    other = (chance.choice(LANGUAGES),) if chance.random() < ABROAD else ()
    at = datetime.combine(FIRST + timedelta(days=day), time(chance.randint(9, 16), chance.randint(0, 59)))
    return House(
        name=f"Huis{number}",
        at=at.replace(tzinfo=clock.HOME),
        pc4=_village(chance),
        languages=("nld", *other),
        urgency=chance.choices(("normal", "soon", "urgent"), (70, 20, 10))[0],
        own_village=chance.choices(("any", "not"), (80, 20))[0],
        organisations=tuple(one for one in EMPLOYERS if chance.random() < 0.25),  # noqa: PLR2004 -- a share
        waives=chance.random() < WAIVES,
        refuses=chance.random() < REFUSES,
    )


def _village(chance: random.Random) -> str:
    return chance.choices(VILLAGES, CROWDED)[0]


def awake(moment: datetime) -> datetime:
    """The same moment, or the morning after, where people sleep."""
    local = moment.astimezone(clock.HOME)
    if FIRST_HOUR <= local.hour < LAST_HOUR:
        return local
    day = local.date() + timedelta(days=local.hour >= LAST_HOUR)
    return datetime.combine(day, time(FIRST_HOUR, local.minute), clock.HOME)
