"""What a spreadsheet is to us: rows of text with the place of each cell, and what is wrong with it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from ekc.errors import DomainError

LARGEST_FILE = 5_000_000  # bytes, as it is sent
LARGEST_UNPACKED = 40_000_000  # bytes of all parts of an XLSX together
MOST_PARTS = 500  # parts in an XLSX
MOST_ROWS = 2_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
LETTERS = 26
HEADER_WITHIN = 20  # a title and a logo may stand above the names of the columns
EXPLAINED = "Uitleg"  # the sheet that our own files bring along
FORMULA = "Hier staat een formule. Plak de uitkomst als waarde."
BROKEN = "Hier staat een fout uit het rekenblad. Vul de waarde zelf in."
TOO_LONG = f"Dit is te lang. Er passen {LONGEST_CELL} tekens in een cel."


class FileError(DomainError):
    """A file that cannot be read at all."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in one cell, or in a row or the whole sheet: then `column` or `row` is 0.

    Both count from 1, as a spreadsheet shows them; `header` is the name of the column.
    """

    row: int
    column: int
    sentence: str
    header: str = ""

    @property
    def where(self) -> str:
        """'rij 5, kolom C (Telefoon)'."""
        row = f"rij {self.row}" if self.row else "het hele blad"
        if not self.column:
            return row
        return f"{row}, kolom {letters(self.column)}" + (f" ({self.header})" if self.header else "")


@dataclass(slots=True)
class Grid:
    """The cells of a sheet as text, by row number; empty rows are left out."""

    rows: dict[int, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, row: int, cells: list[str]) -> None:
        """Keep a row that is not empty. FileError where there are too many rows or columns."""
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise FileError(f"Dit blad heeft meer dan {MOST_COLUMNS} kolommen. Zet er minder in.")
        if len(self.rows) > MOST_ROWS:
            raise FileError(f"Dit blad heeft meer dan {MOST_ROWS} rijen. Verdeel het over meer bestanden.")
        for column, text in enumerate(cells, 1):
            if len(text) > LONGEST_CELL:
                self.problems.append(Problem(row, column, TOO_LONG))
        self.rows[row] = cells


def letters(column: int) -> str:
    """The name of a column as a spreadsheet shows it: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def as_text(value: object) -> str:  # noqa: PLR0911 -- a line per kind of value
    """The value of a cell as somebody would type it; days as 2026-03-03, yes and no in Dutch."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(round(value, 6)).replace(".", ",")
    return str(value)


def guarded(text: str) -> str:
    """Text for a CSV that no spreadsheet takes for a formula (OWASP, CSV injection): with a ' before it."""
    return f"'{text}" if _like_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text.startswith("'") and _like_formula(text.lstrip("'")) else text


def _like_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
