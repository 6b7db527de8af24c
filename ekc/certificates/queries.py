"""What somebody did and learned in a year: facts from below, a few statements whatever the amount."""

from __future__ import annotations

from datetime import UTC as UTC_ZONE
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, and_, bindparam, or_, select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.agenda.models import Conference
from ekc.certificates.rules import BUDDY, LED, PLAN, Learned, Part, Stretch, Year
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.outcomes.models import Outcome
from ekc.places.queries import municipality
from ekc.pool.models import Coordinator
from ekc.referrals.models import Assignment
from ekc.training.models import Attendance, Gathering

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
PERSON = bindparam("person", type_=BigInteger())
BEGIN, END = bindparam("begin", type_=UTC()), bindparam("end", type_=UTC())
A_DAY = timedelta(days=1)

IN_YEAR = and_(
    Outcome.municipality_id == MUNICIPALITY,
    Outcome.happened_on.between(bindparam("first", type_=Date()), bindparam("last", type_=Date())),
)
HELD = (  # whoever led a meeting stands in the conference itself, also after somebody took over
    select(Outcome.happened_on)
    .join(Conference, Conference.id == Outcome.conference_id)
    .where(IN_YEAR, Outcome.held, Conference.coordinator_person_id == PERSON)
    .order_by(Outcome.happened_on)
)
BESIDE = (  # a buddy at a meeting; the lead of a plan that came without one
    select(Outcome.happened_on, Outcome.conference_id, Assignment.kind, Assignment.since, Assignment.ended_at)
    .join(Assignment, Assignment.referral_id == Outcome.referral_id)
    .where(
        IN_YEAR,
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.person_id == PERSON,
        or_(
            and_(Outcome.held, Outcome.conference_id.is_not(None), Assignment.kind == "buddy"),
            and_(Outcome.conference_id.is_(None), Outcome.plan == "yes", Assignment.kind == "lead"),
        ),
    )
    .order_by(Outcome.happened_on)
)
ATTENDED = (
    select(
        Attendance.id,
        Gathering.kind,
        Gathering.starts_at,
        Gathering.ends_at,
        Gathering.led_by,
        Attendance.coordinator_id,
        Coordinator.person_id,
    )
    .join(Gathering, Gathering.id == Attendance.gathering_id)
    .join(Coordinator, Coordinator.id == Attendance.coordinator_id)
    .where(Attendance.municipality_id == MUNICIPALITY)
    .order_by(Gathering.starts_at, Attendance.id)
)
HERS = ATTENDED.where(
    Coordinator.person_id == PERSON, Gathering.starts_at >= BEGIN, Gathering.starts_at < END
)
ONE = ATTENDED.where(
    Attendance.id == bindparam("id", type_=BigInteger()),
    or_(bindparam("all", type_=Boolean()), Coordinator.person_id == PERSON),
)
ALL = ATTENDED.where(Attendance.gathering_id == bindparam("gathering", type_=BigInteger()))


def year_of(coordinator: Coordinator, year: int) -> Year:
    """What a coordinator did in a year; four queries."""
    begin, end = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    values: dict[str, Any] = {
        "municipality": coordinator.municipality_id,
        "person": coordinator.person_id,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
    }
    led = [Part(LED, row.happened_on) for row in db.rows(HELD, values)]
    beside = [_beside(row) for row in db.rows(BESIDE, values)]
    learned = [_learned(row) for row in db.rows(HERS, {**values, "begin": begin, "end": end})]
    wanted = municipality(coordinator.municipality_id).intervisie_per_year
    parts = sorted((*led, *filter(None, beside)), key=lambda one: one.day)
    return Year(year, tuple(parts), tuple(learned), wanted)


def learned_for(actor: Actor, attendance_id: int) -> tuple[Learned, int, int]:
    """(what, id of the coordinator, of the person) of one attendance, or NotFoundError: the bureau all of
    them, a coordinator her own."""
    values = {
        "municipality": actor.municipality_id,
        "id": attendance_id,
        "all": actor.is_a(Role.BUREAU),
        "person": actor.person_id if actor.is_a(Role.COORDINATOR) else None,
    }
    row = db.rows(ONE, values).one_or_none()
    if row is None:
        raise NotFoundError
    return _learned(row), row.coordinator_id, row.person_id


def of_gathering(gathering: Gathering) -> list[tuple[Learned, int, int]]:
    """The same for everybody who was at a gathering."""
    rows = db.rows(ALL, {"municipality": gathering.municipality_id, "gathering": gathering.id})
    return [(_learned(row), row.coordinator_id, row.person_id) for row in rows]


def _beside(row: Any) -> Part | None:  # noqa: ANN401 -- a row of BESIDE
    """Her part, where she was on it that day."""
    begin = _midnight(row.happened_on)
    if not Stretch(row.kind, row.since, row.ended_at).covers(begin, _midnight(row.happened_on + A_DAY)):
        return None
    return Part(PLAN if row.conference_id is None else BUDDY, row.happened_on)


def _learned(row: Any) -> Learned:  # noqa: ANN401 -- a row of ATTENDED
    minutes = round((row.ends_at - row.starts_at).total_seconds() / 60)
    return Learned(row.id, row.kind, row.starts_at.astimezone(clock.HOME).date(), minutes, row.led_by)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.HOME).astimezone(UTC_ZONE)
