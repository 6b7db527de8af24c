"""Lists of gatherings and of the pool, for pages: rows, never whole objects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Select,
    and_,
    bindparam,
    func,
    select,
)

from ekc.accounts.actor import Actor
from ekc.db import UTC, db
from ekc.invitations.models import Invitation
from ekc.people.models import Person
from ekc.places.models import Locality
from ekc.pool.models import Coordinator
from ekc.training.models import Attendance, Gathering, Seat
from ekc.training.queries import BEFORE_ME, GATHERING, MUNICIPALITY, NOW, PERSON, about, me
from ekc.training.rules import INTERVISIE

TAKEN = (
    select(func.count(Seat.number))
    .where(Seat.gathering_id == Gathering.id)
    .correlate(Gathering)
    .scalar_subquery()
)
WAITING = (
    select(func.count())
    .where(Seat.gathering_id == Gathering.id, Seat.number.is_(None))
    .correlate(Gathering)
    .scalar_subquery()
)
ASKED = (
    select(func.count())
    .where(Invitation.appointment_id == Gathering.appointment_id, Invitation.removed_at.is_(None))
    .correlate(Gathering)
    .scalar_subquery()
)
THERE = (
    select(func.count()).where(Attendance.gathering_id == Gathering.id).correlate(Gathering).scalar_subquery()
)
LINES = (
    select(
        Gathering.id,
        Gathering.kind,
        Gathering.starts_at,
        Gathering.ends_at,
        Gathering.place,
        Locality.name.label("village"),
        Gathering.seats,
        Gathering.called_off_at,
        ASKED.label("asked"),
        TAKEN.label("taken"),
        WAITING.label("waiting"),
        THERE.label("there"),
    )
    .outerjoin(Locality, Locality.id == Gathering.locality_id)
    .where(Gathering.municipality_id == MUNICIPALITY)
)
TO_COME = LINES.where(Gathering.ends_at > NOW).order_by(Gathering.starts_at).limit(50)
PAST = LINES.where(Gathering.ends_at <= NOW).order_by(Gathering.starts_at.desc()).limit(30)
IN_YEAR = and_(
    Gathering.starts_at >= bindparam("begin", type_=UTC()),
    Gathering.starts_at < bindparam("end", type_=UTC()),
    Gathering.called_off_at.is_(None),
)
PER_YEAR = select(
    func.count().filter(Gathering.ends_at <= NOW), func.count().filter(Gathering.ends_at > NOW)
).where(Gathering.municipality_id == MUNICIPALITY, Gathering.kind == INTERVISIE, IN_YEAR)
HERS = (
    select(
        Gathering.id,
        Gathering.kind,
        Gathering.starts_at,
        Gathering.ends_at,
        Gathering.place,
        Locality.name.label("village"),
        Gathering.led_by,
        Gathering.called_off_at,
        Invitation.answer,
        Invitation.sequence,
        Seat.id.label("seat"),
        Seat.number,
        BEFORE_ME.label("before"),
    )
    .join(Invitation, Invitation.appointment_id == Gathering.appointment_id)
    .outerjoin(Locality, Locality.id == Gathering.locality_id)
    .outerjoin(Seat, Seat.invitation_id == Invitation.id)
    .where(
        Gathering.municipality_id == MUNICIPALITY,
        Invitation.person_id == PERSON,
        Invitation.removed_at.is_(None),
        Gathering.ends_at > NOW,
    )
    .order_by(Gathering.starts_at)
    .limit(30)
)
WAS_AT = (
    select(Gathering.id, Gathering.kind, Gathering.starts_at)
    .join(Attendance, Attendance.gathering_id == Gathering.id)
    .join(Coordinator, Coordinator.id == Attendance.coordinator_id)
    .where(Gathering.municipality_id == MUNICIPALITY, Coordinator.person_id == PERSON)
    .order_by(Gathering.starts_at.desc())
    .limit(60)
)
POOL = (
    select(
        Coordinator.id,
        Coordinator.person_id,
        Coordinator.stage,
        Person.given_name,
        Person.surname,
        Coordinator.trained_on,
        Coordinator.block2_on,
        Invitation.id.label("invitation_id"),
        Seat.number,
        Seat.id.label("seat"),
        Attendance.id.label("attendance"),
    )
    .join(Person, Person.id == Coordinator.person_id)
    .outerjoin(
        Invitation,
        and_(
            Invitation.person_id == Coordinator.person_id,
            Invitation.appointment_id == bindparam("appointment", type_=BigInteger()),
            Invitation.removed_at.is_(None),
        ),
    )
    .outerjoin(Seat, Seat.invitation_id == Invitation.id)
    .outerjoin(
        Attendance,
        and_(Attendance.coordinator_id == Coordinator.id, Attendance.gathering_id == GATHERING),
    )
    .where(Coordinator.municipality_id == MUNICIPALITY)
    .order_by(Coordinator.id)
)
TIMES = (
    select(func.count())
    .select_from(Attendance)
    .join(Gathering, Gathering.id == Attendance.gathering_id)
    .where(Attendance.coordinator_id == Coordinator.id, Gathering.kind == INTERVISIE, IN_YEAR)
    .correlate(Coordinator)
    .scalar_subquery()
)
PRESENCE = (
    select(Coordinator.id, Person.given_name, Person.surname, Coordinator.stage, TIMES.label("times"))
    .join(Person, Person.id == Coordinator.person_id)
    .where(Coordinator.municipality_id == MUNICIPALITY, Coordinator.stage.in_(("active", "training")))
    .order_by(Coordinator.id)
    .limit(bindparam("many"))
    .offset(bindparam("skip"))
)
IN_POOL = select(func.count()).where(
    Coordinator.municipality_id == MUNICIPALITY, Coordinator.stage.in_(("active", "training"))
)


class Line(NamedTuple):
    """A gathering in a list of the bureau."""

    id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    village: str | None
    seats: int
    called_off_at: datetime | None
    asked: int
    taken: int
    waiting: int
    there: int


class Hers(NamedTuple):
    """A gathering to come as somebody sees it who is asked to it."""

    id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    village: str | None
    led_by: str | None
    called_off_at: datetime | None
    answer: str | None
    sequence: int
    seat: int | None
    number: int | None
    before: int


class Member(NamedTuple):
    """Somebody of the pool, as far as one gathering goes."""

    id: int
    person_id: int
    stage: str
    given_name: str
    surname: str
    trained_on: object
    block2_on: object
    invitation_id: int | None
    number: int | None
    seat: int | None
    attendance: int | None

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()


def to_come(actor: Actor, now: datetime) -> list[Line]:
    """What the bureau planned, the next first."""
    return _lines(TO_COME, actor, now)


def past(actor: Actor, now: datetime) -> list[Line]:
    """What there was, the newest first."""
    return _lines(PAST, actor, now)


def intervisies(municipality_id: int, begin: datetime, end: datetime, now: datetime) -> tuple[int, int]:
    """(held, still to come) between two instants."""
    given = {"municipality": municipality_id, "begin": begin, "end": end, "now": now}
    row = db.rows(PER_YEAR, given).one()
    return row[0], row[1]


def hers(actor: Actor, now: datetime) -> list[Hers]:
    """What the actor is asked to, the next first."""
    return [Hers._make(row) for row in db.rows(HERS, {**me(actor), "now": now})]


def was_at(municipality_id: int, person_id: int) -> Sequence[tuple[int, str, datetime]]:
    """(id, kind, begin) of what somebody was at, the newest first."""
    rows = db.rows(WAS_AT, {"municipality": municipality_id, "person": person_id})
    return [(row[0], row[1], row[2]) for row in rows]


def pool(gathering: Gathering) -> list[Member]:
    """Everybody in the pool, with whether they are asked, have a place, or were there. One query."""
    given = {**about(gathering), "appointment": gathering.appointment_id}
    return [Member._make(row) for row in db.rows(POOL, given)]


def presence(
    actor: Actor, begin: datetime, end: datetime, skip: int, many: int
) -> Sequence[tuple[int, str, str, str, int]]:
    """(coordinator id, given name, surname, stage, intervisies attended between two instants)."""
    given = {"municipality": actor.municipality_id, "begin": begin, "end": end, "skip": skip, "many": many}
    return [(row[0], row[1], row[2], row[3], row[4]) for row in db.rows(PRESENCE, given)]


def in_pool(actor: Actor) -> int:
    """How many coordinators `presence` tells about."""
    return db.session.scalar(IN_POOL, {"municipality": actor.municipality_id}) or 0


def _lines(statement: Select[*tuple[object, ...]], actor: Actor, now: datetime) -> list[Line]:
    rows = db.rows(statement, {"municipality": actor.municipality_id, "now": now})
    return [Line._make(row) for row in rows]
