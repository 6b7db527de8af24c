"""What the bureau must see to today, in one statement: signals, days with nobody in reach, days to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda.models import Conference
from ekc.arranging.models import DayCheck
from ekc.arranging.queries import CHECKED as CHECKED_DAY
from ekc.db import UTC, db
from ekc.duty import gaps, rules
from ekc.duty.rota import midnight
from ekc.expenses.models import Expense
from ekc.invitations.models import Invitation
from ekc.mailroom import whose as mailroom
from ekc.mailroom.queries import READS_NOBODYS
from ekc.matching.models import Offer
from ekc.notifications.models import IncomingMail, Message
from ekc.people.models import Person
from ekc.referrals.conditions import TO_TELL_ANEW, TO_TEST
from ekc.referrals.models import Referral
from ekc.safety.models import CheckIn, Signal
from ekc.safety.queries import HERE, SEER, TAKER, WHOSE
from ekc.training.models import Gathering
from ekc.visits.models import Visit

NOBODY, REPORT, CHECKED = "nobody", "report", "checked"
LETTERS, CALLS = "letters", "calls"
MAIL, MAIL_OURS, MAIL_NOBODYS = "mail", "mail_ours", "mail_nobodys"
MAILS = (MAIL, MAIL_OURS, MAIL_NOBODYS)
MOST = 100
SIGNALS = (
    select(
        Signal.id,
        Signal.kind.label("what"),
        Signal.at,
        Signal.urgent,
        Person.given_name.label("given_name"),
        Person.surname.label("surname"),
        SEER.given_name.label("seen_by"),
        TAKER.given_name.label("taken_by"),
        null().label("number"),
        type_coerce(null(), DayCheck.found.type).label("found"),
    )
    .join(Person, Person.id == Signal.person_id)
    .outerjoin(SEER, SEER.id == Signal.seen_by)
    .outerjoin(TAKER, TAKER.id == Signal.taken_by)
    .where(Signal.municipality_id == HERE, Signal.handled_at.is_(None))
)
TO_REPORT = and_(Conference.state == "planned", Conference.starts_at < gaps.NOW)


def _days(
    what: str, condition: ColumnElement[bool], found: InstrumentedAttribute[Any] | None = None
) -> Select[*tuple[Any, ...]]:
    """Conferences, in the columns of `SIGNALS`."""
    return (
        select(
            Conference.id,
            literal(what, literal_execute=True),
            Conference.starts_at,
            false(),
            null(),
            null(),
            null(),
            null(),
            Referral.number,
            null() if found is None else found,
        )
        .join(Referral, Referral.id == Conference.referral_id)
        .where(Conference.municipality_id == HERE, condition)
    )


def _mails(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """How much mail waits: the number in the place of an id, and since when."""
    counted = select(func.count().label("id"), *columns).select_from(IncomingMail)
    return mailroom.follow(counted, IncomingMail).where(mailroom.WAITS).having(func.count() > 0)


FOR = case(
    (mailroom.NOBODYS, case((READS_NOBODYS.scalar_subquery(), MAIL_OURS), else_=MAIL_NOBODYS)),
    (mailroom.WITH_BUREAU, MAIL_OURS),
    else_=MAIL,
)
SINCE = func.min(IncomingMail.received_at).label("at")


def _told(what: str, state: str) -> Select[*tuple[Any, ...]]:
    """How many messages wait for the bureau: the number in the place of an id, and since when."""
    return (
        select(
            func.count(),
            literal(what, literal_execute=True),
            func.min(Message.created_at),
            false(),
            null(),
            null(),
            null(),
            null(),
            null(),
            null(),
        )
        .where(
            Message.municipality_id == HERE,
            Message.state == literal(state, literal_execute=True),
            Message.next_at <= gaps.NOW,
            or_(Message.expires_at.is_(None), Message.expires_at > gaps.NOW),
        )
        .having(func.count() > 0)
    )


ALL = union_all(
    SIGNALS,
    _told(LETTERS, "to_print"),
    _told(CALLS, "to_call"),
    _mails(FOR, SINCE, false(), null(), null(), null(), null(), null(), null()).group_by(FOR),
    _days(NOBODY, and_(gaps.OPEN, gaps.NOBODY)),
    _days(REPORT, TO_REPORT),
    _days(CHECKED, and_(Conference.state == "planned", Conference.starts_at > gaps.NOW), DayCheck.found).join(
        DayCheck, CHECKED_DAY
    ),
).subquery()
TODAY = select(ALL).order_by(ALL.c.urgent.desc(), ALL.c.at).limit(MOST)


HERS = union_all(  # what ends at some time, for a coordinator; what she is asked; whom to tell anew
    select(
        Offer.id, Offer.expires_at.label("at"), literal("offer", literal_execute=True).label("what")
    ).where(Offer.municipality_id == HERE, Offer.person_id == WHOSE, Offer.state == "open"),
    select(CheckIn.id, CheckIn.until_at, literal("check_in", literal_execute=True)).where(
        CheckIn.municipality_id == HERE, CheckIn.person_id == WHOSE, CheckIn.ended_at.is_(None)
    ),
    TO_TELL_ANEW.with_only_columns(
        Referral.id, Referral.created_at, literal("tell_anew", literal_execute=True)
    )
    .order_by(None)
    .limit(None),
    select(Expense.id, gaps.NOW, literal("claim", literal_execute=True)).where(
        Expense.municipality_id == HERE, Expense.person_id == WHOSE, Expense.state == "returned"
    ),
    select(Visit.referral_id, Visit.starts_at, literal("visit", literal_execute=True)).where(
        Visit.municipality_id == HERE,
        Visit.coordinator_person_id == WHOSE,
        Visit.state == "planned",
        Visit.starts_at < bindparam("tomorrow", type_=UTC()),
    ),
    select(Gathering.id, Gathering.starts_at, literal("gathering", literal_execute=True))
    .join(Invitation, Invitation.appointment_id == Gathering.appointment_id)
    .where(
        Gathering.municipality_id == HERE,
        Gathering.starts_at > gaps.NOW,
        Gathering.called_off_at.is_(None),
        Invitation.person_id == WHOSE,
        Invitation.answer.is_(None),
        Invitation.removed_at.is_(None),
    ),
    TO_TEST.with_only_columns(Referral.id, Referral.created_at, literal("to_test", literal_execute=True)),
    _mails(SINCE, literal(MAIL, literal_execute=True)).where(mailroom.READER == WHOSE, ~mailroom.WITH_BUREAU),
).subquery()
MINE = select(HERS).order_by(HERS.c.at).limit(MOST)


class Until(NamedTuple):
    """Something that waits for her: `what` is a word of `HERS`; `at` is until when, or when it begins."""

    id: int
    at: datetime
    what: str


class Item(NamedTuple):
    """A signal with who it is about and who sees to it; or a day, with the number of its aanmelding."""

    id: int
    what: str
    at: datetime
    urgent: bool
    given_name: str | None
    surname: str | None
    seen_by: str | None
    taken_by: str | None
    number: str | None
    found: tuple[str, ...]

    @property
    def name(self) -> str:
        """Of the coordinator."""
        return f"{self.given_name or ''} {self.surname or ''}".strip()


@dataclass(frozen=True, slots=True)
class Todo:
    """Signals, the urgent in front; days of this week with nobody in reach; days to tell of."""

    signals: list[Item]
    nobody: list[Item]
    to_report: list[Item]
    letters: int  # how many wait to be printed
    to_call: int  # how much is to be told by telephone to volunteers
    checks: list[Item]  # days within 48 hours, with what the check found
    mails: dict[str, int]  # how many wait: with coordinators (`MAIL`), with the bureau, with nobody


def of(municipality_id: int, now: datetime) -> Todo:
    """What waits for the bureau at `now` (aware)."""
    values = {
        "municipality": municipality_id,
        "now": now,
        "from": now - rules.LOOK_BACK,
        "until": now + rules.AHEAD,
    }
    found = [Item._make(row) for row in db.rows(TODAY, values)]
    return Todo(
        signals=[one for one in found if one.what not in {NOBODY, REPORT, CHECKED, LETTERS, CALLS, *MAILS}],
        nobody=[one for one in found if one.what == NOBODY],
        to_report=[one for one in found if one.what == REPORT],
        letters=sum(one.id for one in found if one.what == LETTERS),
        to_call=sum(one.id for one in found if one.what == CALLS),
        checks=[one for one in found if one.what == CHECKED],
        mails={one.what: one.id for one in found if one.what in MAILS},
    )


@dataclass(frozen=True, slots=True)
class Hers:
    """What waits for a coordinator: questions, the visit that she is at, claims that came back, gatherings.

    `visits`: of today, and those of which nobody told yet how they went; their id is the traject's.
    `to_tell`: ids of trajecten whose conditions changed; `to_test`: whose plan is to be tested against them.
    `mails`: how many wait for her to be read.
    """

    offers: list[Until]
    check_in: Until | None
    claims: int
    gatherings: list[Until]
    visits: list[Until]
    to_tell: set[int]
    to_test: set[int]
    mails: int


def hers(actor: Actor, now: datetime) -> Hers:
    """What waits for a coordinator at `now` (aware); one query."""
    values = {
        "municipality": actor.municipality_id,
        "person": actor.person_id or 0,
        "now": now,
        "tomorrow": midnight(now.astimezone(clock.HOME).date() + timedelta(days=1)),
    }
    found = [Until._make(row) for row in db.rows(MINE, values)]
    return Hers(
        offers=[one for one in found if one.what == "offer"],
        check_in=next((one for one in found if one.what == "check_in"), None),
        claims=sum(one.what == "claim" for one in found),
        gatherings=[one for one in found if one.what == "gathering"],
        visits=[one for one in found if one.what == "visit"],
        mails=sum(one.id for one in found if one.what == MAIL),
        to_tell={one.id for one in found if one.what == "tell_anew"},
        to_test={one.id for one in found if one.what == "to_test"},
    )
