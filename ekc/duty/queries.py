"""Who is on duty when, what an achterwacht answered, and for which days nobody can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, func, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Cover, Role
from ekc.agenda.models import Conference
from ekc.db import UTC, db
from ekc.duty import rules
from ekc.duty.models import DutyNumbers, DutyShift, GoAhead, Reach
from ekc.duty.rules import Numbers, Span
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.people.queries import FIRST_PHONE
from ekc.referrals.models import Referral

MOST = 500
MUNICIPALITY = bindparam("municipality", type_=BigInteger())
FROM, UNTIL = bindparam("from", type_=UTC()), bindparam("until", type_=UTC())

PHONE = FIRST_PHONE.scalar_subquery()
SHIFTS = (
    select(
        DutyShift.id,
        DutyShift.person_id,
        Person.given_name,
        Person.surname,
        DutyShift.phone,
        DutyShift.starts_at,
        DutyShift.ends_at,
    )
    .join(Person, Person.id == DutyShift.person_id)
    .where(DutyShift.municipality_id == MUNICIPALITY, DutyShift.ends_at > FROM, DutyShift.starts_at < UNTIL)
    .order_by(DutyShift.starts_at, DutyShift.id)
    .limit(MOST)
)
SHIFT = select(DutyShift).where(
    DutyShift.municipality_id == MUNICIPALITY,
    DutyShift.id == bindparam("shift", type_=BigInteger()),
    bindparam("bureau"),
)
CREW = (
    select(Person.id, Person.given_name, Person.surname)
    .where(
        Person.municipality_id == MUNICIPALITY,
        Person.id.in_(
            select(DutyShift.person_id).where(
                DutyShift.municipality_id == MUNICIPALITY, DutyShift.ends_at > FROM
            )
        ),
    )
    .order_by(Person.id)
    .limit(MOST)
)
NUMBERS = select(DutyNumbers).where(DutyNumbers.municipality_id == MUNICIPALITY)

WATCH = func.coalesce(  # the achterwacht of a day: who covers that day, or else who is named
    select(Cover.cover_person_id)
    .where(
        Cover.municipality_id == Conference.municipality_id,
        Cover.absent_person_id == Referral.backstop_person_id,
        Cover.ended_at.is_(None),
        Cover.from_day <= func.date(Conference.starts_at),  # no conference begins in the first hours of a day
        Cover.until_day >= func.date(Conference.starts_at),
    )
    .order_by(Cover.id)
    .limit(1)
    .correlate(Conference, Referral)
    .scalar_subquery(),
    Referral.backstop_person_id,
    type_=BigInteger(),
)
ASKED = and_(  # the question that is about the day as it is now
    Reach.conference_id == Conference.id,
    Reach.person_id == WATCH,
    Reach.starts_at == Conference.starts_at,
    Reach.ends_at == Conference.ends_at,
)
GOES_ON = and_(
    GoAhead.conference_id == Conference.id,
    GoAhead.starts_at == Conference.starts_at,
    GoAhead.ends_at == Conference.ends_at,
)
STANDING = (
    select(
        Conference.id,
        Conference.referral_id,
        Referral.number,
        Conference.coordinator_person_id,
        Conference.state,
        Conference.starts_at,
        Conference.ends_at,
        Person.id,
        Person.given_name,
        Person.surname,
        PHONE,
        Reach.id,
        Reach.by_mail,
        Reach.answer,
        GoAhead.reason,
        GoAhead.at,
    )
    .join(Referral, Referral.id == Conference.referral_id)
    .outerjoin(Person, Person.id == WATCH)
    .outerjoin(Reach, ASKED)
    .outerjoin(GoAhead, GOES_ON)
    .where(Conference.municipality_id == MUNICIPALITY)
)
ONE = STANDING.where(Conference.id == bindparam("conference", type_=BigInteger()))
PLANNED = (
    STANDING.where(Conference.state == "planned", Conference.ends_at > FROM, Conference.starts_at < UNTIL)
    .order_by(Conference.starts_at, Conference.id)
    .limit(MOST)
)


class Shift(NamedTuple):
    """Somebody on duty in some hours, with the number to call."""

    id: int
    person_id: int
    given_name: str
    surname: str
    phone: str
    starts_at: datetime
    ends_at: datetime

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def span(self) -> Span:
        """From when until when."""
        return self.starts_at, self.ends_at


class Day(NamedTuple):
    """A conference with its achterwacht, what she answered, and whether it goes on regardless."""

    id: int
    referral_id: int
    number: str
    organiser_id: int
    state: str
    starts_at: datetime
    ends_at: datetime
    person_id: int | None
    given_name: str | None
    surname: str | None
    phone: str | None
    reach_id: int | None
    by_mail: bool | None
    answer: str | None
    reason: str | None
    decided_at: datetime | None

    @property
    def achterwacht(self) -> str:
        """Her name, or empty where nobody is named."""
        return f"{self.given_name or ''} {self.surname or ''}".strip()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a conference has somebody in reach, from begin to end."""

    day: Day
    shifts: Sequence[Shift]

    @property
    def holes(self) -> list[Span]:
        """When nobody can be reached."""
        if self.day.answer == "yes":
            return []
        return rules.holes(self.day.starts_at, self.day.ends_at, [one.span for one in self.shifts])

    @property
    def is_settled(self) -> bool:
        """Somebody can be reached all the time, or it was decided that it goes on regardless."""
        return self.day.reason is not None or not self.holes


