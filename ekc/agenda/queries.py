"""Conferences with their sessions, places and guests; whoever may see a traject may see its conference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, Executable, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.agenda import timeslots
from ekc.agenda.models import Conference, ConferenceRoom, Room, Session, Venue
from ekc.agenda.timeslots import CIRCLE
from ekc.calendars import queries as calendars
from ekc.circle.queries import MUNICIPALITY, REFERRAL, THIN, VISIBLE, visible_to
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.invitations.guests import of_appointments
from ekc.invitations.models import Appointment
from ekc.places.distances import nearness
from ekc.places.models import Locality
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ekc.accounts.actor import Actor
    from ekc.agenda.free import Block
    from ekc.invitations.guests import Guest

CONFERENCE = bindparam("conference", type_=BigInteger())
KRING = aliased(Session)
GUESTS = aliased(Session)
ROOMS = (  # by name, where it does not use the whole venue
    select(func.aggregate_strings(Room.name, ", "))
    .join(ConferenceRoom, ConferenceRoom.room_id == Room.id)
    .where(ConferenceRoom.conference_id == Conference.id)
    .correlate(Conference)
    .scalar_subquery()
)
PLANNED = (
    select(Conference, Venue, KRING.appointment_id, GUESTS.appointment_id, ROOMS)
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .outerjoin(KRING, and_(KRING.conference_id == Conference.id, KRING.audience == CIRCLE))
    .outerjoin(GUESTS, and_(GUESTS.conference_id == Conference.id, GUESTS.audience == timeslots.GUESTS))
    .where(
        Conference.referral_id == REFERRAL,
        Conference.municipality_id == MUNICIPALITY,
        Conference.state == "planned",
    )
)
HOURS = select(Conference.referral_id, Conference.starts_at, Conference.ends_at).where(
    Conference.municipality_id == MUNICIPALITY,
    Conference.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
    Conference.state == "planned",
)
NEWEST = (
    select(Conference, Venue, KRING.appointment_id, GUESTS.appointment_id, ROOMS)
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .outerjoin(KRING, and_(KRING.conference_id == Conference.id, KRING.audience == CIRCLE))
    .outerjoin(GUESTS, and_(GUESTS.conference_id == Conference.id, GUESTS.audience == timeslots.GUESTS))
    .where(Conference.referral_id == REFERRAL, Conference.municipality_id == MUNICIPALITY)
    .order_by(Conference.state != "planned", Conference.starts_at.desc(), Conference.id.desc())
    .limit(1)
)
ONE = (
    select(Conference, Venue, KRING.appointment_id, GUESTS.appointment_id, ROOMS, Referral, Assignment)
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .outerjoin(KRING, and_(KRING.conference_id == Conference.id, KRING.audience == CIRCLE))
    .outerjoin(GUESTS, and_(GUESTS.conference_id == Conference.id, GUESTS.audience == timeslots.GUESTS))
    .join(Referral, Referral.id == Conference.referral_id)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(Conference.id == CONFERENCE, Conference.municipality_id == MUNICIPALITY, VISIBLE)
    .limit(1)
    .options(*THIN)
)
VENUE = select(Venue).where(
    Venue.id == bindparam("venue", type_=BigInteger()), Venue.municipality_id == MUNICIPALITY
)
USED = select(ConferenceRoom.room_id).where(ConferenceRoom.conference_id == CONFERENCE)
OF_HOME = aliased(Locality)
HOME = select(OF_HOME.pc4).where(OF_HOME.id == bindparam("home", type_=BigInteger())).scalar_subquery()
PLACES = (
    select(Venue, Room, Room.id.in_(USED), Locality.pc4, HOME)
    .select_from(Venue)
    .outerjoin(Room, and_(Room.venue_id == Venue.id, or_(Room.closed.is_(False), Room.id.in_(USED))))
    .outerjoin(Locality, Locality.id == Venue.locality_id)
    .where(
        Venue.municipality_id == MUNICIPALITY,
        or_(Venue.closed.is_(False), Venue.id == bindparam("venue", type_=BigInteger())),
    )
    .order_by(Venue.name, Venue.id, Room.name)
    .limit(300)
)
ROOMS_OF = (
    select(Room)
    .join(ConferenceRoom, ConferenceRoom.room_id == Room.id)
    .where(ConferenceRoom.conference_id == CONFERENCE, ConferenceRoom.municipality_id == MUNICIPALITY)
    .order_by(Room.id)
)
SESSIONS = (
    select(Session, Appointment)
    .join(Appointment, Appointment.id == Session.appointment_id)
    .where(Session.conference_id == CONFERENCE, Session.municipality_id == MUNICIPALITY)
    .order_by(Session.id)
)
PLACE_OF_SESSION = (
    select(Conference.place, Venue.name, Venue.address, ROOMS.label("rooms"))
    .join(Session, Session.conference_id == Conference.id)
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .where(
        Session.id == bindparam("session", type_=BigInteger()),
        Session.municipality_id == MUNICIPALITY,
    )
)


@dataclass(frozen=True, slots=True)
class Day:
    """A conference with where it is; `audiences` tells whom an appointment of it is for."""

    conference: Conference
    venue: Venue | None
    audiences: dict[int, str]
    referral: Referral
    assignment: Assignment | None = None
    rooms: str | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        if self.venue is not None:
            return in_words(self.venue.name, self.rooms, self.venue.address)
        return self.conference.place or ""


class Places(NamedTuple):
    """Venues to choose from, the nearest first; their rooms with the venue, in the same order; and the rooms
    in use now."""

    venues: list[Venue]
    rooms: list[tuple[Room, Venue]]
    used: list[Room]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody invited to a part of a conference now."""

    audience: str
    guest: Guest

    @property
    def by_mail(self) -> bool:
        """Whether messages go to this person; if not, they are told by voice."""
        return self.guest.post != "none"

    @property
    def in_trouble(self) -> bool:
        """Whether the newest message did not arrive, so that somebody must call."""
        return self.guest.post == "failed"


