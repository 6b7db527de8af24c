"""The columns of what runs now, and what must agree within a row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from ekc.errors import DomainError
from ekc.exchange import cells
from ekc.referrals.lifecycle import SMALL_CIRCLE, State
from ekc.referrals.phases import PHASES
from ekc.sheets.columns import Column
from ekc.web import reading

STAGES = {
    "asked": "aangemeld",
    "seeking": "coördinator zoeken",
    "found": "coördinator gevonden",
    "preparing": "voorbereiding",
    "planned": "gepland",
    "held": "gehouden",
}
STATES = {  # where a line of the list begins here; without instemming nobody is sought, so that comes first
    "asked": State.ASSENT_ASKED,
    "seeking": State.ASSENT_ASKED,
    "found": State.MATCHED,
    "preparing": State.PREPARATION,
    "planned": State.PLANNED,
    "held": State.PLANNED,  # how it went is still to be told
}
STAGE_OF_PHASE = ("asked", "seeking", "preparing", "planned", "held", "held", "held")
NEEDS_LEAD = frozenset({"found", "preparing", "planned", "held"})
SPOKEN = frozenset({"preparing", "planned", "held"})
HAS_DAY = frozenset({"planned", "held"})
OWN = re.compile(r"(?=.*\d)[\w./ -]{1,40}")
HOURS = 3  # how long a bijeenkomst is where no end is told
DAY = "Een dag, zoals 3-3-2026."


def own_number(cell: str) -> str:
    """How a list names a traject. DomainError where that looks like a name."""
    plain = str(cells.text(40)(cell))
    if OWN.fullmatch(plain) is None or len(re.findall(r"[^\W\d_]{3,}", plain)) > 1:
        raise DomainError("Gebruik een nummer, zoals 2026-12. Geen naam.")
    return plain


COLUMNS = (
    Column("number", "Nummer", cells.text(20), "Van ons. Laat het staan; bij wat nieuw is blijft het leeg."),
    Column("own", "Eigen nummer", own_number, "Nodig bij wat nieuw is: hoe jullie het nu noemen. Geen naam."),
    Column("team", "Team", cells.text(120), "Nodig. Zoals het hier heet.", "Vul het team in."),
    Column(
        "stage",
        "Stand",
        cells.one_of(STAGES),
        f"Nodig. Een van: {', '.join(STAGES.values())}.",
        "Vul de stand in.",
        also=("Status", "Fase"),
    ),
    Column("asked_on", "Aangemeld op", cells.day, DAY),
    Column("place", "Plaats", cells.text(80), "Een dorp, wijk of postcode van deze gemeente."),
    Column("coordinator", "Coördinator", cells.text(200), "De naam of het mailadres, zoals in de pool."),
    Column("spoken_on", "Eerste gesprek op", cells.day, f"{DAY} Nodig vanaf ‘voorbereiding’."),
    Column("day", "Datum", cells.day, f"{DAY} Alleen bij gepland of gehouden.", also=("Datum bijeenkomst",)),
    Column("start", "Begin", reading.clock_time, "Zoals 19.30. Nodig bij gepland.", also=("Tijd",)),
    Column("end", "Einde", reading.clock_time, f"Leeg: {HOURS} uur later."),
    Column("where", "Waar", cells.text(200), "De naam van een locatie, of in woorden. Nodig bij gepland."),
)


def stage_of(state: str, paused_from: str | None) -> str:
    """The stage of the list for a state of ours."""
    known = State(paused_from or state)
    if known == State.MATCHED:
        return "found"
    if known in SMALL_CIRCLE:
        return "asked"
    return next(stage for stage, (_, states) in zip(STAGE_OF_PHASE, PHASES, strict=True) if known in states)


def wrong(told: Mapping[str, object], today: date) -> Iterator[tuple[str, str]]:
    """(key of the column, sentence) of what does not agree in a new row."""
    stage = str(told.get("stage", ""))
    if "own" not in told:
        yield "own", "Vul een eigen nummer in. Dan komt deze rij nooit dubbel binnen."
    if not stage:
        return
    if stage in NEEDS_LEAD and "coordinator" not in told:
        yield "coordinator", f"Bij ‘{STAGES[stage]}’ hoort een coördinator."
    if stage not in NEEDS_LEAD and "coordinator" in told:
        yield "coordinator", f"Bij ‘{STAGES[stage]}’ is er nog geen coördinator. Kies een latere stand."
    if stage in SPOKEN and "spoken_on" not in told:
        yield "spoken_on", f"Bij ‘{STAGES[stage]}’ hoort de dag van het eerste gesprek."
    yield from _days(told, today)
    yield from _meeting(told, stage, today)


def _days(told: Mapping[str, object], today: date) -> Iterator[tuple[str, str]]:
    for key in ("asked_on", "spoken_on"):
        if isinstance(day := told.get(key), date) and day > today:
            yield key, "Deze dag moet nog komen. Vul in wat al gebeurd is."
    asked, spoken = told.get("asked_on"), told.get("spoken_on")
    if isinstance(asked, date) and isinstance(spoken, date) and spoken < asked:
        yield "spoken_on", "Het eerste gesprek kan niet voor de aanmelding zijn."


def _meeting(told: Mapping[str, object], stage: str, today: date) -> Iterator[tuple[str, str]]:
    if stage not in HAS_DAY:
        for key in ("day", "start", "end", "where"):
            if key in told:
                yield key, "Dit vul je alleen in bij gepland of gehouden."
        return
    day = told.get("day")
    if not isinstance(day, date):
        yield "day", f"Bij ‘{STAGES[stage]}’ hoort een datum."
    elif stage == "held" and day > today:
        yield "day", "Deze dag moet nog komen. Kies dan ‘gepland’."
    elif stage == "planned" and day < today:
        yield "day", "Deze dag is voorbij. Kies dan ‘gehouden’."
    if stage == "planned":
        for key, words in (("start", "Vul de begintijd in."), ("where", "Vul in waar het is.")):
            if key not in told:
                yield key, words


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Whether two stretches of time share a moment."""
    return one[0] < other[1] and other[0] < one[1]
