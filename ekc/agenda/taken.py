"""The hours in which a coordinator or a room is taken: the database refuses the second who wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.exc import IntegrityError, OperationalError

from ekc.agenda import timeslots
from ekc.agenda.models import Conference, Taken
from ekc.db import db
from ekc.errors import BusyError

if TYPE_CHECKING:
    from ekc.agenda.models import Venue

FREE = delete(Taken).where(Taken.conference_id == bindparam("conference"))
DEADLOCK = "40P01"  # PostgreSQL: two want each other's hours at once, and one of them has to give way
PERSON_BUSY = "De coördinator heeft op dat uur al een andere bijeenkomst. Kies een ander uur."
ROOM_BUSY = "{} is op dat uur al bezet. Kies een andere plek of een ander uur."


def free(conference: Conference) -> None:
    """Let go of every hour that a conference took."""
    db.session.execute(FREE, {"conference": conference.id})


def take(conference: Conference, venue: Venue | None) -> None:
    """Take the hours of the coordinator and the room instead of those taken before: all, or nothing.

    BusyError where somebody else has one of them.
    """
    with db.session.begin_nested():
        free(conference)
        _take_one(conference, "person", conference.coordinator_person_id, PERSON_BUSY)
        if venue is not None:
            _take_one(conference, "venue", venue.id, ROOM_BUSY.format(venue.name))


def _take_one(conference: Conference, kind: str, what_id: int, sentence: str) -> None:
    rows = [
        {
            "kind": kind,
            "what_id": what_id,
            "quarter": quarter,
            "municipality_id": conference.municipality_id,
            "conference_id": conference.id,
        }
        for quarter in timeslots.quarters(conference.starts_at, conference.ends_at)
    ]
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Taken), rows)
    except (IntegrityError, OperationalError) as error:
        if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) != DEADLOCK:
            raise
        raise BusyError(sentence) from error
