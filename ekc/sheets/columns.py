"""The columns of a sheet that we know: from its cells to typed values, and everything that is wrong. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ekc.errors import DomainError
from ekc.sheets.rules import HEADER_WITHIN, Grid, Problem
from ekc.web.reading import many_lines

ENOUGH = 2  # known names of columns that make a row the header
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NO_HEADER = (
    "We vinden geen kop met namen van kolommen. Zet boven de gegevens een rij met namen, "
    "zoals in het voorbeeld."
)
UNNAMED = "Boven deze kolom staat geen naam. Geef hem een naam, of haal hem weg."
TWICE = "Deze kolom staat er twee keer. Haal er een weg."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how a text becomes a value (DomainError where it has none), and what it is for."""

    key: str
    name: str
    read: Callable[[str], object]
    words: str  # for the sheet that explains
    needed: str = ""  # the sentence for an empty cell, where it may not be
    also: tuple[str, ...] = ()  # other names under which it comes


@dataclass(slots=True)
class Row:
    """A row as read: its number, the values by key (only of cells that were filled in), columns by key.

    `refused`: keys of cells of which a problem was told already.
    """

    number: int
    values: dict[str, object] = field(default_factory=dict)
    columns: dict[str, Problem] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def problem(self, key: str, sentence: str) -> Problem:
        """Something wrong in the cell of `key` of this row, or in the row where it has no such column."""
        there = self.columns.get(key)
        return Problem(self.number, there.column if there else 0, sentence, there.header if there else "")


@dataclass(slots=True)
class Table:
    """What a sheet says: rows, and every problem found so far."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(grid: Grid, columns: Sequence[Column]) -> Table:
    """Every row with its values, and every problem: of the header, of single cells, of cells left empty."""
    at = _header_at(grid, columns)
    if at is None:
        return Table(problems=[*grid.problems, Problem(0, 0, NO_HEADER)])
    placed, problems = _place(grid, at, columns)
    for above in (number for number in grid.rows if number < at):
        if any(_known(text, columns) for text in grid.rows[above]):
            problems.append(Problem(above, 0, "Boven de kop staan gegevens. Zet ze eronder, of haal ze weg."))
    headers = {column: grid.rows[at][column - 1] for column in placed.values()}
    wrong = {(one.row, one.column) for one in grid.problems}
    table = Table(
        problems=[
            *(
                Problem(one.row, one.column, one.sentence, headers.get(one.column, ""))
                for one in grid.problems
            ),
            *problems,
        ]
    )
    for column in columns:
        if column.needed and column.key not in placed:
            table.problems.append(Problem(at, 0, f"De kolom ‘{column.name}’ ontbreekt. Die is nodig."))
    for number, cells in grid.rows.items():
        if number > at:
            table.rows.append(_row(number, cells, columns, placed, wrong, table.problems))
    if not table.rows and not table.problems:
        table.problems.append(Problem(0, 0, "Er staat nog niets onder de kop."))
    return table


def _header_at(grid: Grid, columns: Sequence[Column]) -> int | None:
    for number, cells in grid.rows.items():
        if number > HEADER_WITHIN:
            return None
        if sum(_known(text, columns) is not None for text in cells) >= min(ENOUGH, len(columns)):
            return number
    return None


def _place(grid: Grid, at: int, columns: Sequence[Column]) -> tuple[dict[str, int], list[Problem]]:
    """Which column stands where, by key, and what is wrong with the header."""
    placed: dict[str, int] = {}
    problems = []
    widest = max(len(cells) for number, cells in grid.rows.items() if number >= at)
    header = [*grid.rows[at], *[""] * (widest - len(grid.rows[at]))]
    for number, text in enumerate(header, 1):
        known = _known(text, columns)
        if known is not None and known.key in placed:
            problems.append(Problem(at, number, TWICE, text))
        elif known is not None:
            placed[known.key] = number
        elif text:
            problems.append(Problem(at, number, _unknown(text, columns), text))
        elif any(len(cells) >= number and cells[number - 1] for row, cells in grid.rows.items() if row > at):
            problems.append(Problem(at, number, UNNAMED))
    return placed, problems


def _row(
    number: int,
    cells: list[str],
    columns: Sequence[Column],
    placed: dict[str, int],
    wrong: set[tuple[int, int]],
    problems: list[Problem],
) -> Row:
    row = Row(number)
    for column in columns:
        at = placed.get(column.key)
        if at is None:
            continue
        row.columns[column.key] = Problem(number, at, "", column.name)
        if (number, at) in wrong:
            row.refused.add(column.key)
            continue
        raw = cells[at - 1] if at <= len(cells) else ""
        text = many_lines(raw)
        try:
            if text or column.needed:
                row.values[column.key] = _value(column, raw, text)
        except DomainError as error:
            row.refused.add(column.key)
            problems.append(row.problem(column.key, str(error)))
    return row


def _value(column: Column, raw: str, text: str) -> object:
    if CONTROL.search(raw):
        raise DomainError("Hier staan onleesbare tekens. Typ het opnieuw.")
    if not text:
        raise DomainError(column.needed)
    return column.read(text)


def _known(text: str, columns: Sequence[Column]) -> Column | None:
    wanted = _plain(text)
    names = ((column, name) for column in columns for name in (column.name, *column.also))
    return next((column for column, name in names if _plain(name) == wanted), None) if wanted else None


def _unknown(text: str, columns: Sequence[Column]) -> str:
    near = difflib.get_close_matches(_plain(text), [_plain(column.name) for column in columns], 1)
    if near:
        name = next(column.name for column in columns if _plain(column.name) == near[0])
        return f"Deze kolom kennen we niet. Bedoel je ‘{name}’?"
    return "Deze kolom kennen we niet. Geef hem een naam uit het voorbeeld, of haal hem weg."


def _plain(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
