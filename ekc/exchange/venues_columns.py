"""The columns of the places to meet: how each is read, and how it is written. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from ekc.agenda.venue_rules import TICKS
from ekc.errors import DomainError
from ekc.exchange import cells
from ekc.exchange.listed import MARK, mark_reader
from ekc.sheets.columns import Column
from ekc.sheets.writing import Value
from ekc.web import reading

LETTER = "L"
MOST = 999  # seats
MOST_ROOMS = 50
LONGEST_ROOM = 60
ALONE, CLOSED = "apart", "dicht"
ROOM = re.compile(rf"(.+?) ?\((\d{{1,3}})(, ?{ALONE})?(, ?{CLOSED})?\)")
ROOMS = "Zo, elke ruimte op een eigen regel: kleine kamer (8, apart). ‘apart’: om even apart te zitten."


class RoomTold(NamedTuple):
    """A room as a cell tells it."""

    name: str
    seats: int
    alone: bool
    closed: bool

    @property
    def in_words(self) -> str:
        """As it stands in a cell."""
        more = f"{f', {ALONE}' if self.alone else ''}{f', {CLOSED}' if self.closed else ''}"
        return f"{self.name} ({self.seats}{more})"


def rooms(cell: str) -> object:
    """The rooms in a cell, each on a line of its own or with a semicolon between."""
    found: dict[str, RoomTold] = {}
    for piece in re.split(r"\n|(?<=\));", cell):
        if not piece.strip():
            continue
        told = ROOM.fullmatch(reading.one_line(piece))
        if told is None:
            raise DomainError("Schrijf elke ruimte zo: grote zaal (30), of: kleine kamer (8, apart).")
        room = RoomTold(told[1], reading.number(told[2], 1, MOST), bool(told[3]), bool(told[4]))
        if len(room.name) > LONGEST_ROOM:
            raise DomainError(f"De naam van een ruimte is te lang. Er passen {LONGEST_ROOM} tekens.")
        if room.name.casefold() in found:
            raise DomainError(f"De ruimte ‘{room.name}’ staat er twee keer.")
        found[room.name.casefold()] = room
    if len(found) > MOST_ROOMS:
        raise DomainError(f"Hier staan {len(found)} ruimtes. Er passen er {MOST_ROOMS}.")
    return tuple(found.values())


def _tick(key: str, name: str, words: str) -> Column:
    return Column(key, name, cells.yes_no, f"ja of nee. {words}")


COLUMNS = (
    Column(
        MARK, "Kenmerk", mark_reader(LETTER), "Van ons. Laat het staan; bij wat nieuw is blijft het leeg."
    ),
    Column("name", "Naam", cells.name(80), "Nodig.", "Vul de naam in.", also=("Locatie",)),
    Column("address", "Adres", cells.text(160), "Straat, nummer en plaats. Nodig bij wat nieuw is."),
    Column("place", "Dorp of wijk", cells.text(80), "Een dorp, wijk of postcode van deze gemeente."),
    Column("seats", "Plaatsen", cells.number(1, MOST), "Hoeveel mensen passen er. Nodig bij wat nieuw is."),
    Column(
        "rooms", "Ruimtes", rooms, f"{ROOMS} Wat er niet bij staat, blijft zoals het is.", also=("Zalen",)
    ),
    _tick("step_free", "Zonder drempels", "Leeg: ja."),
    _tick("lift", "Lift", "Leeg: nee."),
    _tick("hearing_loop", "Ringleiding", "Leeg: nee."),
    _tick("quiet", "Rustig", "Leeg: nee."),
    _tick("kitchen", "Keuken of koffie", "Leeg: nee."),
    _tick("neutral", "Neutraal", "Voor wie liever niet in het eigen dorp zit. Leeg: nee."),
    Column("hours", "Wanneer open", cells.text(200), "Zo: ma t/m vr 9.00-22.00; za 10.00-17.00."),
    Column("cost", "Wat kost het", cells.text(120), "Eigen woorden.", also=("Kosten",)),
    Column("bus", "Met de bus", cells.text(200), "Bijvoorbeeld: halte op 100 meter."),
    Column("parking", "Parkeren", cells.text(200), "Eigen woorden."),
    Column("contact", "Contactpersoon", cells.text(80), "Wie je belt."),
    Column("phone", "Telefoon", cells.phone, "Zoals 0598-123456.", also=("Telefoonnummer",)),
    Column("mail", "Mail", reading.mail, "Zoals naam@voorbeeld.nl.", also=("E-mail",)),
    Column("closed", "Gesloten", cells.yes_no, "ja: niemand kan haar nog kiezen. Leeg: nee."),
)
NEW = {
    **dict.fromkeys((*TICKS, "closed"), False),
    "step_free": True,
    "rooms": (),
}


def shown(key: str, value: object) -> Value:
    """A value as it stands in its cell; that of a dorp is written by the sheet itself."""
    if key == "rooms":
        return "\n".join(room.in_words for room in value) or None  # type: ignore[attr-defined] # -- rooms
    return cells.shown(key, value)
