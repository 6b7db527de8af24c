"""Money and time spent: from what people type to whole cents and quarter hours, and back. Pure."""

from __future__ import annotations

import re

from ekc.errors import DomainError
from ekc.web.reading import digits

EUROS = re.compile(r"(?:€|EUR)? ?(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{1,2}|-))?", re.ASCII | re.IGNORECASE)
WITH_POINT = re.compile(r"(?:€|EUR)? ?(\d{1,7})\.(\d{2})", re.ASCII | re.IGNORECASE)
HOURS = re.compile(
    r"(\d{1,3})(?: ?(?:[.,:]|uur en|uur|u) ?(\d{1,2})?)?(?: ?(?:uur|u|minuten|min))?", re.ASCII
)
PARTS = {"": 0, "0": 0, "00": 0, "25": 1, "5": 2, "50": 2, "75": 3, "15": 1, "30": 2, "45": 3}  # in quarters
QUARTERS = ("", ",25", ",5", ",75")


def cents(text: str, largest: int) -> int:
    """An amount of money in cents, from 1 to `largest`: 12,50 or 12.50 or € 1.250,-. Else DomainError."""
    plain = digits(text)
    found = WITH_POINT.fullmatch(plain) or EUROS.fullmatch(plain)
    if found is None:
        raise DomainError("Dit bedrag begrijpen we niet. Schrijf het zo: 12,50.")
    whole, part = found[1].replace(".", ""), (found[2] or "").replace("-", "")
    total = int(whole) * 100 + int(part.ljust(2, "0"))
    if not 0 < total <= largest:
        raise DomainError(f"Vul een bedrag in van 0,01 tot en met {amount(largest)} euro.")
    return total


def quarters(text: str, largest: int) -> int:
    """How long something took, in quarter hours: from 1,5 or 1.30 or 1 uur 30. DomainError otherwise."""
    found = HOURS.fullmatch(digits(text).lower())
    part = PARTS.get(found[2] or "") if found else None
    if found is None or part is None:
        raise DomainError("Schrijf uren in hele kwartieren, zo: 1,5 of 1.30.")
    total = int(found[1]) * 4 + part
    if not 0 < total <= largest:
        raise DomainError(f"Vul een tijd in van een kwartier tot en met {hours(largest)} uur.")
    return total


def amount(cents: int) -> str:
    """'1.250,50' from an amount in cents."""
    whole, part = divmod(abs(cents), 100)
    return ("-" if cents < 0 else "") + f"{whole:,}".replace(",", ".") + f",{part:02}"


def euros(cents: int) -> str:
    """'€ 12,50' from an amount in cents, never broken over two lines."""
    return f"€\u00a0{amount(cents)}"


def hours(quarters: int) -> str:
    """'1,5' from six quarter hours."""
    whole, part = divmod(quarters, 4)
    return f"{whole}{QUARTERS[part]}"
