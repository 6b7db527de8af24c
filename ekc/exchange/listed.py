"""A list of things with a name, as a sheet: which thing a row is about, and what would change. Pure.

A mark of ours says it outright; else the name does, as long as one thing has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ekc.errors import DomainError
from ekc.exchange.plans import CHANGE, NEW, SAME, Line, Plan
from ekc.sheets.columns import Column, Row, Table
from ekc.sheets.rules import Problem
from ekc.sheets.writing import Value

MARK = "mark"
NO_SUCH = "Dit kenmerk is niet van ons. Laat het leeg bij wat nieuw is."
SEVERAL = "Er staat meer in de lijst met deze naam. Zet het kenmerk erbij: dat staat in je download."
Values = Mapping[str, object]
Tell = Callable[[str, str], None]  # of what is wrong: the key of the column, a sentence


def as_told(told: Values, _before: Values, _tell: Tell) -> Values:
    """What a row tells is what is kept."""
    return told


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its columns with a mark first, what is there by id, what an empty cell means where it is new.

    `shown` writes a value as its cell; `settle` makes what a row tells into what is kept, and tells what is
    wrong in it.
    """

    columns: Sequence[Column]
    there: Mapping[int, Values]
    new: Values
    shown: Callable[[str, object], Value]
    settle: Callable[[Values, Values, Tell], Values] = as_told


def mark(letter: str, number: int) -> str:
    """How one thing is told from another in a file, also when its name changed."""
    return f"{letter}-{number:X}"


def mark_reader(letter: str) -> Callable[[str], object]:
    """The id in a mark that we wrote."""

    def read(cell: str) -> object:
        head, _, number = cell.upper().partition("-")
        if head != letter or not 1 <= len(number) <= 16 or set(number) - set("0123456789ABCDEF"):  # noqa: PLR2004 -- 63 bits
            raise DomainError(NO_SUCH)
        return int(number, 16)

    return read


def plan(table: Table, listing: Listing) -> Plan:
    """What would happen, row by row; with any problem all of them, and nothing else."""
    problems: list[Problem] = list(table.problems)
    lines: list[Line] = []
    seen: dict[object, int] = {}
    for row in table.rows:
        found: list[Problem] = []
        line = _line(row, listing, seen, found)
        problems += found
        if not found and not row.refused:
            lines.append(line)
    return Plan(problems=tuple(sorted(problems))) if problems else Plan(tuple(lines))


def rows(listing: Listing, letter: str) -> list[list[Value]]:
    """Everything that is there, as it comes in again without change."""
    return [
        [
            mark(letter, number) if column.key == MARK else listing.shown(column.key, values.get(column.key))
            for column in listing.columns
        ]
        for number, values in listing.there.items()
    ]


def _line(row: Row, listing: Listing, seen: dict[object, int], problems: list[Problem]) -> Line:
    def tell(key: str, sentence: str) -> None:
        if key not in row.refused:
            problems.append(row.problem(key, sentence))

    target = _target(row, listing, tell)
    if problems or MARK in row.refused:  # what it is about is not known
        return Line(row.number, "", SAME)
    before = listing.there[target] if target is not None else listing.new
    told = listing.settle({key: value for key, value in row.values.items() if key != MARK}, before, tell)
    title = str(told.get("name", before.get("name", "")))
    first = seen.setdefault(target if target is not None else plain(title), row.number)
    if first != row.number and title:
        tell("name", f"Deze rij gaat over hetzelfde als rij {first}.")
    fresh = {key: value for key, value in told.items() if value != before.get(key)}
    if target is None:
        return Line(row.number, title, NEW, values={**listing.new, **told})
    changes = tuple(
        f"{column.name}: {_words(listing, column.key, before)} → {_words(listing, column.key, fresh)}"
        for column in listing.columns
        if column.key in fresh
    )
    return Line(row.number, title, CHANGE if changes else SAME, changes, target, fresh)


def _target(row: Row, listing: Listing, tell: Tell) -> int | None:
    told = row.values
    if MARK in told:
        number = int(str(told[MARK]))
        if number in listing.there:
            return number
        tell(MARK, NO_SUCH)
    wanted = plain(told.get("name"))
    found = [number for number, one in listing.there.items() if plain(one["name"]) == wanted]
    if len(found) > 1 and MARK not in told:
        tell("name", SEVERAL)
    return found[0] if found else None


def _words(listing: Listing, key: str, values: Values) -> str:
    found = listing.shown(key, values.get(key))
    return "leeg" if found in (None, "") else str(found).replace("\n", ", ")


def plain(name: object) -> str:
    """A name as it is compared."""
    return " ".join(str(name or "").casefold().split())


def by_place(places: Iterable[tuple[int, str, str]]) -> Callable[[object, Tell], int | None]:
    """From '9601', 'Hoogezand' or '9601 Hoogezand' to the id of a dorp or wijk; `places` are (id, postcode,
    name). Of several with one name it is the first. What is not of this municipality is told."""
    known: dict[str, int] = {}
    for number, pc4, name in places:
        known[plain(f"{pc4} {name}")] = known[pc4] = number
        known.setdefault(plain(name), number)

    def read(cell: object, tell: Tell) -> int | None:
        found = known.get(plain(cell))
        if found is None:
            tell("place", f"‘{cell}’ kennen we niet als dorp of wijk van deze gemeente.")
        return found

    return read
