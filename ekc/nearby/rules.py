"""What can be told of something in the neighbourhood. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ekc.errors import DomainError

LONGEST_NAME, LONGEST_PURPOSE, LONGEST_WORD = 80, 300, 60
NO_WAY_IN = "Vul een telefoonnummer of een website in. Anders weet niemand hoe je er komt."
CHANGED = "Intussen heeft iemand anders dit gewijzigd. Kijk het na, en bewaar dan opnieuw."


@dataclass(frozen=True, slots=True)
class Told:
    """A voorziening or initiative as somebody describes it; the phone as +31…, the website as https://…"""

    name: str
    purpose: str
    phone: str | None = None
    web: str | None = None
    locality_id: int | None = None  # none: for everybody in the municipality


FIELDS = tuple(each.name for each in fields(Told))


def check(told: Told) -> None:
    """DomainError where it says not what it is for, or not how to get in touch."""
    if not told.name.strip() or not told.purpose.strip():
        raise DomainError("Vul in hoe het heet en waarvoor je er terechtkunt.")
    if not told.phone and not told.web:
        raise DomainError(NO_WAY_IN)
