"""The places to meet as a sheet: what a file would do, doing it, and all of them on their way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ekc.accounts.actor import Actor
from ekc.agenda import venue_queries, venues
from ekc.agenda.models import Room, Venue
from ekc.agenda.venue_rules import FIELDS, Told
from ekc.exchange import listed
from ekc.exchange.listed import Listing, Tell, Values
from ekc.exchange.plans import CHANGE, NEW, Line, Plan
from ekc.exchange.venues_columns import COLUMNS, LETTER, RoomTold, shown
from ekc.exchange.venues_columns import NEW as FIRST
from ekc.places.queries import localities
from ekc.sheets.columns import Table
from ekc.sheets.writing import Value

INVENTED: dict[str, Value] = {
    "name": "Dorpshuis De Brug",
    "address": "Brugweg 2, Foxhol",
    "seats": 40,
    "rooms": "grote zaal (30)\nkleine kamer (8, apart)",
    "step_free": "ja",
    "kitchen": "ja",
    "hours": "ma t/m vr 9.00-22.00; za 10.00-17.00",
    "cost": "€ 25 per dagdeel",
    "bus": "halte op 100 meter",
    "phone": "0598 11 11 11",
}
EXAMPLE = [[INVENTED.get(column.key) for column in COLUMNS]]
NEEDED = {"address": "Vul het adres in.", "seats": "Vul in hoeveel mensen er passen."}


def plan(table: Table, *, by: Actor) -> Plan:
    """What would happen, row by row, or every problem."""
    return listed.plan(table, _listing(by))


def carry_out(plan: Plan, *, by: Actor) -> None:
    """Write every line of a plan that changes something."""
    there = {venue.id: (venue, rooms) for venue, rooms in venue_queries.everything(by)}
    for line in plan.lines:
        if line.what == NEW:
            venue = venues.add(Told(**_kept(line.values)), by=by)
            _rest(venue, [], line.values, by)
        elif line.what == CHANGE and line.target is not None:
            _change(*there[line.target], line, by)


def told(plan: Plan, *, by: Actor) -> int:  # noqa: ARG001 -- every kind of sheet is asked alike
    """How many people hear that a place to which they are asked is another, or is called otherwise."""
    changes = {line.target: line.values.keys() for line in plan.lines if line.what == CHANGE and line.target}
    moved = [number for number, keys in changes.items() if "address" in keys]
    named = [number for number, keys in changes.items() if keys & {"name", "rooms"} and number not in moved]
    return venue_queries.invited(moved)[0] + venue_queries.invited(named)[1]


def out(by: Actor) -> tuple[Sequence[Sequence[Value]], Sequence[int]]:
    """Every place, the closed ones too, and their ids for the logbook."""
    listing = _listing(by)
    return listed.rows(listing, LETTER), list(listing.there)


def _change(venue: Venue, rooms: Sequence[Room], line: Line, by: Actor) -> None:
    fresh = _kept(line.values)
    if fresh:
        before = {name: getattr(venue, name) for name in FIELDS}
        venues.change(venue, Told(**{**before, **fresh}), venue.version, by=by)
    _rest(venue, rooms, line.values, by)


def _rest(venue: Venue, rooms: Sequence[Room], told: Mapping[str, Any], by: Actor) -> None:
    """The rooms that a row tells, and whether the place is closed."""
    there = {room.name.casefold(): room for room in rooms}
    for one in told.get("rooms", ()):
        room = there.get(one.name.casefold())
        if room is None:
            room = venues.add_room(venue, one.name, one.seats, alone=one.alone, by=by)
            there[one.name.casefold()] = room
        if _told(room) != one:
            venues.change_room(room, *one[:2], alone=one.alone, closed=one.closed, by=by)
    if told.get("closed", venue.closed) != venue.closed:
        (venues.close if told["closed"] else venues.reopen)(venue, by=by)


def _listing(by: Actor) -> Listing:
    places = [(one.id, one.pc4, one.name) for one in localities(by.municipality_id)]
    words: dict[object, str] = {number: f"{pc4} {name}" for number, pc4, name in places}
    read = listed.by_place(places)

    def settle(told: Values, before: Values, tell: Tell) -> Values:
        for key, sentence in NEEDED.items():
            if key not in told and key not in before:
                tell(key, sentence)
        place = {"place": read(told["place"], tell)} if "place" in told else {}
        rooms = {"rooms": _with_others(told["rooms"], before)} if "rooms" in told else {}
        return {**told, **place, **rooms}

    def written(key: str, value: object) -> Value:
        return words.get(value) if key == "place" else shown(key, value)

    there = {venue.id: _values(venue, rooms) for venue, rooms in venue_queries.everything(by)}
    return Listing(COLUMNS, there, FIRST, written, settle)


def _kept(told: Mapping[str, Any]) -> dict[str, Any]:
    ids = {"locality_id": told["place"]} if "place" in told else {}
    return {**{key: value for key, value in told.items() if key in FIELDS}, **ids}


def _with_others(told: Any, before: Values) -> tuple[RoomTold, ...]:  # noqa: ANN401 -- rooms, as read
    """Every room of a place once a row came in, in order of their names: those not told stay as they are."""
    rooms: dict[str, RoomTold] = {one.name.casefold(): one for one in before.get("rooms", ())}  # type: ignore[attr-defined] # -- rooms
    rooms |= {one.name.casefold(): one for one in told}
    return tuple(sorted(rooms.values()))


def _values(venue: Venue, rooms: Sequence[Room]) -> dict[str, object]:
    return {
        **{name: getattr(venue, name) for name in FIELDS if name != "locality_id"},
        "place": venue.locality_id,
        "rooms": tuple(sorted(_told(room) for room in rooms)),
        "closed": venue.closed,
    }


def _told(room: Room) -> RoomTold:
    return RoomTold(room.name, room.seats, room.alone, room.closed)
