"""A coordinator's own page, who is at a visit now, and what must be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.agenda.models import Conference, Venue
from ekc.db import UTC, db
from ekc.duty.queries import PHONE
from ekc.errors import NotFoundError
from ekc.notifications.models import Message
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.referrals.models import AT_WORK, Assignment, FocusPerson, Referral
from ekc.safety.models import CheckIn, Signal

RECENT = timedelta(days=14)
MOST = 50
HERE = bindparam("municipality", type_=BigInteger())
WHOSE = bindparam("person", type_=BigInteger())
TAKER, SEER, HANDLER = aliased(Person), aliased(Person), aliased(Person)

HERS = and_(Assignment.person_id == WHOSE, AT_WORK)
CARER = select(Person.id, Person.municipality_id, Person.given_name, Person.surname, PHONE).where(
    Person.municipality_id == HERE,
    Person.id == WHOSE,
    or_(bindparam("bureau", type_=Boolean()), Person.id == bindparam("me", type_=BigInteger())),
    or_(
        exists().where(Coordinator.person_id == Person.id, Coordinator.municipality_id == HERE),
        exists().where(Assignment.person_id == Person.id, Assignment.ended_at.is_(None)),
    ),
)
TRAJECTS = (
    select(
        Referral.id,
        Referral.number,
        Conference.id,
        Conference.starts_at,
        Conference.ends_at,
        Person.given_name,
        Person.surname,
        PHONE,
    )
    .join(Assignment, Assignment.referral_id == Referral.id)
    .outerjoin(Conference, and_(Conference.referral_id == Referral.id, Conference.state == "planned"))
    .outerjoin(Person, Person.id == Referral.backstop_person_id)
    .where(Referral.municipality_id == HERE, HERS)
    .order_by(Referral.id)
    .limit(MOST)
)
NAMES = (
    select(FocusPerson.referral_id, Person.given_name, Person.surname)
    .join(Person, Person.id == FocusPerson.person_id)
    .join(Assignment, Assignment.referral_id == FocusPerson.referral_id)
    .where(FocusPerson.municipality_id == HERE, HERS)
    .order_by(FocusPerson.id)
    .limit(4 * MOST)
)
RUNNING = select(CheckIn).where(
    CheckIn.municipality_id == HERE, CheckIn.person_id == WHOSE, CheckIn.ended_at.is_(None)
)
LINES = (
    select(
        Signal.id,
        Signal.kind,
        Signal.at,
        Signal.urgent,
        Person.given_name,
        Person.surname,
        SEER.given_name,
        TAKER.given_name,
        Signal.handled_at,
        func.count().over().label("total"),
    )
    .join(Person, Person.id == Signal.person_id)
    .outerjoin(SEER, SEER.id == Signal.seen_by)
    .outerjoin(TAKER, TAKER.id == Signal.taken_by)
    .where(Signal.municipality_id == HERE)
)
ALL = LINES.order_by(Signal.at.desc(), Signal.id.desc()).limit(bindparam("many")).offset(bindparam("skip"))
MINE = (
    LINES.where(Signal.person_id == WHOSE, Signal.at > bindparam("since", type_=UTC()))
    .order_by(Signal.at.desc())
    .limit(10)
)
VISIBLE = and_(
    Signal.municipality_id == HERE,
    Signal.id == bindparam("signal", type_=BigInteger()),
    or_(bindparam("bureau", type_=Boolean()), Signal.id == bindparam("by_link", type_=BigInteger())),
)
ONE = select(Signal).where(VISIBLE)
SHEET = (
    select(
        Signal,
        Person.given_name,
        Person.surname,
        PHONE,
        Referral.number,
        Referral.backstop_person_id,
        CheckIn.ended_at,
        Conference.place,
        Venue.name,
        Venue.address,
        SEER.given_name,
        TAKER.given_name,
        HANDLER.given_name,
    )
    .join(Person, Person.id == Signal.person_id)
    .outerjoin(Referral, Referral.id == Signal.referral_id)
    .outerjoin(CheckIn, CheckIn.id == Signal.check_in_id)
    .outerjoin(Conference, Conference.id == CheckIn.conference_id)
    .outerjoin(Venue, Venue.id == Conference.venue_id)
    .outerjoin(SEER, SEER.id == Signal.seen_by)
    .outerjoin(TAKER, TAKER.id == Signal.taken_by)
    .outerjoin(HANDLER, HANDLER.id == Signal.handled_by)
    .where(VISIBLE)
)
TOLD = (
    select(Message.address)
    .where(
        Message.municipality_id == HERE,
        Message.about_kind == "signal",
        Message.about_id == bindparam("signal", type_=BigInteger()),
    )
    .order_by(Message.id)
)


class Carer(NamedTuple):
    """A coordinator as her own page knows her."""

    id: int
    municipality_id: int
    given_name: str
    surname: str
    phone: str | None

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()


class Traject(NamedTuple):
    """A traject of hers by its number, with its day and its achterwacht."""

    id: int
    number: str
    conference_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    given_name: str | None
    surname: str | None
    phone: str | None

    @property
    def achterwacht(self) -> str:
        """Her name, or empty."""
        return f"{self.given_name or ''} {self.surname or ''}".strip()


class Line(NamedTuple):
    """Something to look at, as a list shows it."""

    id: int
    kind: str
    at: datetime
    urgent: bool
    given_name: str
    surname: str
    seen_by: str | None
    taken_by: str | None
    handled_at: datetime | None
    total: int

    @property
    def name(self) -> str:
        """Of the coordinator."""
        return f"{self.given_name} {self.surname}".strip()


class Sheet(NamedTuple):
    """Something to look at, with whom to call and, of a bijeenkomst, where."""

    signal: Signal
    given_name: str
    surname: str
    phone: str | None
    number: str | None
    achterwacht_id: int | None
    ended_at: datetime | None
    place: str | None
    venue: str | None
    address: str | None
    seen_by: str | None
    taken_by: str | None
    handled_by: str | None

    @property
    def name(self) -> str:
        """Of the coordinator."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def where(self) -> str:
        """The place of the bijeenkomst; empty for a visit."""
        return f"{self.venue}, {self.address}" if self.venue else self.place or ""


