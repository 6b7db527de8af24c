"""The kinds of sheets: for each its columns, what a file would do, doing it, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ekc.accounts.actor import Actor
from ekc.exchange import nearby_sheet, pool_sheet, trajects_sheet, venues_sheet, years_sheet
from ekc.exchange.nearby_columns import COLUMNS as NEARBY_COLUMNS
from ekc.exchange.plans import Plan
from ekc.exchange.pool_columns import COLUMNS as POOL_COLUMNS
from ekc.exchange.trajects_columns import COLUMNS as TRAJECTS_COLUMNS
from ekc.exchange.venues_columns import COLUMNS as VENUES_COLUMNS
from ekc.exchange.years_columns import COLUMNS as YEARS_COLUMNS
from ekc.sheets.columns import Column, Table
from ekc.sheets.writing import Value

Rows = Sequence[Sequence[Value]]


class Planner(Protocol):
    """What would happen if a table came in."""

    def __call__(self, table: Table, *, by: Actor) -> Plan: ...


class Doer(Protocol):
    """Write what a plan says."""

    def __call__(self, plan: Plan, *, by: Actor) -> None: ...


class Teller(Protocol):
    """How many people get a message if a plan is carried out."""

    def __call__(self, plan: Plan, *, by: Actor) -> int: ...


def nobody(plan: Plan, *, by: Actor) -> int:  # noqa: ARG001 -- a `Teller`
    """Of most sheets nobody is told."""
    return 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sheet. `out` gives all rows, and the ids of `about` that they show."""

    key: str
    title: str  # of the sheet
    words: str  # what it holds, for the page
    columns: Sequence[Column]
    example: Rows
    plan: Planner
    carry_out: Doer
    out: Callable[[Actor], tuple[Rows, Sequence[int]]]
    about: str = ""  # the kind of thing in the logbook, where rows are about persons
    told: Teller = nobody

    @property
    def headers(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def explained(self) -> list[tuple[str, str]]:
        """What each column is for."""
        return [(column.name, column.words) for column in self.columns]


POOL = Kind(
    "pool",
    "Pool",
    "De coördinatoren: hoe je ze bereikt, hun stand, wat in orde is en hun eigen grenzen.",
    POOL_COLUMNS,
    pool_sheet.EXAMPLE,
    pool_sheet.plan,
    pool_sheet.carry_out,
    pool_sheet.out,
    "coordinator",
    pool_sheet.told,
)
YEARS = Kind(
    "jaren",
    "Vorige jaren",
    "Hoeveel er waren, per jaar, maand of plaats. Geen namen. Het komt bij de cijfers.",
    YEARS_COLUMNS,
    years_sheet.EXAMPLE,
    years_sheet.plan,
    years_sheet.carry_out,
    years_sheet.out,
)
TRAJECTS = Kind(
    "trajecten",
    "Wat nu loopt",
    "Wat jullie nu in een lijst hebben: team, coördinator, plaats, stand en dag. Geen namen van families.",
    TRAJECTS_COLUMNS,
    trajects_sheet.EXAMPLE,
    trajects_sheet.plan,
    trajects_sheet.carry_out,
    trajects_sheet.out,
    "referral",
)
VENUES = Kind(
    "locaties",
    "Locaties",
    "Waar een bijeenkomst kan zijn: adres, ruimtes, plaatsen, wat er is, wanneer open, wie je belt.",
    VENUES_COLUMNS,
    venues_sheet.EXAMPLE,
    venues_sheet.plan,
    venues_sheet.carry_out,
    venues_sheet.out,
    "venue",
    venues_sheet.told,
)
NEARBY = Kind(
    "buurt",
    "In de buurt",
    "Voorzieningen en initiatieven: waarvoor, telefoon, website, dorp. Niets over een familie.",
    NEARBY_COLUMNS,
    nearby_sheet.EXAMPLE,
    nearby_sheet.plan,
    nearby_sheet.carry_out,
    nearby_sheet.out,
)
KINDS = {kind.key: kind for kind in (POOL, TRAJECTS, VENUES, NEARBY, YEARS)}
