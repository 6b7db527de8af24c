"""Finding referrals, always through the actor; who is in them; what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.covers import HOLDS, Instead
from ekc.accounts.models import Account, Cover, Role, Team
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.places.models import Locality
from ekc.referrals.models import ORGANISES, Assent, Assignment, Condition, FocusPerson, Referral
from ekc.referrals.visibility import TEAM, VISIBLE, visible_to
from ekc.referrals.worklists import WorkRow, bureau_worklist, coordinator_worklist, team_worklist

__all__ = [
    "VISIBLE",
    "WorkRow",
    "active_lead",
    "bureau_worklist",
    "concerned",
    "coordinator_worklist",
    "count_conditions",
    "focus_persons",
    "focus_rows",
    "get_for",
    "in_force",
    "in_team",
    "lead_and_name",
    "may_read_story",
    "referrer",
    "sheet_for",
    "side_of",
    "team_worklist",
    "visible_to",
]

ONE = select(Referral).where(VISIBLE, Referral.id == bindparam("id"))
REFERRER, INSTEAD = aliased(Person), aliased(Person)
SHEET = (
    select(
        Referral,
        Team.name,
        Locality.name,
        REFERRER.given_name,
        REFERRER.id,
        INSTEAD.id,
        INSTEAD.given_name,
        INSTEAD.surname,
        Cover.until_day,
    )
    .join(Team, Team.id == Referral.team_id)
    .join(Account, Account.id == Referral.referrer_account_id)
    .join(REFERRER, REFERRER.id == Account.person_id)
    .outerjoin(Locality, Locality.id == Referral.locality_id)
    .outerjoin(  # who covers today for the achterwacht
        Cover,
        and_(
            Cover.municipality_id == Referral.municipality_id,
            Cover.absent_person_id == Referral.backstop_person_id,
            *HOLDS,
        ),
    )
    .outerjoin(INSTEAD, INSTEAD.id == Cover.cover_person_id)
    .where(VISIBLE, Referral.id == bindparam("id"))
    .order_by(Cover.id)
    .limit(1)
)
FOCUS = (
    select(Person)
    .join(FocusPerson, FocusPerson.person_id == Person.id)
    .where(
        FocusPerson.municipality_id == bindparam("municipality"), FocusPerson.referral_id == bindparam("id")
    )
    .order_by(FocusPerson.id)
    .options(selectinload(Person.channels))
)
FOCUS_ROWS = select(FocusPerson).where(
    FocusPerson.municipality_id == bindparam("municipality"), FocusPerson.referral_id == bindparam("id")
)
IN_IT = (  # with what makes them so; `more` are professionals
    select(Person)
    .outerjoin(
        FocusPerson, and_(FocusPerson.person_id == Person.id, FocusPerson.referral_id == bindparam("id"))
    )
    .outerjoin(Assent, and_(Assent.person_id == Person.id, Assent.referral_id == bindparam("id")))
    .where(
        Person.municipality_id == bindparam("municipality"),
        or_(
            Person.id.in_(select(FocusPerson.person_id).where(FocusPerson.referral_id == bindparam("id"))),
            Person.id.in_(select(Assent.person_id).where(Assent.referral_id == bindparam("id"))),
            Person.id.in_(bindparam("more", expanding=True)),
        ),
    )
)
PEOPLE = (
    IN_IT.add_columns(FocusPerson.id, Assent)
    .order_by(FocusPerson.id, Assent.id)
    .options(selectinload(Person.channels))
)
REFERRER_OF = (
    select(Account.person_id, Person.given_name, Account.email, Account.active)
    .join(Person, Person.id == Account.person_id)
    .where(Account.id == bindparam("account"))
)
IN_FORCE = (
    Assignment.municipality_id == bindparam("municipality"),
    Assignment.referral_id == bindparam("id"),
    Assignment.ended_at.is_(None),
)
LEAD = select(Assignment).where(*IN_FORCE, Assignment.kind.in_(ORGANISES))
LEAD_NAME = (
    select(Assignment, Person.given_name, Person.surname)
    .join(Person, Person.id == Assignment.person_id)
    .where(*IN_FORCE, Assignment.kind.in_(ORGANISES))
)
ALL_IN_FORCE = select(Assignment).where(*IN_FORCE)
LIVE_CONDITIONS = select(func.count()).where(
    Condition.municipality_id == bindparam("municipality"),
    Condition.referral_id == bindparam("id"),
    Condition.withdrawn_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A referral as its page shows it: with the names of the team, the place and who referred."""

    referral: Referral
    team: str
    place: str | None
    referrer: str
    referrer_person_id: int
    instead: Instead | None  # who does it today for an achterwacht who is away


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody in a referral: a hoofdpersoon, one whose assent is asked, or a professional."""

    person: Person
    is_focus: bool
    assent: Assent | None


def get_for(actor: Actor, referral_id: int) -> Referral:
    """The referral: of an own team, by the bureau, or coordinated now. NotFoundError for anybody else."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": referral_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def sheet_for(actor: Actor, referral_id: int) -> Sheet:
    """The referral as its team and the bureau see it. NotFoundError for anybody else, the coordinator too."""
    values = {**visible_to(actor), "coordinator": None, "id": referral_id, "today": clock.today()}
    row = db.session.execute(SHEET, values).one_or_none()
    if row is None:
        raise NotFoundError
    instead = Instead(row[5], f"{row[6]} {row[7]}".strip(), row[8]) if row[5] is not None else None
    return Sheet(row[0], row[1], row[2], row[3], row[4], instead)


