"""The past years as a sheet: numbers per year, month and place; no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.errors import DomainError
from ekc.exchange.plans import CHANGE, NEW, SAME, Line, Plan
from ekc.exchange.years_columns import NAMES, NUMBERS, Circumstances, Key, doubled, place_of, shape, wrong
from ekc.places.queries import localities
from ekc.reporting import past
from ekc.reporting.models import PastCount
from ekc.sheets.columns import Row, Table
from ekc.sheets.rules import Problem
from ekc.sheets.writing import Value
from ekc.web.reading import MONTHS

EXAMPLE: list[list[Value]] = [[2019, "maart", None, 4, 3, 1], [2019, "april", None, 2, 2, 0]]


def plan(table: Table, *, by: Actor) -> Plan:
    """What would happen, row by row, or every problem."""
    there = {_key(row): row for row in past.counts(by.municipality_id)}
    at = _circumstances(by)
    shapes: dict[int, set[tuple[bool, bool]]] = {}
    for one in there:
        shapes.setdefault(one[0], set()).add(shape(one))
    problems: list[Problem] = list(table.problems)
    lines: list[Line] = []
    seen: dict[Key, int] = {}
    for row in table.rows:
        try:
            key = (_number(row, "year"), _number(row, "month"), place_of(row.values.get("place"), at))
        except DomainError as error:
            problems.append(row.problem("place", str(error)))
            continue
        found = list(_problems(row, key, there, shapes, at, seen)) if "year" in row.values else []
        seen.setdefault(key, row.number)
        shapes.setdefault(key[0], set()).add(shape(key))
        problems += found
        if not found and not row.refused:
            lines.append(_line(row, key, there.get(key)))
    return Plan(problems=tuple(sorted(problems))) if problems else Plan(tuple(lines))


def carry_out(plan: Plan, *, by: Actor) -> None:
    """Write down every number that is new or changed."""
    there = {_key(row): row for row in past.counts(by.municipality_id)}
    for line in plan.lines:
        if line.what == SAME:
            continue
        told = line.values
        key: Key = (told["year"], told["month"], told["place"])  # type: ignore[assignment] # -- as `_line` put them
        numbers = {name: told[name] for name in NUMBERS}
        past.write(key, **numbers, there=there.get(key), by=by)  # type: ignore[arg-type] # -- numbers, as read
    db.session.flush()


def out(by: Actor) -> tuple[Sequence[Sequence[Value]], Sequence[int]]:
    """Everything that was counted before ekc."""
    rows = [
        [
            row.year,
            MONTHS[row.month - 1] if row.month else None,
            row.place or None,
            row.asked,
            row.held,
            row.plans,
        ]
        for row in past.counts(by.municipality_id)
    ]
    return rows, ()


def _problems(
    row: Row,
    key: Key,
    there: Mapping[Key, PastCount],
    shapes: Mapping[int, set[tuple[bool, bool]]],
    at: Circumstances,
    seen: Mapping[Key, int],
) -> list[Problem]:
    found = []
    if key in seen:
        found.append(row.problem("year", f"Deze periode en plaats staan ook op rij {seen[key]}."))
    if key not in there:
        found += [row.problem(column, sentence) for column, sentence in wrong(key, at)]
        clash = doubled(key, shapes.get(key[0], ()))
        if clash is not None:
            found.append(row.problem(*clash))
    return found


def _line(row: Row, key: Key, there: PastCount | None) -> Line:
    year, month, place = key
    title = " ".join(
        [*([MONTHS[month - 1]] if month else []), str(year), *([f"in {place}"] if place else [])]
    )
    before = {name: getattr(there, name) if there else None for name in NUMBERS}
    after = {name: row.values.get(name, before[name]) for name in NUMBERS}
    values = {"year": year, "month": month, "place": place, **after}
    changes = tuple(
        f"{NAMES[name]}: {'leeg' if before[name] is None else before[name]} → {after[name]}"
        for name in NUMBERS
        if before[name] != after[name]
    )
    if there is None:
        return Line(row.number, title, NEW, changes, values=values)
    return Line(row.number, title, CHANGE if changes else SAME, changes, there.id, values)


def _circumstances(by: Actor) -> Circumstances:
    places = {}
    for one in localities(by.municipality_id):
        places[one.name.casefold()] = places[one.pc4] = one.name
    return Circumstances(clock.today(), past.first_day(by.municipality_id), places)


def _key(row: PastCount) -> Key:
    return row.year, row.month, row.place


def _number(row: Row, key: str) -> int:
    return int(str(row.values.get(key, 0)))
