"""Places to meet with their rooms, for whoever plans a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Boolean, String, and_, bindparam, case, cast, func, or_, select

from ekc import clock
from ekc.accounts.models import Role
from ekc.agenda import timeslots
from ekc.agenda.models import Conference, Room, Session, Taken, Venue
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.invitations.models import Invitation
from ekc.invitations.rewording import in_calendars
from ekc.places.models import Locality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.agenda.free import Block

PER_PAGE = 25
VISIBLE = (
    Venue.municipality_id == bindparam("municipality", type_=BigInteger()),
    bindparam("planner", type_=Boolean()),
    or_(bindparam("bureau", type_=Boolean()), Venue.closed.is_(False)),
)
IN_VILLAGE = or_(
    bindparam("everywhere", type_=Boolean()),
    Venue.locality_id.in_(select(Locality.id).where(Locality.name == bindparam("village"))),
)
ALONE = select(func.count()).where(Room.venue_id == Venue.id, Room.alone, Room.closed.is_(False))
MANY = select(func.count()).where(Room.venue_id == Venue.id, Room.closed.is_(False))
PAGE = (
    select(Venue, MANY.correlate(Venue).scalar_subquery(), ALONE.correlate(Venue).scalar_subquery())
    .where(*VISIBLE, IN_VILLAGE)
    .order_by(Venue.closed, Venue.name, Venue.id)
    .limit(PER_PAGE)
    .offset(bindparam("skip", type_=BigInteger()))
)
ALL = select(Venue).where(*VISIBLE).order_by(Venue.id)
ALL_ROOMS = (
    select(Room)
    .where(Room.municipality_id == bindparam("municipality", type_=BigInteger()))
    .order_by(Room.name, Room.id)
)
COUNT = select(func.count()).select_from(Venue).where(*VISIBLE, IN_VILLAGE)
ONE = select(Venue).where(Venue.id == bindparam("venue", type_=BigInteger()), *VISIBLE)
ROOMS = (
    select(Room)
    .where(Room.venue_id == bindparam("venue", type_=BigInteger()))
    .order_by(Room.closed, Room.name, Room.id)
)
ROOM = (
    select(Room, Venue)
    .join(Venue, Venue.id == Room.venue_id)
    .where(
        Room.id == bindparam("room", type_=BigInteger()),
        bindparam("bureau", type_=Boolean()),
        Room.municipality_id == bindparam("municipality", type_=BigInteger()),
    )
)
OPEN_ROOMS = select(Room.id).where(
    Room.venue_id == bindparam("venue", type_=BigInteger()), Room.closed.is_(False)
)
HOW_MANY = OPEN_ROOMS.with_only_columns(func.count()).scalar_subquery()
WHOLE = case((Taken.kind == "venue", 1), else_=0)
FULL = (  # the quarter hours in which all of a venue is taken, or every room of it
    select(Taken.quarter)
    .where(
        or_(
            and_(Taken.kind == "venue", Taken.what_id == bindparam("venue", type_=BigInteger())),
            and_(Taken.kind == "room", Taken.what_id.in_(OPEN_ROOMS)),
        ),
        Taken.quarter >= bindparam("first", type_=BigInteger()),
        Taken.quarter < bindparam("until", type_=BigInteger()),
    )
    .group_by(Taken.quarter)
    .having(or_(func.max(WHOLE) == 1, and_(HOW_MANY > 0, func.count() >= HOW_MANY)))
)
FULL_THERE = select(  # in one text, to be a part of another statement
    func.aggregate_strings(cast(FULL.subquery().c.quarter, String), ",")
).scalar_subquery()
TO_COME = select(func.count()).where(
    Conference.venue_id == bindparam("venue", type_=BigInteger()),
    Conference.state == "planned",
    Conference.ends_at > bindparam("now", type_=UTC()),
)

INVITED = (
    select(Invitation.person_id, Invitation.address)
    .join(Session, Session.appointment_id == Invitation.appointment_id)
    .join(Conference, Conference.id == Session.conference_id)
    .where(
        Conference.venue_id.in_(bindparam("venues", expanding=True, type_=BigInteger())),
        Conference.state == "planned",
        Conference.starts_at > bindparam("now", type_=UTC()),
        Invitation.removed_at.is_(None),
        Invitation.organises.is_(False),
    )
)


def visible_to(actor: Actor) -> dict[str, object]:
    """Who plans sees the places that are open; the bureau also those that are closed."""
    return {
        "municipality": actor.municipality_id,
        "planner": actor.is_a(Role.BUREAU, Role.COORDINATOR),
        "bureau": actor.is_a(Role.BUREAU),
    }


def page(actor: Actor, number: int, village: str | None = None) -> list[tuple[Venue, int, int]]:
    """(place, how many rooms, how many of them for time alone) of a page of the list, of one dorp or all."""
    values = {**_there(actor, village), "skip": (number - 1) * PER_PAGE}
    return [(venue, many, alone) for venue, many, alone in db.session.execute(PAGE, values)]


def count(actor: Actor, village: str | None = None) -> int:
    """How many places there are, in one dorp or in all."""
    return db.session.scalar(COUNT, _there(actor, village)) or 0


def _there(actor: Actor, village: str | None) -> dict[str, object]:
    return {**visible_to(actor), "everywhere": village is None, "village": village or ""}


def everything(actor: Actor) -> list[tuple[Venue, list[Room]]]:
    """All places that the actor may see, each with all its rooms. Two queries."""
    found: dict[int, tuple[Venue, list[Room]]] = {}
    for venue in db.session.scalars(ALL, visible_to(actor)):
        found[venue.id] = (venue, [])
    for room in db.session.scalars(ALL_ROOMS, {"municipality": actor.municipality_id}):
        if room.venue_id in found:
            found[room.venue_id][1].append(room)
    return list(found.values())


def get_for(actor: Actor, venue_id: int) -> Venue:
    """A place; NotFoundError where it is not there for the actor."""
    found = db.session.scalars(ONE, {**visible_to(actor), "venue": venue_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def rooms(venue: Venue) -> Sequence[Room]:
    """The rooms of a place, those that are closed last."""
    return db.session.scalars(ROOMS, {"venue": venue.id}).all()


def room_for(actor: Actor, room_id: int) -> tuple[Room, Venue]:
    """A room with its place, for the bureau; NotFoundError otherwise."""
    values = {"municipality": actor.municipality_id, "bureau": actor.is_a(Role.BUREAU), "room": room_id}
    found = db.session.execute(ROOM, values).one_or_none()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def full_values(begin: datetime, end: datetime) -> dict[str, int]:
    """What `FULL_THERE` must be told beside the venue: from `begin` to `end` (aware)."""
    window = timeslots.quarters(begin, end)
    return {"first": window.start, "until": window.stop}


def blocks(full: str | None) -> list[Block]:
    """What `FULL_THERE` gives, as blocks of quarter hours."""
    return [(int(one), int(one) + 1) for one in full.split(",")] if full else []


def invited(venue_ids: Sequence[int]) -> tuple[int, int]:
    """(how many people are asked to what is planned there, how many of them have it in a calendar)."""
    rows = db.session.execute(INVITED, {"venues": venue_ids, "now": clock.now()}).all()
    return len({person_id for person_id, _ in rows}), in_calendars(rows)


def to_come(venue: Venue) -> int:
    """How many conferences are planned there."""
    return db.session.scalar(TO_COME, {"venue": venue.id, "now": clock.now()}) or 0