def in_team(actor: Actor, referral: Referral) -> bool:
    """Whether the actor works in, or leads, the team that asked."""
    return actor.is_a(*TEAM) and referral.team_id in actor.team_ids


def side_of(actor: Actor, referral: Referral) -> str:
    """As whom the actor has to do with it: lead or member of the team that asked, or the bureau."""
    if not in_team(actor, referral):
        return "bureau"
    return "lead" if actor.is_a(Role.TEAM_LEAD) else "member"


def may_read_story(actor: Actor, referral: Referral) -> bool:
    """Whether the actor may read WAT: the team, and the bureau where the household agreed."""
    return in_team(actor, referral) or (actor.is_a(Role.BUREAU) and referral.share_bureau)


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "id": referral.id}


def focus_persons(referral: Referral) -> list[Person]:
    """The hoofdpersonen with their channels, in the order in which they were told."""
    return list(db.session.scalars(FOCUS, _of(referral)).all())


def focus_rows(referral: Referral) -> Sequence[FocusPerson]:
    """The rows that make somebody a hoofdpersoon."""
    return db.session.scalars(FOCUS_ROWS, _of(referral)).all()


def concerned(referral: Referral) -> list[Concerned]:
    """Everybody in a referral, hoofdpersonen first: two queries however many."""
    more = [
        each for each in (referral.responsible_person_id, referral.backstop_person_id) if each is not None
    ]
    rows = db.session.execute(PEOPLE, {**_of(referral), "more": more}).all()
    found = [Concerned(person, focus_id is not None, assent) for person, focus_id, assent in rows]
    return sorted(found, key=lambda one: not one.is_focus)


def referrer(referral: Referral) -> Row[int, str, str, bool]:
    """(person id, given name, mail address, still active) of who referred."""
    return db.session.execute(REFERRER_OF, {"account": referral.referrer_account_id}).one()


def active_lead(municipality_id: int, referral_id: int) -> Assignment | None:
    """The coordinator who leads this referral now."""
    return db.session.scalars(LEAD, {"municipality": municipality_id, "id": referral_id}).one_or_none()


def lead_and_name(referral: Referral) -> tuple[Assignment, str] | None:
    """The coordinator who leads now, with the name."""
    row = db.session.execute(LEAD_NAME, _of(referral)).one_or_none()
    return None if row is None else (row[0], f"{row.given_name} {row.surname}".strip())


def in_force(referral: Referral) -> Sequence[Assignment]:
    """Every coordinator on this referral now."""
    return db.session.scalars(ALL_IN_FORCE, _of(referral)).all()


def count_conditions(referral: Referral) -> int:
    """How many conditions of agencies hold now; asked only where there are said to be some."""
    if referral.conditions != "some":
        return 0
    return db.session.scalar(LIVE_CONDITIONS, _of(referral)) or 0
