"""A referral beside a coordinator: what the one asks, what the other is, and what they share. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ekc.pool.rules import Papers
from ekc.pool.wording import own_words, plain

DUTCH = "nld"
SHORTEST_NAME = 4  # of an employer: less says too little


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a referral asks of a coordinator. `pc4`, `locality_id` and `point` are None where nobody lives
    anywhere.

    `words` come from the family's wishes (`wording.wish_words`); `themes` are those that whoever matches may
    know; `demands` are wishes that the family made hard ('language:ara', 'km:10').
    """

    languages: tuple[str, ...] = ()
    pc4: str | None = None
    locality_id: int | None = None
    own_village: str = "any"  # any, only, not
    organisations: tuple[str, ...] = ()
    point: tuple[float, float] | None = None  # latitude, longitude in degrees
    words: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Volunteer:
    """What is known of a coordinator on the day of asking."""

    id: int
    person_id: int
    papers: Papers
    languages: tuple[str, ...] = (DUTCH,)
    pc4: str = ""
    locality_id: int | None = None
    employer: str | None = None
    max_per_year: int = 3
    max_at_once: int = 1
    max_per_quarter: int | None = None
    max_km: int | None = None
    own_village: bool = True  # whether a family from her own dorp is fine for her
    prefers_two: bool = False
    day_parts: tuple[str, ...] = ()  # none: she did not say
    themes_like: tuple[str, ...] = ()
    themes_not: tuple[str, ...] = ()
    at_home: tuple[str, ...] = ()  # her own words
    paused_until: date | None = None
    active: int = 0  # trajects now
    done: int = 0  # begun this year
    this_quarter: int = 0  # begun this quarter
    period_full: bool = False  # for these months she gave a number of their own, and it is reached
    led: int = 0  # meetings that she led, ever
    helped: int = 0  # meetings that she led or was the buddy in, ever
    last_asked: datetime | None = None
    asked_lately: int = 0  # questions in the last four weeks
    offer: str | None = None  # state of her offer for this referral
    excluded_by: str | None = None  # family, team
    had_it: bool = False
    member: bool = False
    namesake: bool = False
    in_team: bool = False
    signs_in: bool = True  # has an account in which she sees what is hers
    km: float | None = None  # from her home to the household


def works_for(employer: str | None, organisations: Iterable[str]) -> bool:
    """Whether an employer is one of these organisations, also with 'stichting' before it."""
    mine = plain(employer or "")
    return bool(mine) and any(_within(mine, plain(other)) for other in organisations)


def same_village(wanted: Wanted, volunteer: Volunteer) -> bool:
    """Whether she lives in the household's own dorp or wijk."""
    if wanted.locality_id is not None and volunteer.locality_id is not None:
        return wanted.locality_id == volunteer.locality_id
    return wanted.pc4 is not None and wanted.pc4 == volunteer.pc4


def missing_languages(wanted: Wanted, one: Volunteer) -> tuple[str, ...]:
    """The languages of the household that she does not speak."""
    return tuple(code for code in wanted.languages if code not in one.languages)


def shared_words(wanted: Wanted, one: Volunteer) -> tuple[str, ...]:
    """The words of the family's wishes that are among her own words too."""
    hers = set(own_words(one.at_home))
    return tuple(word for word in wanted.words if word in hers)


def _within(mine: str, other: str) -> bool:
    """One name is the other, or is part of it as whole words and long enough to mean something."""
    short, long = sorted((mine, other), key=len)
    return mine == other or (len(short) >= SHORTEST_NAME and f" {short} " in f" {long} ")
