"""Making an XLSX or a CSV. Every cell that holds text is text: nothing in it is ever calculated."""
# ruff: noqa: ANN401 -- XlsxWriter brings no types

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter

from ekc.sheets.rules import EXPLAINED, as_text, guarded

Value = str | int | Decimal | date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
KINDS = {"xlsx": XLSX, "csv": CSV}
WIDEST = 40  # characters
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


class Sheet(NamedTuple):
    """A sheet: its title, the names of its columns, its rows."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write(
    kind: str, *sheets: Sheet, explained: Sequence[tuple[str, str]] = (), made: datetime | None = None
) -> bytes:
    """A file of `kind` ('xlsx' or 'csv': that holds the first sheet only), a header row on each sheet.

    `explained` is one more sheet of an XLSX. `made` is when the file says that it was made (naive, UTC), so
    that the same rows give the same bytes.
    """
    if kind == "csv":
        return _csv(sheets[0])
    return _xlsx(sheets, explained, made)


def _csv(sheet: Sheet) -> bytes:
    """Semicolons and a byte order mark: so that a Dutch Excel opens it with a double click."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, delimiter=";")
    lines.writerow(sheet.headers)
    lines.writerows([guarded(as_text(value)) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(sheets: Sequence[Sheet], explained: Sequence[tuple[str, str]], made: datetime | None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    if made is not None:
        book.set_properties({"created": made})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    money = book.add_format({"num_format": "0.00"})
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.title), sheet, bold, day, money)
    if explained:
        _explain(book.add_worksheet(EXPLAINED), explained, bold)
    book.close()
    return out.getvalue()


def _fill(sheet: Any, told: Sheet, bold: Any, day: Any, money: Any) -> None:
    sheet.freeze_panes(1, 0)
    widths = [len(header) for header in told.headers]
    for column, header in enumerate(told.headers):
        sheet.write_string(0, column, header, bold)
    for number, row in enumerate(told.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, Decimal):
                sheet.write_number(number, column, value, money)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, guarded(value) if value.startswith("'") else value)
            widths[column] = max(widths[column], len(as_text(value)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))


def _explain(sheet: Any, explained: Sequence[tuple[str, str]], bold: Any) -> None:
    sheet.set_column(0, 0, WIDEST // 2)
    sheet.set_column(1, 1, 2 * WIDEST)
    for number, (name, words) in enumerate(explained):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, words)
