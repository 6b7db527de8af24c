"""Reading an XLSX that a stranger may have made: bounded, without formulas, macros or entities.

openpyxl reads XML through defusedxml where that is installed, and it is: it refuses entities (Billion
laughs, XXE).
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml import DEFUSEDXML

from ekc.sheets import rules
from ekc.sheets.rules import FileError, Grid, Problem, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREADABLE = (
    "Dit bestand kunnen we niet lezen. Open het, bewaar het opnieuw als XLSX, en probeer het nog eens."
)
MACROS = "In dit bestand zitten macro’s. Bewaar het als gewone XLSX, zonder macro’s."
TOO_LARGE = "Dit bestand is uitgepakt veel te groot. Zet alleen de gegevens in een nieuw bestand."
VISIBLE = "visible"


def read(content: bytes) -> Grid:
    """The cells of the one sheet with something in it. FileError where the file as a whole is no good."""
    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is missing, or switched off by OPENPYXL_DEFUSEDXML")
    _check_parts(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out (pictures, lists) we do not read
            return _read(content)
    except FileError:
        raise
    except Exception as error:  # a broken file makes openpyxl raise anything
        raise FileError(UNREADABLE) from error


def _check_parts(content: bytes) -> None:
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            there = parts.infolist()
            names = {part.filename for part in there}
            kinds = parts.read("[Content_Types].xml") if _small(parts) else b""
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise FileError(UNREADABLE) from error
    if len(there) > rules.MOST_PARTS or sum(part.file_size for part in there) > rules.LARGEST_UNPACKED:
        raise FileError(TOO_LARGE)
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in kinds:
        raise FileError(MACROS)


def _small(parts: ZipFile) -> bool:
    return parts.getinfo("[Content_Types].xml").file_size <= rules.LARGEST_FILE


def _read(content: bytes) -> Grid:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        found: list[tuple[Any, Grid]] = []
        for sheet in book.worksheets:
            if sheet.title == rules.EXPLAINED:
                continue
            grid = _cells(sheet)
            if not grid.rows:
                continue
            if sheet.sheet_state != VISIBLE:
                raise FileError(
                    f"Het blad ‘{sheet.title}’ is verborgen. Maak het zichtbaar, of haal het weg."
                )
            found.append((sheet, grid))
        if len(found) > 1:
            names = "’ en ‘".join(str(sheet.title) for sheet, _ in found)
            raise FileError(f"Er staat iets op meer bladen: ‘{names}’. Zet alles op één blad.")
        if not found:
            return Grid()
        sheet, grid = found[0]
        grid.problems += _merged(content, sheet)
        return grid
    finally:
        book.close()


def _cells(sheet: Any) -> Grid:  # noqa: ANN401 -- a read-only sheet, of which openpyxl brings no type
    grid = Grid()
    sheet.reset_dimensions()  # what a file says about its own size is no fact
    for number, row in enumerate(sheet.rows, 1):
        if len(row) > rules.MOST_COLUMNS and any(
            cell.value is not None for cell in row[rules.MOST_COLUMNS :]
        ):
            raise FileError(f"Dit blad heeft meer dan {rules.MOST_COLUMNS} kolommen. Zet er minder in.")
        texts = []
        for column, cell in enumerate(row[: rules.MOST_COLUMNS], 1):
            kind = getattr(cell, "data_type", "n")
            if kind in {"f", "e"}:
                sentence = rules.FORMULA if kind == "f" else rules.BROKEN
                grid.problems.append(Problem(number, column, sentence))
            text = "" if kind in {"f", "e"} else as_text(cell.value)
            texts.append(rules.unguarded(text))
        grid.put(number, texts)
    return grid


def _merged(content: bytes, sheet: Any) -> Iterator[Problem]:  # noqa: ANN401 -- as above
    """One problem per merged block: the value of all but its first cell is not there."""
    path = sheet._worksheet_path  # noqa: SLF001 -- a read-only sheet does not tell its merged cells
    with ZipFile(io.BytesIO(content)) as parts, parts.open(path.lstrip("/")) as part:
        for _, element in iterparse(part):
            if element.tag.endswith("}mergeCell"):
                left, top, _, _ = range_boundaries(element.get("ref", ""))
                if left and top:
                    yield Problem(top, left, "Hier zijn cellen samengevoegd. Splits ze, en vul elke cel in.")
            if element.tag.endswith("}row"):
                element.clear()
