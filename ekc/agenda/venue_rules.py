"""What can be told about a place to meet. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from ekc.errors import DomainError
from ekc.notifications.own_words import check_place

TICKS = {
    "step_free": "zonder drempels",
    "lift": "lift",
    "hearing_loop": "ringleiding",
    "quiet": "rustig",
    "kitchen": "keuken of koffie",
    "neutral": "neutraal, buiten het eigen dorp",
}
SURNAME = "Haal “{word}” weg. De plek staat ook in de agenda van wie komt, en daar staat geen achternaam."
ROOM_TAKEN = "Zo heet al een ruimte van deze locatie. Kies een andere naam."


_AT_SOMEBODY = re.compile(
    r"\b(?:familie|fam\.|mevrouw|mevr\.?|mw\.?|meneer|dhr\.?|de heer)\s+"
    r"(?:(?:van|de|der|den|ter)\s+)*[\w’'-]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A place to meet as somebody describes it."""

    name: str
    address: str
    seats: int
    locality_id: int | None = None
    step_free: bool = True
    lift: bool = False
    hearing_loop: bool = False
    quiet: bool = False
    kitchen: bool = False
    neutral: bool = False
    contact: str | None = None
    phone: str | None = None
    mail: str | None = None
    bus: str | None = None
    parking: str | None = None
    cost: str | None = None
    hours: str | None = None


FIELDS = tuple(each.name for each in fields(Told))


def check(told: Told) -> None:
    """DomainError for a place without a name, an address or a chair, or whose name tells too much."""
    if not told.name.strip() or not told.address.strip():
        raise DomainError("Vul de naam en het adres in.")
    check_place(told.name)
    check_seats(told.seats)


def check_room(name: str, seats: int) -> None:
    """The same of a room."""
    check_place(name)
    check_seats(seats)


def check_home(place: str) -> None:
    """DomainError where the words for a place that is in no list tell too much, or at whose home it is."""
    check_place(place)
    if found := _AT_SOMEBODY.search(place):
        raise DomainError(SURNAME.format(word=found[0]))


def check_seats(seats: int) -> None:
    """DomainError for a number of seats that no place has."""
    if not 1 <= seats <= 999:  # noqa: PLR2004 -- three figures are enough
        raise DomainError("Het aantal plaatsen ligt tussen 1 en 999.")


def is_elsewhere(before: str, after: str) -> bool:
    """Whether an address is another one, and not the same with a comma or a capital more."""
    return _bare(before) != _bare(after)


def _bare(address: str) -> str:
    return "".join(each for each in address.casefold() if each.isalnum())
