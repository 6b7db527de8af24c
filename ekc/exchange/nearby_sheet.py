"""What there is in the neighbourhood as a sheet: what a file would do, doing it, and all on its way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ekc.accounts.actor import Actor
from ekc.exchange import cells, listed
from ekc.exchange.listed import Listing, Tell, Values
from ekc.exchange.nearby_columns import COLUMNS, LETTER
from ekc.exchange.plans import NEW, SAME, Plan
from ekc.nearby import queries, service
from ekc.nearby.models import Amenity
from ekc.nearby.rules import FIELDS, NO_WAY_IN, Told
from ekc.places.queries import localities
from ekc.sheets.columns import Table
from ekc.sheets.writing import Value

EXAMPLE: list[list[Value]] = [
    [None, "Eetcafé De Pan", "Samen eten op dinsdag", "0598 11 11 11", "www.depan.example", None],
    [None, "Maatjes Foxhol", "Iemand die meegaat naar een loket", "0598 11 11 12", None, None],
]


def plan(table: Table, *, by: Actor) -> Plan:
    """What would happen, row by row, or every problem."""
    return listed.plan(table, _listing(by))


def carry_out(plan: Plan, *, by: Actor) -> None:
    """Write every line of a plan that changes something."""
    there = {one.id: one for one in queries.everything(by)}
    for line in plan.lines:
        if line.what == NEW:
            service.add(Told(**_kept(line.values)), by=by)
        elif line.what != SAME and line.target is not None:
            found = there[line.target]
            before = {name: getattr(found, name) for name in FIELDS}
            service.change(found, Told(**{**before, **_kept(line.values)}), found.version, by=by)


def out(by: Actor) -> tuple[Sequence[Sequence[Value]], Sequence[int]]:
    """All of it; nobody is shown, so there is nothing to note."""
    return listed.rows(_listing(by), LETTER), ()


def _listing(by: Actor) -> Listing:
    places = [(one.id, one.pc4, one.name) for one in localities(by.municipality_id)]
    words: dict[object, str] = {number: f"{pc4} {name}" for number, pc4, name in places}
    read = listed.by_place(places)

    def settle(told: Values, before: Values, tell: Tell) -> Values:
        if "purpose" not in told and not before.get("purpose"):
            tell("purpose", "Vul in waarvoor je er terechtkunt.")
        if not any(one.get(key) for one in (told, before) for key in ("phone", "web")):
            tell("phone", NO_WAY_IN)
        return {**told, "place": read(told["place"], tell)} if "place" in told else told

    def written(key: str, value: object) -> Value:
        return words.get(value) if key == "place" else cells.shown(key, value)

    there = {one.id: _values(one) for one in queries.everything(by)}
    return Listing(COLUMNS, there, {}, written, settle)


def _values(one: Amenity) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(one, name) for name in FIELDS if name != "locality_id"}
    return {**kept, "place": one.locality_id}


def _kept(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"locality_id" if key == "place" else key: value for key, value in told.items()}
