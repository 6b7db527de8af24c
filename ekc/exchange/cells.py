"""From the text of a cell to a value, and back, for the kinds of values that several sheets have. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from ekc.errors import DomainError
from ekc.expenses.rules import check_no_iban
from ekc.pool.bounds import Period, check_period
from ekc.referrals.rules import check_no_bsn
from ekc.sheets.writing import Value
from ekc.web import reading
from ekc.web.formatting import phone as phone_in_words

Reader = Callable[[str], object]
YES = {"ja": True, "j": True, "x": True, "1": True, "waar": True}
NO = {"nee": False, "n": False, "0": False, "onwaar": False}
SERIAL = re.compile(r"[2-7]\d{4}")  # a day as a spreadsheet counts them: 1954 to 2119
STRETCH = re.compile(r"([a-z]+)\.?(?: (?:tot en met|t/m) ([a-z]+)\.?)?: (?:niets|(?:hooguit )?(\d))")
DAY_ZERO = date(1899, 12, 30)  # of those counts, ISO 29500-1, 18.17.4.1
BARE_PHONE = re.compile(r"[1-9]\d{8}")  # a number that lost its first 0


def text(longest: int, *, lines: bool = False) -> Reader:
    """Words of at most so many signs, without a BSN or a bank account number; with `lines` on several."""

    def read(told: str) -> object:
        cell = told if lines else reading.one_line(told)
        if len(cell) > longest:
            raise DomainError(f"Dit is te lang: {len(cell)} tekens. Er passen er {longest}.")
        check_no_bsn([cell])
        check_no_iban(cell)
        return cell

    return read


def name(longest: int) -> Reader:
    """A name: words that hold at least one letter."""
    words = text(longest)

    def read(cell: str) -> object:
        if not any(sign.isalpha() for sign in cell):
            raise DomainError("Dit is geen naam: er staat geen letter in.")
        return words(cell)

    return read


def number(smallest: int, largest: int) -> Reader:
    """A whole number within bounds."""
    return lambda cell: reading.number(cell, smallest, largest)


def yes_no(cell: str) -> object:
    """True or False; DomainError for anything but ja and nee."""
    found = {**YES, **NO}.get(cell.casefold())
    if found is None:
        raise DomainError("Vul ja of nee in.")
    return found


def day(cell: str) -> date:
    """A day as written, or as a spreadsheet counts them."""
    if SERIAL.fullmatch(cell):
        return DAY_ZERO + timedelta(days=int(cell))
    return reading.day(cell.removesuffix(" 00:00"))


def phone(cell: str) -> str:
    """A telephone number, also where a spreadsheet took its first 0 away."""
    return reading.phone(f"0{cell}" if BARE_PHONE.fullmatch(cell) else cell)


def one_of(labels: Mapping[str, str]) -> Reader:
    """The code of a label of a list."""

    def read(cell: str) -> object:
        return _code(cell, labels)

    return read


def some_of(labels: Mapping[str, str]) -> Reader:
    """The codes of labels with a comma or semicolon between, in the order of the list."""

    def read(cell: str) -> object:
        found = {_code(part, labels) for part in _parts(cell)}
        return tuple(code for code in labels if code in found)

    return read


def words(most: int, longest: int) -> Reader:
    """A few words or groups of words with a comma between."""
    check = text(longest)

    def read(cell: str) -> object:
        parts = tuple(dict.fromkeys(part for one in re.split(r"[,\n]", cell) if (part := one.strip())))
        if len(parts) > most:
            raise DomainError(f"Hier staan {len(parts)} dingen. Er passen er {most}.")
        for part in parts:
            check(part)
        return parts

    return read


def month(cell: str) -> int:
    """1 to 12 from a number, or from the name of a month, perhaps cut short."""
    plain = cell.casefold().strip().rstrip(".")
    if plain.isdigit():
        return reading.number(plain, 1, 12)
    short = {"mrt": "maart"}.get(plain, plain)
    found = [at for at, name in enumerate(reading.MONTHS, 1) if len(short) > 2 and name.startswith(short)]  # noqa: PLR2004 -- jan, feb
    if len(found) != 1:
        raise DomainError("Deze maand kennen we niet. Vul 1 tot en met 12 in, of de naam.")
    return found[0]


def periods(cell: str) -> object:
    """Stretches of months, from 'juni tot en met augustus: hooguit 1; december: niets'."""
    found: dict[tuple[int, int], Period] = {}
    for piece in (part for part in re.split(r"[;\n]", cell) if part.strip()):
        told = STRETCH.fullmatch(piece.strip().casefold())
        if told is None:
            raise DomainError("Schrijf het zo: juni tot en met augustus: hooguit 1; december: niets.")
        first, most = month(told[1]), int(told[3]) if told[3] else 0
        one = Period(first, month(told[2]) if told[2] else first, most)
        check_period(one, len(found))
        if (one.first, one.last) in found:
            raise DomainError("Dezelfde maanden staan er twee keer.")
        found[one.first, one.last] = one
    return tuple(sorted(found.values()))


def listed(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    """The labels of codes as `some_of` reads them."""
    return ", ".join(labels.get(code, code) for code in codes)


def _parts(cell: str) -> list[str]:
    return [part for piece in re.split(r"[,;|\n]", cell) if (part := piece.strip())]


def _code(cell: str, labels: Mapping[str, str]) -> str:
    plain = {_plain(label): code for code, label in labels.items()}
    found = plain.get(_plain(cell)) or (cell if cell in labels else None)
    if found is None:
        few = ", ".join(labels.values())
        raise DomainError(f"‘{cell}’ staat niet in de lijst. Kies uit: {few}.")
    return found


def _plain(label: str) -> str:
    return "".join(re.findall(r"\w+", label.casefold()))


def shown(key: str, value: object) -> Value:
    """A value as it stands in its cell: nothing as an empty one, yes and no in words, a telephone to read."""
    if value is None or value == ():
        return None
    if key == "phone":
        return phone_in_words(str(value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value  # type: ignore[return-value] # -- a day, a number or words
