"""What a volunteer wants and does not want, one tap at a time, and her limits for a stretch of months. Pure.

A tap says what must be so afterwards ('part:mon_evening:on'), never 'the other way round': twice the same tap
is once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ekc.errors import DomainError
from ekc.people.languages import LANGUAGES
from ekc.pool.dayparts import DAY_PARTS
from ekc.pool.rules import MOST_AT_ONCE, MOST_PER_YEAR
from ekc.web.reading import MONTHS

ANY = "any"
PAUSES = {"4": "4 weken pauze", "8": "8 weken pauze", "26": "Een half jaar pauze", "0": "Ik ben er weer"}
MOST_PER_QUARTER = 6
MOST_KM = 200
MOST_IN_PERIOD = 6
MOST_PERIODS = 4
MOST_WORDS = 12  # of her own, about what she is at home with
PER_YEAR = (1, 2, 3, 4, 5, 6, 8)  # what one tap offers; another number can be filled in
AT_ONCE = (1, 2, 3)
PER_QUARTER = (1, 2, 3)
KM = (5, 10, 15, 25)
NO_TAP = "Dit kennen we niet. Kies een van de knoppen."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What she told so far, as far as a tap adds to it or takes from it. `themes` are all that there are."""

    today: date
    languages: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()
    themes_like: tuple[str, ...] = ()
    themes_not: tuple[str, ...] = ()
    themes: Collection[str] = ()


class Period(NamedTuple):
    """From one month to another (1 to 12, both included; December to February is over the new year), every
    year: at most so many."""

    first: int
    last: int
    most: int

    @property
    def in_words(self) -> str:
        """'juni tot en met augustus: hooguit 1'."""
        stretch = MONTHS[self.first - 1]
        if self.last != self.first:
            stretch += f" tot en met {MONTHS[self.last - 1]}"
        return f"{stretch}: {f'hooguit {self.most}' if self.most else 'niets'}"


def changed(tap: str, now: Wishes) -> dict[str, object]:
    """What one tap makes of her limits, by column. DomainError for a tap that we do not know."""
    name, _, value = tap.partition(":")
    read = READERS.get(name)
    if read is None:
        raise DomainError(NO_TAP)
    return read(value, now)


def check_period(told: Period, there: int) -> None:
    """DomainError where this is no stretch of months, or one too many next to the `there` she has."""
    if not (1 <= told.first <= len(MONTHS) and 1 <= told.last <= len(MONTHS)):
        raise DomainError("Kies een maand uit de lijst.")
    if not 0 <= told.most <= MOST_IN_PERIOD:
        raise DomainError(f"Kies een getal van 0 tot en met {MOST_IN_PERIOD}.")
    if there >= MOST_PERIODS:
        raise DomainError(f"Je kunt {MOST_PERIODS} keer maanden kiezen. Haal er eerst een weg.")


def own_words(told: str | None) -> tuple[str, ...]:
    """What she is at home with, from a line with commas. DomainError for more than we keep."""
    words = tuple(dict.fromkeys(one.strip() for one in (told or "").split(",") if one.strip()))
    if len(words) > MOST_WORDS:
        raise DomainError(f"Kies er hooguit {MOST_WORDS}.")
    return words


def starts(today: date) -> dict[int, date]:
    """By month, the first day of the newest one of that name that has begun."""
    return {month: date(today.year - (month > today.month), month, 1) for month in range(1, len(MONTHS) + 1)}


def _number(column: str, largest: int, *, smallest: int = 1, may_be_any: bool = True) -> Reader:
    def read(value: str, _: Wishes) -> dict[str, object]:
        if may_be_any and value == ANY:
            return {column: None}
        if not (value.isascii() and value.isdigit() and len(value) <= 3):  # noqa: PLR2004 -- no limit has more
            raise DomainError(NO_TAP)
        if not smallest <= int(value) <= largest:
            raise DomainError(f"Kies een getal van {smallest} tot en met {largest}.")
        return {column: int(value)}

    return read


def _yes_or_no(column: str) -> Reader:
    def read(value: str, _: Wishes) -> dict[str, object]:
        if value not in {"yes", "no"}:
            raise DomainError(NO_TAP)
        return {column: value == "yes"}

    return read


def _pause(value: str, now: Wishes) -> dict[str, object]:
    if value not in PAUSES:
        raise DomainError(NO_TAP)
    return {"paused_until": now.today + timedelta(weeks=int(value)) if value != "0" else None}


def _part(value: str, now: Wishes) -> dict[str, object]:
    return {"day_parts": _switched(value, now.day_parts, DAY_PARTS)}


def _language(value: str, now: Wishes) -> dict[str, object]:
    left = _switched(value, now.languages, LANGUAGES)
    if not left:
        raise DomainError("Kies minstens één taal.")
    return {"languages": left}


def _theme(value: str, now: Wishes) -> dict[str, object]:
    theme, _, how = value.partition(":")
    if theme not in now.themes or how not in {"like", "not", ANY}:
        raise DomainError(NO_TAP)
    like, dislike = (tuple(one for one in kept if one != theme) for kept in (now.themes_like, now.themes_not))
    return {
        "themes_like": (*like, theme) if how == "like" else like,
        "themes_not": (*dislike, theme) if how == "not" else dislike,
    }


def _switched(value: str, there: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    code, _, how = value.partition(":")
    if code not in known or how not in {"on", "off"}:
        raise DomainError(NO_TAP)
    rest = tuple(one for one in there if one != code)
    if how == "off":
        return rest
    return there if code in there else (*there, code)


Reader = Callable[[str, Wishes], dict[str, object]]
READERS: dict[str, Reader] = {
    "pause": _pause,
    "max_per_year": _number("max_per_year", MOST_PER_YEAR, may_be_any=False),
    "max_at_once": _number("max_at_once", MOST_AT_ONCE, may_be_any=False),
    "max_per_quarter": _number("max_per_quarter", MOST_PER_QUARTER),
    "max_km": _number("max_km", MOST_KM),
    "own_village": _yes_or_no("own_village"),
    "prefers_two": _yes_or_no("prefers_two"),
    "number_on_card": _yes_or_no("number_on_card"),
    "part": _part,
    "language": _language,
    "theme": _theme,
}
