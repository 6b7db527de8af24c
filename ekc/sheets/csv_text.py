"""Reading a CSV, whatever made it: UTF-8, UTF-16 or Windows-1252; semicolons, commas or tabs."""

from __future__ import annotations

import codecs
import csv
import io

from ekc.sheets.rules import FileError, Grid, unguarded

SEPARATORS = ";,\t"
LOOK_AT = 4_000  # signs: enough to see which separator is used
NULLS = 5  # one in so many bytes: no text of one byte per sign


def read(content: bytes) -> Grid:
    """The cells of a CSV. FileError where it is no text, or its quotes do not close."""
    text = decoded(content)
    if "\x00" in text:
        raise FileError("Dit bestand is geen gewone tekst. Bewaar het als XLSX of als CSV.")
    named, text = _named_separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=named or _separator(text), strict=True)
    grid = Grid()
    row = 1 + bool(named)
    try:
        for cells in lines:
            grid.put(row, [unguarded(cell) for cell in cells])
            row += 1
    except csv.Error as error:
        raise FileError(
            f"Rij {row} kunnen we niet lezen: er staat een aanhalingsteken te veel of te weinig."
        ) from error
    return grid


def decoded(content: bytes) -> str:
    """The text of a file. FileError where no usual encoding fits."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decode(content, name)
    if content.count(0) > len(content) // NULLS:
        return _decode(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _decode(content, "cp1252")


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise FileError(
            "De letters in dit bestand kunnen we niet lezen. Bewaar het als ‘CSV UTF-8’ of als XLSX."
        ) from error


def _named_separator(text: str) -> tuple[str, str]:
    """Excel may write 'sep=;' as the first line; then the rest is the table."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and told[4:] in tuple(SEPARATORS):
        return told[4:], rest
    return "", text


def _separator(text: str) -> str:
    """What stands most often outside quotes in the first lines that have any."""
    outside = "".join(text[:LOOK_AT].split('"')[::2])
    for line in outside.splitlines():
        found = {sign: line.count(sign) for sign in SEPARATORS}
        if max(found.values()):
            return max(found, key=lambda sign: found[sign])
    return ";"
