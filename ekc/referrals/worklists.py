"""What waits, per role: one statement for a page of a worklist."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Team
from ekc.db import db
from ekc.people.models import Person
from ekc.places.models import Municipality
from ekc.referrals import clocks
from ekc.referrals.lifecycle import ENDED, State
from ekc.referrals.models import ORGANISES, Assignment, FocusPerson, Referral
from ekc.referrals.visibility import HERE, OF_BUREAU, OF_COORDINATOR, OF_TEAM, visible_to

PER_PAGE = 20
PER_SHEET = 100
OPEN = tuple(state.value for state in State if state not in ENDED)
CLOSED = tuple(state.value for state in State if state in ENDED)

FIRST = (
    select(func.min(FocusPerson.id))
    .where(FocusPerson.referral_id == Referral.id)
    .correlate(Referral)
    .scalar_subquery()
)
HOW_MANY = (
    select(func.count())
    .select_from(FocusPerson)
    .where(FocusPerson.referral_id == Referral.id)
    .correlate(Referral)
    .scalar_subquery()
)
LEADING = aliased(Assignment)
FIRST_FOCUS = aliased(FocusPerson)
IN_ORDER = (
    case((Referral.state == State.RETURNED.value, 0), else_=1),
    case((Referral.urgency == "urgent", 0), else_=1),
    Referral.state_since,
    Referral.id,
)


def _worklist(*mine: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 -- clauses of any kind
    return (
        select(
            Referral.id,
            Referral.number,
            Referral.state,
            Referral.state_since,
            Referral.submitted_at,
            Referral.urgency,
            Referral.revisit_on,
            Team.name.label("team"),
            Person.given_name,
            Person.surname,
            HOW_MANY.label("people"),
            LEADING.first_contact_by,
            LEADING.first_contact_on,
            Referral.lead_checked_on,
            Referral.pause_reason,
            Referral.paused_days,
            Municipality.clocks,
            func.count().over().label("total"),
        )
        .join(Team, Team.id == Referral.team_id)
        .join(Municipality, Municipality.id == Referral.municipality_id)
        .outerjoin(FIRST_FOCUS, FIRST_FOCUS.id == FIRST)
        .outerjoin(Person, Person.id == FIRST_FOCUS.person_id)
        .outerjoin(
            LEADING,
            and_(LEADING.referral_id == Referral.id, LEADING.kind.in_(ORGANISES), LEADING.ended_at.is_(None)),
        )
        .where(HERE, Referral.state.in_(bindparam("states", expanding=True)), *mine)
        .order_by(*IN_ORDER)
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


TEAM_WORK = _worklist(OF_TEAM)
BUREAU_WORK = _worklist(OF_BUREAU)
COORDINATOR_WORK = _worklist(OF_COORDINATOR)


SHEET_OF_TEAM = _worklist(or_(OF_TEAM, OF_BUREAU), Referral.team_id == bindparam("team"))


RUNNING_OF_TEAM = select(func.count()).where(
    HERE, Referral.team_id == bindparam("team"), Referral.state.in_(bindparam("states", expanding=True))
)


class WorkRow(NamedTuple):
    """A line of a worklist. `people` counts the hoofdpersonen; a draft has no names yet.

    `total` counts the lines of all pages; `days` is how long it has been in its state, `clock` whether that
    is long (amber) or too long (red): never for the eyes of a family or a volunteer.
    """

    id: int
    number: str
    state: str
    state_since: datetime
    submitted_at: datetime | None
    urgency: str
    revisit_on: date | None
    team: str
    given_name: str | None
    surname: str | None
    people: int
    first_contact_by: date | None
    first_contact_on: date | None
    lead_checked_on: date | None
    pause_reason: str | None
    paused_days: int
    clocks: tuple[str, ...]
    total: int
    days: int
    clock: str

    @property
    def name(self) -> str:
        """The first hoofdpersoon, and how many more."""
        if self.given_name is None:
            return "nog geen naam"
        more = f" en {self.people - 1} meer" if self.people > 1 else ""
        return f"{self.given_name} {self.surname}{more}"


def team_worklist(actor: Actor, page: int = 1, *, closed: bool = False) -> list[WorkRow]:
    """What the actor's teams have open (or had), what came back first, then who waits longest."""
    return _work(TEAM_WORK, actor, page, closed=closed)


def bureau_worklist(actor: Actor, page: int = 1, *, closed: bool = False) -> list[WorkRow]:
    """What is open (or was) in the whole municipality, drafts of others left out."""
    return _work(BUREAU_WORK, actor, page, closed=closed)


def coordinator_worklist(actor: Actor, page: int = 1) -> list[WorkRow]:
    """What the actor coordinates now; a volunteer sees no clock."""
    return [row._replace(clock="") for row in _work(COORDINATOR_WORK, actor, page, closed=False)]


def sheet_of_team(actor: Actor, team_id: int, page: int) -> list[WorkRow]:
    """What one team has open, in pages of `PER_SHEET`; nothing where the actor may not see that team's."""
    values = {"team": team_id, "limit": PER_SHEET, "offset": PER_SHEET * (page - 1)}
    return _work(SHEET_OF_TEAM, actor, page, closed=False, **values)


def running_of_team(municipality_id: int, team_id: int) -> int:
    """How many aanmeldingen of a team are not done yet, drafts included."""
    values = {"municipality": municipality_id, "team": team_id, "states": OPEN}
    return db.session.scalar(RUNNING_OF_TEAM, values) or 0


def _work(
    statement: Select[*tuple[Any, ...]], actor: Actor, page: int, *, closed: bool, **more: int
) -> list[WorkRow]:
    values = {
        **visible_to(actor),
        "states": CLOSED if closed else OPEN,
        "limit": PER_PAGE,
        "offset": PER_PAGE * (page - 1),
        **more,
    }
    today = clock.today()
    found = db.rows(statement, values).all()
    limits = clocks.limits(found[0].clocks) if found else clocks.FIRST  # all of one municipality
    return [_with_age(row, today, limits) for row in found]


def _with_age(row: Row[*tuple[Any, ...]], today: date, limits: clocks.Limits) -> WorkRow:
    since = row.state_since.astimezone(clock.HOME).date()
    standing = clocks.Standing(
        row.state,
        since,
        urgency=row.urgency,
        submitted=row.submitted_at.astimezone(clock.HOME).date() if row.submitted_at else None,
        paused_days=row.paused_days,
        revisit_on=row.revisit_on,
        first_contact_by=None if row.first_contact_on else row.first_contact_by,
    )
    colour = clocks.colour(standing, today, limits)
    return WorkRow._make((*row, (today - since).days, colour))
