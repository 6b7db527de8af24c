"""Places to meet and their rooms: described, closed, opened again; and the one that a day is at."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.agenda import keeping, queries, sessions, taken, venue_rules
from ekc.agenda.models import Conference, ConferenceRoom, Room, Venue
from ekc.audit.service import record
from ekc.db import UTC, db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.invitations.rules import BY_VOICE
from ekc.referrals.rules import check_no_bsn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ekc.accounts.actor import Actor
    from ekc.agenda.rules import Plan
    from ekc.agenda.venue_rules import Told

CHOSEN = select(Room).where(
    Room.id.in_(bindparam("rooms", expanding=True)), Room.municipality_id == bindparam("municipality")
)
TO_COME = (
    select(Conference)
    .where(
        Conference.venue_id == bindparam("venue", type_=BigInteger()),
        Conference.state == "planned",
        Conference.starts_at > bindparam("now", type_=UTC()),
    )
    .order_by(Conference.id)
)
LEAVE = delete(ConferenceRoom).where(ConferenceRoom.conference_id == bindparam("conference"))
CHANGED = "Intussen heeft iemand anders dit gewijzigd. Kijk het na, en bewaar dan opnieuw."


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a day is; `words` is what an invitation may say of it."""

    words: str | None
    venue: Venue | None = None
    rooms: Sequence[Room] = ()


def add(told: Told, *, by: Actor) -> Venue:
    """A place to meet, for everyone in the actor's municipality to choose. DomainError as `check`."""
    venue_rules.check(told)
    venue = Venue(id=new_id(), municipality_id=by.municipality_id, closed=False, **asdict(told))
    db.session.add(venue)
    record("add_venue", "venue", venue.id, by=by)
    db.session.flush()
    return venue


def change(venue: Venue, told: Told, seen: int, *, by: Actor) -> None:
    """Describe a place anew; `seen` is the version that was looked at. TooLateError where it is older.

    Another address is another place: everybody invited there is asked again. Another name is other words.
    """
    venue_rules.check(told)
    _check_version(venue, seen)
    elsewhere = venue_rules.is_elsewhere(venue.address, told.address)
    for name, value in asdict(told).items():
        setattr(venue, name, value)
    record("change_venue", "venue", venue.id, by=by)
    db.session.flush()
    _follow(venue, by, elsewhere=elsewhere)


def close(venue: Venue, *, by: Actor) -> None:
    """Nobody chooses it any more; a day that stands there stays."""
    venue.closed = True
    record("close_venue", "venue", venue.id, by=by)
    db.session.flush()


def reopen(venue: Venue, *, by: Actor) -> None:
    """It can be chosen again."""
    venue.closed = False
    record("open_venue", "venue", venue.id, by=by)
    db.session.flush()


def add_room(venue: Venue, name: str, seats: int, *, alone: bool, by: Actor) -> Room:
    """One more room, taken whenever the whole venue is. DomainError where the name is taken."""
    venue_rules.check_room(name, seats)
    room = Room(
        id=new_id(),
        municipality_id=venue.municipality_id,
        venue_id=venue.id,
        name=name,
        seats=seats,
        alone=alone,
        closed=False,
    )
    _named(room)
    taken.add_to_whole(room)
    record("add_room", "venue", venue.id, by=by)
    db.session.flush()
    return room


def change_room(room: Room, name: str, seats: int, *, alone: bool, closed: bool, by: Actor) -> None:
    """Describe a room anew, or take it out of use; a day there stays. DomainError as `add_room`."""
    venue_rules.check_room(name, seats)
    room.name, room.seats, room.alone, room.closed = name, seats, alone, closed
    _named(room)
    record("change_room", "venue", room.venue_id, by=by)
    db.session.flush()
    _follow(db.session.get_one(Venue, room.venue_id), by)


def spot(municipality_id: int, day: Plan, now_at: int | None = None) -> Spot:
    """Where a plan says that it is; `now_at`: the venue where it is already, which may be closed since.

    DomainError for a venue that is closed, and for rooms that are, or that are of another venue.
    """
    if day.venue_id is None:
        if day.room_ids:
            raise DomainError("Je koos een ruimte, maar geen locatie. Kies de locatie waar die ruimte is.")
        check_no_bsn([day.place or ""])
        if day.place_in_invitation and not day.by_voice:
            venue_rules.check_home(day.place or "")
        if day.by_voice:
            return Spot(BY_VOICE)
        return Spot(day.place if day.place_in_invitation else None)
    venue = queries.venue(municipality_id, day.venue_id)
    if venue.closed and venue.id != now_at:
        raise DomainError(f"{venue.name} is niet meer te gebruiken. Kies een andere plek.")
    rooms = _rooms(venue, day.room_ids, stays=venue.id == now_at)
    names = ", ".join(room.name for room in rooms)
    return Spot(queries.in_words(venue.name, names, venue.address), venue, rooms)


def settle(conference: Conference, where: Spot) -> None:
    """Take the hours of who organises it and of where it is. BusyError where somebody else has them."""
    taken.take(conference, where.venue, where.rooms)
    db.session.execute(LEAVE, {"conference": conference.id})
    db.session.add_all(
        ConferenceRoom(
            conference_id=conference.id, room_id=room.id, municipality_id=conference.municipality_id
        )
        for room in where.rooms
    )
    db.session.flush()


def _follow(venue: Venue, by: Actor, *, elsewhere: bool = False) -> None:
    """What is still to come there says it as it is called now; nothing happens where nobody reads it."""
    tell = sessions.move if elsewhere else sessions.reword
    for conference in db.session.scalars(TO_COME, {"venue": venue.id, "now": clock.now()}).all():
        names = ", ".join(sorted(room.name for room in queries.rooms_of(conference)))
        words = queries.in_words(venue.name, names, venue.address)
        tell(conference, words, by, own=keeping.personal(conference, venue))


def _rooms(venue: Venue, room_ids: Sequence[int], *, stays: bool) -> list[Room]:
    if not room_ids:
        return []
    values = {"rooms": sorted(set(room_ids)), "municipality": venue.municipality_id}
    found = sorted(db.session.scalars(CHOSEN, values), key=lambda room: room.name)
    for room in found:
        if room.venue_id != venue.id:
            raise DomainError(f"{room.name} hoort niet bij {venue.name}. Kies ruimtes van één locatie.")
        if room.closed and not stays:
            raise DomainError(f"{room.name} is niet meer te gebruiken. Kies een andere ruimte.")
    if len(found) != len(set(room_ids)):
        raise DomainError("Deze ruimte kennen we niet. Kies er een uit de lijst.")
    return found


def _check_version(venue: Venue, seen: int) -> None:
    if venue.version != seen:
        raise TooLateError(CHANGED)


def _named(room: Room) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(room)
    except IntegrityError as error:
        raise DomainError(venue_rules.ROOM_TAKEN) from error
