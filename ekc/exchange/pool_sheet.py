"""The pool as a sheet: what a file would do, doing it, and everybody on their way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.exchange import pool_rules
from ekc.exchange.plans import CHANGE, NEW, SAME, Line, Plan
from ekc.exchange.pool_columns import COLUMNS, KEPT, NAMES, NOT_KEPT, PERSONAL, mark, same, shown
from ekc.exchange.pool_people import Known, Pool, RowError, whole_name
from ekc.exchange.pool_rules import Circumstances
from ekc.invitations import rewording
from ekc.people import queries as persons
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.pool import conduct, wishes
from ekc.pool import queries as pool_queries
from ekc.pool import service as pool
from ekc.pool.bounds import Period
from ekc.pool.models import Coordinator, PoolPeriod
from ekc.pool.rules import Enrolment
from ekc.sheets.columns import Row, Table
from ekc.sheets.rules import Problem
from ekc.sheets.writing import Value

EVERYBODY = (
    select(Coordinator)
    .where(Coordinator.municipality_id == bindparam("municipality"))
    .order_by(Coordinator.id)
)
ONCE = (
    "pc4",
    "languages",
    "employer",
    "about",
    "max_per_year",
    "max_at_once",
    "stage",
    "source",
    "joined_on",
)

INVENTED: dict[str, Value] = {
    "given_name": "Anna",
    "surname": "Voorbeeld",
    "phone": "06 12 34 56 78",
    "mail": "anna@voorbeeld.example",
    "pc4": "9601",
    "languages": "Nederlands, Gronings",
    "stage": "actief",
}
EXAMPLE = [[INVENTED.get(column.key) for column in COLUMNS]]

PERIODS = select(PoolPeriod).where(PoolPeriod.municipality_id == bindparam("municipality"))


def plan(table: Table, *, by: Actor) -> Plan:
    """What would happen, row by row; with any problem all of them, and nothing else."""
    everybody = Pool(_everybody(by.municipality_id))
    at = Circumstances(clock.today(), conduct.newest(by.municipality_id).version)
    problems, lines, seen = list(table.problems), [], _Seen()
    for row in table.rows:
        try:
            known = everybody.meant(row)
        except RowError as error:
            problems.append(row.problem(error.key, str(error)))
            continue
        found = [
            row.problem(key, sentence)
            for key, sentence in pool_rules.wrong(row.values, known, at)
            if key not in row.refused
        ]
        found += seen.again(row, known)
        problems += found
        if not found and not row.refused:
            lines.append(_line(row, known))
    return Plan(problems=tuple(sorted(problems))) if problems else Plan(tuple(lines))


def carry_out(plan: Plan, *, by: Actor) -> None:
    """Write every line of a plan that changes something."""
    there = pool_queries.by_ids(by.municipality_id, [line.target for line in plan.lines if line.target])
    reached = persons.by_ids(by.municipality_id, [one.person_id for one in there.values()])
    _add([line.values for line in plan.lines if line.what == NEW], by)
    for line in plan.lines:
        if line.what == CHANGE and line.target is not None:
            coordinator = there[line.target]
            _change_person(coordinator, reached[coordinator.person_id], line.values, by)
            pool.take_over(coordinator, _kept(line.values), by=by)
            _set_periods(coordinator, line.values, by)


def told(plan: Plan, *, by: Actor) -> int:
    """How many people hear that a coordinator to whom they go has another first name."""
    ids = [
        line.target
        for line in plan.lines
        if line.what == CHANGE and line.target is not None and "given_name" in line.values
    ]
    found = pool_queries.by_ids(by.municipality_id, ids)
    return rewording.how_many([one.person_id for one in found.values()], clock.now())


def out(by: Actor) -> tuple[list[list[Value]], list[int]]:
    """Everybody in the pool as rows, and their ids for the logbook."""
    everybody = list(_everybody(by.municipality_id))
    rows = [
        [
            mark(one.id) if column.key == "mark" else shown(column.key, one.values.get(column.key))
            for column in COLUMNS
        ]
        for one in everybody
    ]
    return rows, [one.id for one in everybody]


class _Seen:
    """Which row was about whom: two rows about one person are a mistake."""

    def __init__(self) -> None:
        self._rows: dict[object, int] = {}

    def again(self, row: Row, known: Known | None) -> Iterator[Problem]:
        told = row.values
        keys: list[object] = [known.id] if known else []
        if known is None and told.get("mail"):
            keys.append((str(told["mail"]).casefold(), whole_name(told).casefold()))
        if known is None:
            keys.append((whole_name(told).casefold(), *(told.get(key) for key in ("pc4", "phone", "mail"))))
            if not told.get("namesake"):
                keys.append(whole_name(told).casefold())
        first = next((self._rows[key] for key in keys if key in self._rows), None)
        for key in keys:
            self._rows.setdefault(key, row.number)
        if first is not None:
            where = "mark" if told.get("mark") else "surname"
            yield row.problem(where, f"Deze rij gaat over dezelfde persoon als rij {first}.")


def _line(row: Row, known: Known | None) -> Line:
    told = {key: value for key, value in row.values.items() if key not in NOT_KEPT}
    if known is None:
        return Line(row.number, whole_name(told), NEW, values={**pool_rules.NEW, **told})
    fresh = {key: value for key, value in told.items() if not same(key, known.values.get(key), value)}
    if "vog_seen_on" in fresh:
        fresh.setdefault("vog_until", told.get("vog_until"))
    changes = tuple(
        f"{NAMES[key]}: {_words(key, known.values.get(key))} → {_words(key, value)}"
        for key, value in fresh.items()
    )
    return Line(row.number, known.name, CHANGE if changes else SAME, changes, known.id, fresh)


def _words(key: str, value: object) -> str:
    found = shown(key, value)
    if found is None:
        return "leeg"
    return f"{found:%-d-%-m-%Y}" if hasattr(found, "year") else str(found)


def _everybody(municipality_id: int) -> Iterator[Known]:
    periods: dict[int, list[Period]] = {}
    for one in db.session.scalars(PERIODS, {"municipality": municipality_id}):
        found = periods.setdefault(one.coordinator_id, [])
        found.append(Period(one.first_month, one.last_month, one.most))
    rows = db.session.scalars(EVERYBODY, {"municipality": municipality_id}).all()
    known = persons.by_ids(municipality_id, [row.person_id for row in rows])
    for row in rows:
        person = known[row.person_id]
        values: dict[str, object] = {key: getattr(row, key) for key in KEPT}
        values |= {"given_name": person.given_name, "surname": person.surname}
        values["periods"] = tuple(sorted(periods.get(row.id, ())))
        values |= {kind: persons.address(person, kind) for kind in ("phone", "mail")}
        yield Known(row.id, values)


def _add(told: Sequence[Mapping[str, Any]], by: Actor) -> None:
    """Everybody who is new, in a few statements however many."""
    particulars = [Particulars(**{key: one[key] for key in PERSONAL if key in one}) for one in told]
    made = people.add_all(by.municipality_id, particulars)
    newcomers = []
    for person, one in zip(made, told, strict=True):
        first = {key: one[key] for key in ONCE if key in one}
        more = {key: value for key, value in _kept(one).items() if key not in first}
        fresh = {key: value for key, value in more.items() if value != pool_rules.NEW.get(key)}
        newcomers.append((person.id, Enrolment(**first), fresh))
    for coordinator, one in zip(pool.bring_in(newcomers, by=by), told, strict=True):
        _set_periods(coordinator, one, by)


def _set_periods(coordinator: Coordinator, told: Mapping[str, Any], by: Actor) -> None:
    if "periods" in told:
        wishes.set_periods(coordinator, told["periods"], by=by)


def _change_person(coordinator: Coordinator, person: Any, told: Mapping[str, Any], by: Actor) -> None:  # noqa: ANN401 -- a Person, whose model stays below
    if not told.keys() & set(PERSONAL):
        return
    name = (told.get("given_name", person.given_name), told.get("surname", person.surname))
    pool.rename(coordinator, person, *name, by=by)
    reach = {kind: told.get(kind, persons.address(person, kind)) for kind in ("phone", "mail")}
    people.set_reach(person, **reach)
    pool.note_reach(coordinator, by=by)


def _kept(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key in KEPT}
