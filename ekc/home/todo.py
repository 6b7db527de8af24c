"""What the bureau must see to today, in one statement: signals, days with nobody in reach, days to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
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

from ekc.agenda import apart_days
from ekc.agenda.models import Conference
from ekc.arranging.models import DayCheck
from ekc.arranging.queries import CHECKED as CHECKED_DAY
from ekc.db import db
from ekc.duty import gaps, rules
from ekc.mailroom import whose as mailroom
from ekc.mailroom.queries import READS_NOBODYS
from ekc.notifications.models import IncomingMail, Message
from ekc.people.models import Person
from ekc.referrals.lifecycle import SMALL_CIRCLE
from ekc.referrals.models import Referral
from ekc.safety.models import Signal
from ekc.safety.queries import HERE, SEER, TAKER
from ekc.tonight.models import SmallCircle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ekc.referrals.queries import WorkRow

NOBODY, REPORT, CHECKED, APART = "nobody", "report", "checked", "apart"
LETTERS, CALLS = "letters", "calls"
MAIL, MAIL_OURS, MAIL_NOBODYS = "mail", "mail_ours", "mail_nobodys"
CIRCLE = "circle"
MAILS = (MAIL, MAIL_OURS, MAIL_NOBODYS)
OTHERWISE = {NOBODY, REPORT, CHECKED, APART, LETTERS, CALLS, CIRCLE, *MAILS}  # what is no signal
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
TO_COME = and_(Conference.state == "planned", Conference.starts_at > gaps.NOW)


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


def _circles() -> Select[*tuple[Any, ...]]:
    """Whom each kleine kring that runs is about, in the columns of `SIGNALS`; the id is the aanmelding's."""
    return (
        select(
            SmallCircle.referral_id,
            literal(CIRCLE, literal_execute=True),
            SmallCircle.started_at,
            false(),
            SmallCircle.given_name,
            SmallCircle.surname,
            null(),
            null(),
            null(),
            null(),
        )
        .join(Referral, Referral.id == SmallCircle.referral_id)
        .where(SmallCircle.municipality_id == HERE, Referral.state.in_(sorted(SMALL_CIRCLE)))
    )


def mails_of(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
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
    mails_of(FOR, SINCE, false(), null(), null(), null(), null(), null(), null()).group_by(FOR),
    _circles(),
    _days(NOBODY, and_(gaps.OPEN, gaps.NOBODY)),
    _days(REPORT, TO_REPORT),
    _days(CHECKED, TO_COME, DayCheck.found).join(DayCheck, CHECKED_DAY),
    _days(APART, and_(TO_COME, apart_days.KEEPS_APART)),
).subquery()
TODAY = (
    apart_days.beside(
        select(ALL).outerjoin(Conference, and_(ALL.c.what == APART, Conference.id == ALL.c.id)),
    )
    .order_by(ALL.c.urgent.desc(), ALL.c.at)
    .limit(MOST)
)


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
    meeting: list[Item]  # days to come on which two would meet who must not
    mails: dict[str, int]  # how many wait: with coordinators (`MAIL`), with the bureau, with nobody
    circles: dict[int, tuple[str, str]]  # whom a kleine kring is about, by the id of the aanmelding

    def over(self, rows: Sequence[WorkRow]) -> dict[int, datetime]:
        """When the days were that wait for a report, by the id of the aanmelding among `rows`."""
        at = {one.number: one.at for one in self.to_report}
        return {row.id: at[row.number] for row in rows if row.number in at}


def of(municipality_id: int, now: datetime) -> Todo:
    """What waits for the bureau at `now` (aware)."""
    values = {
        "municipality": municipality_id,
        "now": now,
        "from": now - rules.LOOK_BACK,
        "until": now + rules.AHEAD,
    }
    rows = db.rows(TODAY, values).all()
    found = [Item._make(row[: len(Item._fields)]) for row in rows]
    meet = apart_days.meeting(rows, now)
    return Todo(
        signals=[one for one in found if one.what not in OTHERWISE],
        nobody=[one for one in found if one.what == NOBODY],
        to_report=[one for one in found if one.what == REPORT],
        letters=sum(one.id for one in found if one.what == LETTERS),
        to_call=sum(one.id for one in found if one.what == CALLS),
        checks=[one for one in found if one.what == CHECKED],
        meeting=list({one.id: one for one in found if one.what == APART and one.id in meet}.values()),
        mails={one.what: one.id for one in found if one.what in MAILS},
        circles={one.id: (one.given_name or "", one.surname or "") for one in found if one.what == CIRCLE},
    )