def visible_to(actor: Actor) -> dict[str, object]:
    """The rota is the bureau's; who is on duty is asked through the days that somebody may see."""
    return {"municipality": actor.municipality_id, "bureau": actor.is_a(Role.BUREAU)}


def get_for(actor: Actor, shift_id: int) -> DutyShift:
    """A shift, for the bureau; NotFoundError otherwise."""
    found = db.session.scalars(SHIFT, {**visible_to(actor), "shift": shift_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def own(actor: Actor, reach_id: int) -> Reach:
    """The question that was put to the actor, or NotFoundError."""
    row = db.session.get(Reach, reach_id)
    if row is None or row.municipality_id != actor.municipality_id or row.person_id != actor.person_id:
        raise NotFoundError
    return row


def shifts(municipality_id: int, starts: datetime, ends: datetime) -> list[Shift]:
    """Who is on duty at some moment of [starts, ends)."""
    values = {"municipality": municipality_id, "from": starts, "until": ends}
    return [Shift._make(row) for row in db.rows(SHIFTS, values).all()]


def on_duty(municipality_id: int, now: datetime) -> list[Shift]:
    """Who can be called now, the one whose shift began first in front."""
    return [one for one in shifts(municipality_id, now, now + rules.SHORTEST) if one.starts_at <= now]


def crew(municipality_id: int, since: datetime) -> dict[int, str]:
    """The names by person id of who was on duty since then, or will be."""
    rows = db.rows(CREW, {"municipality": municipality_id, "from": since})
    return {person_id: f"{given} {surname}".strip() for person_id, given, surname in rows}


def numbers_row(municipality_id: int) -> DutyNumbers | None:
    """The numbers as somebody saved them."""
    return db.session.scalars(NUMBERS, {"municipality": municipality_id}).one_or_none()


def numbers(municipality_id: int) -> Numbers:
    """The numbers of a municipality, or the defaults."""
    row = numbers_row(municipality_id)
    if row is None:
        return Numbers()
    return Numbers(**{name: getattr(row, name) for name in Numbers.__slots__})


def standing(municipality_id: int, conference_id: int) -> Standing:
    """Who can be reached for a conference; NotFoundError where it is not there. Two queries.

    Whoever calls has already found the conference through the actor.
    """
    row = db.rows(ONE, {"municipality": municipality_id, "conference": conference_id}).one_or_none()
    if row is None:
        raise NotFoundError
    day = Day._make(row)
    return Standing(day, shifts(municipality_id, day.starts_at, day.ends_at))


def planned(municipality_id: int, span: Span, on: Iterable[Shift]) -> list[Standing]:
    """The planned conferences in a stretch of time, each with those of the shifts `on` that touch it."""
    there = list(on)
    values = {"municipality": municipality_id, "from": span[0], "until": span[1]}
    days = [Day._make(row) for row in db.rows(PLANNED, values)]
    return [Standing(day, [one for one in there if _touches(one, day)]) for day in days]


def _touches(shift: Shift, day: Day) -> bool:
    return shift.starts_at < day.ends_at and shift.ends_at > day.starts_at
