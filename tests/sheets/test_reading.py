"""Whatever made a spreadsheet: its cells come in as text with their place, or a sentence says what to do."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from ekc.sheets import opening, rules, writing
from ekc.sheets.rules import FileError, guarded, letters, unguarded
from ekc.sheets.writing import Sheet

ROWS = [["Naam", "Dag"], ["José", "3-3-2026"]]


def book(*rows, **sheets: list) -> bytes:
    """An XLSX with these rows, and more sheets by name."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    return saved(made)


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def text(separator: str = ";", rows=ROWS, end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def told(content: bytes) -> str:
    with pytest.raises(FileError) as refused:
        opening.read(content)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_any_kind(encoding, separator):
    grid = opening.read(text(separator).encode(encoding))
    assert grid.rows == {1: ["Naam", "Dag"], 2: ["José", "3-3-2026"]}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_with_any_line_end_and_a_first_line_for_excel(end):
    assert opening.read(text(",", end=end).encode()).rows[2] == ["José", "3-3-2026"]
    assert opening.read(("sep=," + "\n" + text(",")).encode()).rows[3] == ["José", "3-3-2026"]


def test_a_separator_inside_quotes_is_no_separator():
    grid = opening.read(b'"Naam, heel";Dag\r\n"De Vries; Jan";x\r\n')
    assert grid.rows == {1: ["Naam, heel", "Dag"], 2: ["De Vries; Jan", "x"]}


def test_empty_rows_are_left_out_and_the_others_keep_their_number():
    assert list(opening.read(b"a;b\n\n;;\nc;d\n").rows) == [1, 4]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (3.0, "3"),
        (3.25, "3,25"),
        (7, "7"),
        (True, "ja"),
        (False, "nee"),
        (date(2026, 3, 3), "2026-03-03"),
        (datetime(2026, 3, 3), "2026-03-03"),
        (datetime(2026, 3, 3, 19, 30), "2026-03-03 19:30"),
        (time(19, 30), "19:30"),
        ("tekst", "tekst"),
    ],
)
def test_a_cell_as_somebody_would_type_it(value, shown):
    assert rules.as_text(value) == shown
    if shown:
        assert opening.read(book(["a"], [value])).rows[2] == [shown]


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+31612345678", "-5", "@x", "\tx", "'=x", "''=x", "'t Voorhuis", "=cmd|' /C calc'!A0", "a=b"],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_looks_like_a_formula_stays_the_same_text_on_the_way_out_and_in(value, kind):
    content = writing.write(kind, Sheet("Blad", ["Naam", "Dag"], [[value, "x"]]))
    assert opening.read(content).rows[2] == [value, "x"]
    assert unguarded(guarded(value)) == value
    if kind == "csv" and value[0] in "=+-@\t":
        assert f"'{value[:1]}".encode() in content
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_formula_is_named_with_its_place():
    grid = opening.read(book(["a", "b"], ["x", "=1+1"]))
    assert [(one.row, one.column) for one in grid.problems] == [(2, 2)]
    assert "formule" in grid.problems[0].sentence


def test_merged_cells_are_named_with_their_place():
    made = Workbook()
    made.active.append(["a", "b"])
    made.active.append(["x", "y"])
    made.active.merge_cells("A3:B4")
    made.active["A3"] = "samen"
    assert [one.where for one in opening.read(saved(made)).problems] == ["rij 3, kolom A"]


def test_another_sheet_is_not_overlooked():
    assert "meer bladen: ‘Sheet’ en ‘Oud’" in told(book(["a"], Oud=[["b"]]))
    assert list(opening.read(book(["a"], Leeg=[])).rows) == [1]
    assert list(opening.read(book(["a"], Uitleg=[["Kolom"]])).rows) == [1]
    made = Workbook()
    made.active.append(["a"])
    made.create_sheet("Geheim").append(["b"])
    made["Geheim"].sheet_state = "hidden"
    assert "‘Geheim’ is verborgen" in told(saved(made))


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same XLSX with one part added, or in the place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return out.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
ENTITIES = b'<!ENTITY a "ha"><!ENTITY b "&a;&a;">'
OUTSIDE = LAUGHS.replace(ENTITIES, b'<!ENTITY b SYSTEM "file:///etc/passwd">')
WIDE = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"x" * (rules.LARGEST_FILE + 1), "te groot"),
        (b"\xd0\xcf\x11\xe0rest", "oud Excel-bestand"),
        (b"%PDF-1.7", "geen rekenblad"),
        (b"\x89PNG\r\n", "geen rekenblad"),
        (b"PK\x03\x04 nothing", "kunnen we niet lezen"),
        (b"a;b\nx\x00y;z\n" + b"regel;regel\n" * 9, "geen gewone tekst"),
        (b'a;b\n"open;z\n', "aanhalingsteken"),
        (b"a;b\n\x81\x8d;z\n", "letters"),
        (b"\xff\xfea", "letters"),
        (with_part(book(["a"]), "xl/vbaProject.bin", b"x"), "macro"),
        (with_part(book(["a"]), "bomb.xml", b"0" * (rules.LARGEST_UNPACKED + 1)), "veel te groot"),
        (with_part(book(["a"]), "xl/worksheets/sheet1.xml", LAUGHS), "kunnen we niet lezen"),
        (with_part(book(["a"]), "xl/worksheets/sheet1.xml", OUTSIDE), "kunnen we niet lezen"),
        (with_part(book(["a"]), "xl/worksheets/sheet1.xml", WIDE), "kolommen"),
        (with_part(book(["a"]), "xl/worksheets/sheet1.xml", b"<no"), "kunnen we niet lezen"),
        (with_part(book(["a"]), "xl/styles.xml", b"<no"), "kunnen we niet lezen"),
        (with_part(book(["a"]), "[Content_Types].xml", b"macroEnabled"), "macro"),
        (b"a\n" * (rules.MOST_ROWS + 2), "rijen"),
        ((";".join("a" * 101)).encode(), "kolommen"),
    ],
    ids=range(20),
)
def test_what_cannot_be_read_says_what_to_do(content, words):
    assert words in told(content)


def test_an_open_document_is_told_to_become_xlsx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "Bewaar het als XLSX" in told(out.getvalue())


def test_a_cell_that_is_too_long_is_named():
    grid = opening.read(f"a;b\nx;{'y' * (rules.LONGEST_CELL + 1)}\n".encode())
    assert [one.where for one in grid.problems] == ["rij 2, kolom B"]


def test_columns_are_named_as_a_spreadsheet_does():
    assert [letters(number) for number in (1, 26, 27, 52, 53, 703)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


def test_the_same_rows_give_the_same_bytes():
    made = datetime(2026, 11, 20, 12)
    one, two = (
        writing.write("xlsx", Sheet("Blad", ["a"], [["x"], [3], [date(2026, 3, 3)]]), made=made) for _ in "ab"
    )
    assert one == two