def planned_of(referral: Referral) -> Day | None:
    """The planned conference of a referral."""
    return _of(PLANNED, referral)


def planned_for(municipality_id: int, referral_ids: Sequence[int]) -> dict[int, tuple[datetime, datetime]]:
    """From when until when (aware) the planned conference of each of these is, by referral id. One query."""
    values = {"municipality": municipality_id, "referrals": referral_ids}
    return {number: (starts, ends) for number, starts, ends in db.rows(HOURS, values)}


def newest_of(referral: Referral) -> Day | None:
    """The planned conference of a referral, or else the last one in whatever state."""
    return _of(NEWEST, referral)


def _of(statement: Executable, referral: Referral) -> Day | None:
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    row = db.session.execute(statement, values).one_or_none()
    return None if row is None else Day(row[0], row[1], audiences_of(row[2], row[3]), referral, None, row[4])


def get_for(actor: Actor, conference_id: int) -> Day:
    """A conference in whatever state, with its traject, for who may see that; else NotFoundError."""
    row = db.session.execute(ONE, {**visible_to(actor), "conference": conference_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return Day(row[0], row[1], audiences_of(row[2], row[3]), row[5], row[6], row[4])


def places(actor: Actor, home: int | None = None, now: Conference | None = None) -> Places:
    """Where a conference can be: what is open, and what a conference uses `now`, which comes first; then what
    is nearest to the locality `home` of a family, and by name where that is not known. One query."""
    held = {"conference": now.id if now else 0, "venue": (now.venue_id if now else None) or 0}
    values = {"municipality": actor.municipality_id, "home": home or 0, **held}
    rows = sorted(
        db.session.execute(PLACES, values).all(),
        key=lambda row: (row[0].id != held["venue"], nearness(row[4], row[3])),
    )
    return Places(
        list({row[0].id: row[0] for row in rows}.values()),
        [(row[1], row[0]) for row in rows if row[1]],
        [row[1] for row in rows if row[2]],
    )


def venue(municipality_id: int, venue_id: int) -> Venue:
    """A place of a municipality, also one that is closed; NotFoundError otherwise."""
    found = db.session.scalars(VENUE, {"municipality": municipality_id, "venue": venue_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def rooms_of(conference: Conference) -> Sequence[Room]:
    """The rooms that a conference uses; none: the whole venue."""
    values = {"municipality": conference.municipality_id, "conference": conference.id}
    return db.session.scalars(ROOMS_OF, values).all()


def in_words(name: str, rooms: str | None, address: str) -> str:
    """'De Kern (grote zaal), Kerkstraat 1': where it is."""
    return f"{name} ({rooms}), {address}" if rooms else f"{name}, {address}"


def sessions(conference: Conference) -> dict[str, tuple[Session, Appointment]]:
    """The sessions of a conference with their appointments, by audience."""
    values = {"municipality": conference.municipality_id, "conference": conference.id}
    return {
        session.audience: (session, appointment)
        for session, appointment in db.session.execute(SESSIONS, values)
    }


def asked(day: Day) -> list[Asked]:
    """Who is invited to a conference now, with their answers; no address."""
    return asked_to(day.conference.municipality_id, day.audiences)


def how_many(asked: Iterable[Asked]) -> tuple[int, int]:
    """(how many of them get a message, how many are told by voice), where something is told to all."""
    by_mail = [one.by_mail for one in asked]
    return sum(by_mail), len(by_mail) - sum(by_mail)


def asked_to(municipality_id: int, audiences: dict[int, str]) -> list[Asked]:
    """Who is invited now to these appointments, each with whom it is for."""
    guests = of_appointments(municipality_id, audiences)
    return [Asked(audiences[guest.appointment_id], guest) for guest in guests if guest.removed_at is None]


def busy_of(person_id: int, begin: datetime, end: datetime) -> list[Block]:
    """The quarter hours from `begin` to `end` (aware) in which a person has a conference or another
    appointment, or is busy in the calendar she linked; in all municipalities; see `free.Block`.
    One query."""
    return calendars.busy_of(person_id, begin, end, clock.now())


def place_of(municipality_id: int, owner: tuple[str, int]) -> str | None:
    """Where the session that owns an appointment is, in full: only for whoever is invited to it."""
    if owner[0] != "session":
        return None
    row = db.session.execute(
        PLACE_OF_SESSION, {"municipality": municipality_id, "session": owner[1]}
    ).one_or_none()
    if row is None:
        return None
    return row.place or (in_words(row.name, row.rooms, row.address) if row.name else None)


def audiences_of(kring: int | None, guests: int | None) -> dict[int, str]:
    pairs = ((kring, CIRCLE), (guests, timeslots.GUESTS))
    return {appointment_id: audience for appointment_id, audience in pairs if appointment_id is not None}
