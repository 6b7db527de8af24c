"""The hours in which a coordinator or a room is taken: the database refuses the second who wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, literal, select
from sqlalchemy.exc import IntegrityError, OperationalError

from ekc.agenda import timeslots
from ekc.agenda.models import Conference, Room, Taken, Venue
from ekc.db import Base, db
from ekc.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Sequence

FREE = delete(Taken).where(Taken.conference_id == bindparam("conference"))
DEADLOCK = "40P01"  # PostgreSQL: two want each other's hours at once, and one of them has to give way
PERSON_BUSY = "De coördinator heeft op dat uur al een andere bijeenkomst. Kies een ander uur."
ROOM_BUSY = "{} is op dat uur al bezet. Kies een andere plek of een ander uur."
TURN = (  # whoever adds a room waits for who books the whole, and the other way round
    select(Venue.id).where(Venue.id == bindparam("venue")).with_for_update(key_share=True)
)
ALL_ROOMS = select(Room.id).where(Room.venue_id == bindparam("venue")).order_by(Room.id)
WITH_THE_WHOLE = insert(Base.metadata.tables["taken"]).from_select(
    ["kind", "what_id", "quarter", "municipality_id", "conference_id"],
    select(
        literal("room"), bindparam("room"), Taken.quarter, Taken.municipality_id, Taken.conference_id
    ).where(Taken.kind == "venue", Taken.what_id == bindparam("venue")),
)


def free(conference: Conference) -> None:
    """Let go of every hour that a conference took."""
    db.session.execute(FREE, {"conference": conference.id})


def take(conference: Conference, venue: Venue | None, rooms: Sequence[Room] = ()) -> None:
    """Take the hours of the coordinator and the rooms instead of those taken before: all, or nothing.

    Without `rooms`, the whole venue with every room in it. BusyError where somebody else has one of them.
    """
    whole = {"venue": venue.id} if venue is not None and not rooms else None
    with db.session.begin_nested():
        if whole is not None:  # before anything else is held: nobody waits here for who waits for us
            db.session.execute(TURN, whole)
        free(conference)
        _take(conference, "person", [conference.coordinator_person_id], PERSON_BUSY)
        if venue is None:
            return
        busy = ROOM_BUSY.format(_title(venue, rooms))
        if rooms:
            _take(conference, "room", sorted(room.id for room in rooms), busy)
            return
        _take(conference, "venue", [venue.id], busy)
        _take(conference, "room", list(db.session.scalars(ALL_ROOMS, {"venue": venue.id})), busy)


def add_to_whole(room: Room) -> None:
    """A new room is taken whenever the whole venue is. Call it before the room can be seen by others."""
    db.session.execute(TURN, {"venue": room.venue_id})
    db.session.execute(WITH_THE_WHOLE, {"venue": room.venue_id, "room": room.id})


def _title(venue: Venue, rooms: Sequence[Room]) -> str:
    return f"{', '.join(room.name for room in rooms)} van {venue.name}" if rooms else venue.name


def _take(conference: Conference, kind: str, what_ids: Sequence[int], sentence: str) -> None:
    rows = [
        {
            "kind": kind,
            "what_id": what_id,
            "quarter": quarter,
            "municipality_id": conference.municipality_id,
            "conference_id": conference.id,
        }
        for what_id in what_ids
        for quarter in timeslots.quarters(conference.starts_at, conference.ends_at)
    ]
    if not rows:
        return
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Taken), rows)
    except (IntegrityError, OperationalError) as error:
        if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) != DEADLOCK:
            raise
        raise BusyError(sentence) from error
