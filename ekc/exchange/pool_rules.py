"""What must agree within one row of a pool file, and between a row and what is known already. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ekc.errors import DomainError
from ekc.exchange.pool_columns import same
from ekc.exchange.pool_people import Known
from ekc.pool.rules import check_pause

PAST = (
    "joined_on",
    "stopped_on",
    "trained_on",
    "block2_on",
    "vog_asked_on",
    "vog_seen_on",
    "secrecy_on",
    "code_on",
)
LATER = "Deze dag moet nog komen. Vul in wat al gebeurd is."
MOVED = "De stand verander je niet met een bestand: zet de stap op haar of zijn eigen pagina."
NEW = {
    "languages": ("nld",),
    "stage": "interested",
    "max_per_year": 3,
    "max_at_once": 1,
    "own_village": True,
    "prefers_two": False,
    "number_on_card": False,
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules must know: which day it is, and the newest version of the code of conduct."""

    today: date
    newest_code: int


def merged(told: Mapping[str, object], known: Known | None) -> dict[str, object]:
    """Everything about somebody once the row came in: an empty cell leaves what is there as it is."""
    return {**(known.values if known else NEW), **told}


def wrong(told: Mapping[str, object], known: Known | None, at: Circumstances) -> Iterator[tuple[str, str]]:
    """(key of the column, sentence) of everything in a row that cannot be."""
    before = known.values if known else {}
    fresh = {key: value for key, value in told.items() if not same(key, before.get(key), value)}
    whole = merged(told, known)
    yield from ((key, LATER) for key in PAST if isinstance(day := fresh.get(key), date) and day > at.today)
    if known and "stage" in fresh:
        yield "stage", MOVED
    if isinstance(until := fresh.get("paused_until"), date):
        try:
            check_pause(until, at.today)
        except DomainError as error:
            yield "paused_until", str(error)
    yield from _papers(fresh, whole, at)
    yield from _path(fresh, whole)
    if {"themes_like", "themes_not"} & fresh.keys() and set(_codes(whole, "themes_like")) & set(
        _codes(whole, "themes_not")
    ):
        yield "themes_not", "Een onderwerp kan niet tegelijk ‘graag’ en ‘liever niet’ zijn."
    if {"max_per_quarter", "max_per_year"} & fresh.keys() and _more(whole, "max_per_quarter", "max_per_year"):
        yield "max_per_quarter", "Per kwartaal kan niet meer zijn dan per jaar."


def _papers(
    fresh: Mapping[str, object], whole: Mapping[str, object], at: Circumstances
) -> Iterator[tuple[str, str]]:
    if "vog_until" in fresh and not whole.get("vog_seen_on"):
        yield "vog_until", "Vul ook in wanneer de VOG gezien is."
    if {"vog_until", "vog_seen_on"} & fresh.keys() and _more(whole, "vog_seen_on", "vog_until"):
        yield "vog_until", "De VOG kan niet aflopen voordat hij gezien is."
    if "block2_on" in fresh and not whole.get("trained_on"):
        yield "block2_on", "Vul ook in wanneer blok 1 klaar was."
    elif {"block2_on", "trained_on"} & fresh.keys() and _more(whole, "trained_on", "block2_on"):
        yield "block2_on", "Blok 2 kan niet voor blok 1 klaar zijn."
    version = fresh.get("code_version")
    if isinstance(version, int) and version > at.newest_code:
        yield "code_version", f"De nieuwste versie van de gedragscode is {at.newest_code}."
    if "code_version" in fresh and not whole.get("code_on"):
        yield "code_version", "Vul ook in wanneer de gedragscode akkoord was."
    if "code_on" in fresh and not whole.get("code_version"):
        yield "code_on", "Vul ook in welke versie van de gedragscode akkoord was."


def _path(fresh: Mapping[str, object], whole: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    stopped = whole.get("stage") == "stopped"
    for key in ("stopped_on", "stop_reason"):
        if key in fresh and not stopped:
            yield key, "Dit vul je alleen in bij wie gestopt is."
    if stopped and "stage" in fresh and not whole.get("stopped_on"):
        yield "stopped_on", "Vul ook in op welke dag zij of hij stopte."
    if {"stopped_on", "joined_on"} & fresh.keys() and _more(whole, "joined_on", "stopped_on"):
        yield "stopped_on", "Stoppen kan niet voor het begin in de pool."


def _more(whole: Mapping[str, object], one: str, other: str) -> bool:
    first, second = whole.get(one), whole.get(other)
    return first is not None and second is not None and first > second  # type: ignore[operator] # -- days, or numbers


def _codes(whole: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = whole.get(key) or ()
    return tuple(found)  # type: ignore[arg-type] # -- codes
