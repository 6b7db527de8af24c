"""The columns of the past years, and what must agree in them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ekc.errors import DomainError
from ekc.exchange import cells
from ekc.sheets.columns import Column
from ekc.web import reading

FIRST_YEAR = 1995
MOST = 9999
PICK = "Kies een van de twee."
Key = tuple[int, int, str]  # year, month (0: the whole year), place ("": everywhere)


COLUMNS = (
    Column("year", "Jaar", cells.number(FIRST_YEAR, 2199), "Nodig. Zoals 2019.", "Vul het jaar in."),
    Column("month", "Maand", cells.month, "1 tot en met 12 of de naam. Leeg: het hele jaar."),
    Column("place", "Plaats", cells.text(80), "Een dorp, wijk of postcode. Leeg: de hele gemeente."),
    Column("asked", "Aanmeldingen", cells.number(0, MOST), "Hoeveel. Leeg: niet geteld."),
    Column(
        "held",
        "Gehouden",
        cells.number(0, MOST),
        "Nodig. Hoeveel bijeenkomsten zijn gehouden.",
        "Vul in hoeveel er zijn gehouden; 0 is ook een antwoord.",
        also=("Gehouden bijeenkomsten", "Gehouden conferenties"),
    ),
    Column("plans", "Plan zonder bijeenkomst", cells.number(0, MOST), "Hoeveel. Leeg: niet geteld."),
)
NAMES = {column.key: column.name for column in COLUMNS}
NUMBERS = ("asked", "held", "plans")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Which day it is; the day of the first conference that ekc counts itself; the places by what people
    call them."""

    today: date
    first_day: date | None
    places: Mapping[str, str]


def place_of(told: object, at: Circumstances) -> str:
    """The name of a place as we write it; '' for everywhere. DomainError for one that is not ours."""
    if not told:
        return ""
    found = at.places.get(str(told).casefold())
    if found is None:
        raise DomainError(f"‘{told}’ kennen we niet als dorp of wijk van deze gemeente.")
    return found


def wrong(key: Key, at: Circumstances) -> Iterator[tuple[str, str]]:
    """(key of the column, sentence) where a period is not over yet, or ekc counts it itself."""
    year, number, _ = key
    column = "month" if number else "year"
    now = (at.today.year, at.today.month if number else 0)
    if (year, number) >= now:
        yield column, "Dit is nog niet voorbij. Hier staat alleen wat geweest is."
        return
    first = at.first_day
    if first is not None and (year, number) >= (first.year, first.month if number else 0):
        words = f"{reading.MONTHS[first.month - 1]} {first.year}"
        yield column, f"Vanaf {words} telt ekc zelf. Geef {first.year} per maand op, tot die maand."


def shape(key: Key) -> tuple[bool, bool]:
    """How finely a row counts: per month or not, per place or not."""
    return bool(key[1]), bool(key[2])


def doubled(key: Key, shapes: Iterable[tuple[bool, bool]]) -> tuple[str, str] | None:
    """(key of the column, sentence) where things would be counted twice: `shapes` are those of the other
    rows of that year."""
    year, mine = key[0], shape(key)
    for per_month, per_place in shapes:
        if per_month != mine[0]:
            return "month", f"Van {year} is er een regel van het hele jaar en een per maand. {PICK}"
        if per_place != mine[1]:
            return "place", f"Van {year} is er een regel van de hele gemeente en een per plaats. {PICK}"
    return None