def visible_to(actor: Actor) -> dict[str, object]:
    """The bureau sees all of it; a coordinator her own page; a link what it is about."""
    about = actor.link_about or ("", 0)
    return {
        "municipality": actor.municipality_id,
        "bureau": actor.is_a(Role.BUREAU),
        "me": actor.person_id or 0,
        "by_link": about[1] if about[0] == "signal" else 0,
    }


def carer(actor: Actor, person_id: int) -> Carer:
    """A coordinator whose page `actor` may open: her own, or for the bureau anyone's; else NotFoundError."""
    row = db.rows(CARER, {**visible_to(actor), "person": person_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return Carer._make(row)


def trajects(one: Carer) -> list[Traject]:
    """What she works on now."""
    return [Traject._make(row) for row in db.rows(TRAJECTS, _of(one))]


def names(one: Carer) -> dict[int, str]:
    """The hoofdpersonen of her trajecten, by referral: only for who signed in."""
    found: dict[int, list[str]] = {}
    for referral_id, given, surname in db.rows(NAMES, _of(one)):
        found.setdefault(referral_id, []).append(f"{given} {surname}".strip())
    return {referral_id: " en ".join(each) for referral_id, each in found.items()}


def running(municipality_id: int, person_id: int) -> CheckIn | None:
    """Where she is now, if she checked in."""
    values = {"municipality": municipality_id, "person": person_id}
    return db.session.scalars(RUNNING, values).one_or_none()


def hers(one: Carer, now: datetime) -> list[Line]:
    """What she told in the last two weeks, newest first."""
    return [Line._make(row) for row in db.rows(MINE, {**_of(one), "since": now - RECENT})]


def page_of(actor: Actor, skip: int, many: int) -> list[Line]:
    """A page of everything there was, newest first. For the bureau."""
    values = {"municipality": actor.municipality_id, "skip": skip, "many": many}
    return [Line._make(row) for row in db.rows(ALL, values)]


def get_for(actor: Actor, signal_id: int) -> Signal:
    """Something to look at, for the bureau or by its own link; else NotFoundError."""
    found = db.session.scalars(ONE, {**visible_to(actor), "signal": signal_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def sheet_for(actor: Actor, signal_id: int) -> Sheet:
    """The same with names and numbers."""
    row = db.session.execute(SHEET, {**visible_to(actor), "signal": signal_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return Sheet._make(row)


def told(signal: Signal) -> Sequence[str]:
    """The mail addresses that heard of it."""
    values = {"municipality": signal.municipality_id, "signal": signal.id}
    return list(dict.fromkeys(row.address for row in db.rows(TOLD, values)))


def _of(one: Carer) -> dict[str, object]:
    return {"municipality": one.municipality_id, "person": one.id}
