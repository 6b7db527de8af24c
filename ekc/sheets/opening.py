"""From the bytes that somebody sent to the cells of a sheet; what it is, is seen from the bytes."""

from __future__ import annotations

from ekc.sheets import csv_text, rules, xlsx
from ekc.sheets.rules import FileError, Grid

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also an XLSX with a password
PDF = b"%PDF"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis"
NUMBERS = b"Index/"  # of Apple


def read(content: bytes) -> Grid:
    """The cells of an XLSX or a CSV. FileError with a sentence that says what to do, for anything else."""
    if not content:
        raise FileError("Dit bestand is leeg.")
    if len(content) > rules.LARGEST_FILE:
        raise FileError(f"Dit bestand is te groot. Er past {rules.LARGEST_FILE // 1_000_000} MB.")
    if content.startswith(OLD_EXCEL):
        raise FileError(
            "Dit is een oud Excel-bestand, of er zit een wachtwoord op. Bewaar het als gewone XLSX."
        )
    if content.startswith(PDF) or content.startswith(PICTURES):
        raise FileError("Dit is geen rekenblad. Kies een XLSX of een CSV.")
    if not content.startswith(ZIP):
        return csv_text.read(content)
    if OPEN_DOCUMENT in content[:200] or NUMBERS in content[:200]:
        raise FileError("Dit soort rekenblad lezen we niet. Bewaar het als XLSX.")
    return xlsx.read(content)
