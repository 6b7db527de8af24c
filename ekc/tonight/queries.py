"""Finding a kleine kring through the actor, who can be called, and whose alarm is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Integer, Row, and_, bindparam, func, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Team
from ekc.db import UTC, db
from ekc.duty import queries as duty
from ekc.duty.queries import Shift
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.referrals import visibility
from ekc.referrals.lifecycle import SMALL_CIRCLE, State
from ekc.referrals.models import Referral
from ekc.referrals.queries import WorkRow
from ekc.referrals.visibility import HERE, OF_BUREAU, OF_TEAM
from ekc.tonight import rules
from ekc.tonight.models import SmallCircle, SmallCircleAlarm, SmallCircleCall

BATCH = 100
OPEN = [state.value for state in rules.RUNNING]
LOOKING = or_(
    Referral.state.in_(OPEN), and_(Referral.state == State.CIRCLE_DECIDED.value, SmallCircle.place == "no")
)
BY_LINK = SmallCircle.referral_id == bindparam("by_link", type_=BigInteger())
VISIBLE = and_(HERE, or_(OF_TEAM, OF_BUREAU, BY_LINK))
COLUMNS = (
    select(SmallCircle, Referral, Team.name, Person.given_name, Person.surname)
    .join(Referral, Referral.id == SmallCircle.referral_id)
    .join(Team, Team.id == Referral.team_id)
    .join(Person, Person.id == SmallCircle.runner_person_id)
)
ONE = COLUMNS.where(VISIBLE, SmallCircle.referral_id == bindparam("referral", type_=BigInteger()))
LIST = (
    COLUMNS.where(VISIBLE, Referral.state.in_([state.value for state in rules.ALL]))
    .order_by(SmallCircle.started_at)
    .limit(BATCH)
)
CALLS = (
    select(SmallCircleCall)
    .where(SmallCircleCall.circle_id == bindparam("circle", type_=BigInteger()))
    .order_by(SmallCircleCall.id)
)
RUNG = (
    select(func.count())
    .where(SmallCircleAlarm.circle_id == SmallCircle.id)
    .correlate(SmallCircle)
    .scalar_subquery()
)
DUE = (
    select(SmallCircle.id, SmallCircle.municipality_id, SmallCircle.referral_id, SmallCircle.started_at)
    .join(Referral, Referral.id == SmallCircle.referral_id)
    .where(
        LOOKING,
        SmallCircle.started_at <= bindparam("before", type_=UTC()),
        len(rules.ALARMS) > RUNG,
    )
    .order_by(SmallCircle.started_at)
    .limit(BATCH)
)
PASSED_ON = (
    select(
        Referral.number,
        Team.name.label("team"),
        SmallCircle.place,
        func.count(SmallCircleCall.id).label("asked"),
        func.count(SmallCircleCall.id).filter(SmallCircleCall.reached == "yes").label("reached"),
    )
    .join(Referral, Referral.id == SmallCircle.referral_id)
    .join(Team, Team.id == Referral.team_id)
    .outerjoin(SmallCircleCall, SmallCircleCall.circle_id == SmallCircle.id)
    .where(
        HERE,
        bindparam("bureau", type_=Integer) == 1,
        Referral.state == State.DRAFT.value,
        Referral.started_by_id != bindparam("account"),
        SmallCircle.referral_id == bindparam("referral", type_=BigInteger()),
    )
    .group_by(Referral.number, Team.name, SmallCircle.place)
)
NAMES = select(SmallCircle.referral_id, SmallCircle.given_name, SmallCircle.surname).where(
    SmallCircle.municipality_id == bindparam("municipality", type_=BigInteger()),
    SmallCircle.referral_id.in_(bindparam("referrals", expanding=True, type_=BigInteger())),
)
VOLUNTEERS = select(Coordinator.person_id).where(
    Coordinator.municipality_id == bindparam("municipality", type_=BigInteger()),
    Coordinator.person_id.in_(bindparam("persons", expanding=True)),
)


class Circle(NamedTuple):
    """A kleine kring with its aanmelding, team, and who runs it."""

    row: SmallCircle
    referral: Referral
    team: str
    given_name: str
    surname: str

    @property
    def runner(self) -> str:
        """Who runs it."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def about(self) -> str:
        """Whom it is about."""
        return f"{self.row.given_name} {self.row.surname}".strip()


def visible_to(actor: Actor) -> dict[str, object]:
    """The team, the bureau, and by a link who was alarmed."""
    kind, about = actor.link_about or ("", 0)
    return {**visibility.visible_to(actor), "by_link": about if kind == "small_circle" else 0}


def get_for(actor: Actor, referral_id: int) -> Circle:
    """The kleine kring of an aanmelding; NotFoundError where the actor may not see it."""
    row = db.session.execute(ONE, {**visible_to(actor), "referral": referral_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return Circle._make(row)


def passed_on(actor: Actor, referral_id: int) -> Row[str, str, str | None, int, int] | None:
    """(number, team, place, asked, reached) of what the team writes on as its own draft: all that is left of
    it for the bureau. None for anybody else, and for anything else."""
    return db.rows(PASSED_ON, {**visible_to(actor), "referral": referral_id}).one_or_none()


def names(municipality_id: int, rows: Sequence[WorkRow]) -> dict[int, tuple[str, str]]:
    """(given name, surname) of whom each kleine kring among these lines is about, or was until it became a
    draft, by referral id; the lines are of who may see them. One query."""
    mine = [row.id for row in rows if row.state in SMALL_CIRCLE or row.state == State.DRAFT]
    values = {"municipality": municipality_id, "referrals": mine}
    return {one[0]: (one[1], one[2]) for one in db.rows(NAMES, values)}


def named(rows: Sequence[WorkRow], known: Mapping[int, tuple[str, str]]) -> list[WorkRow]:
    """Lines of a worklist, with these names where there are none of hoofdpersonen yet."""
    return [
        row._replace(given_name=known[row.id][0], surname=known[row.id][1], people=1)
        if row.id in known
        else row
        for row in rows
    ]


def running(actor: Actor) -> list[Circle]:
    """What is not an ordinary aanmelding yet, the oldest first."""
    return [Circle._make(row) for row in db.session.execute(LIST, visible_to(actor))]


def calls(circle: SmallCircle) -> Sequence[SmallCircleCall]:
    """Who can be called, in the order of entry."""
    return db.session.scalars(CALLS, {"circle": circle.id}).all()


def due(now: datetime) -> Sequence[Row[int, int, int, datetime]]:
    """(id, municipality, referral, start) of what may have an alarm due, in every municipality."""
    return db.rows(DUE, {"before": now - timedelta(hours=rules.ALARMS[0])}).all()


def professionals(municipality_id: int, now: datetime) -> list[Shift]:
    """Who is on duty now and is no volunteer of the pool. Two queries."""
    shifts = duty.on_duty(municipality_id, now)
    values = {"municipality": municipality_id, "persons": [one.person_id for one in shifts]}
    volunteers = set(db.session.scalars(VOLUNTEERS, values))
    return [one for one in shifts if one.person_id not in volunteers]
