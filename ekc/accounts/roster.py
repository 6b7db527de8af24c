"""Who has an account in a municipality, with which roles, for whoever keeps them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role, RoleRow, Team
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.places.models import Municipality

PER_PAGE = 50
NO_PASSWORD = "!"  # no password fits this; one is chosen with the link
HERE: Any = bindparam("municipality")
HAS_ROLE = exists().where(RoleRow.account_id == Account.id, RoleRow.municipality_id == HERE)
KNOWN = (
    select(
        Account.id,
        Account.person_id,
        Account.email,
        Account.active,
        (Account.password_hash != NO_PASSWORD).label("has_password"),
        Person.given_name,
        Person.surname,
        func.count().over().label("total"),
    )
    .join(Person, Person.id == Account.person_id)
    .where(HAS_ROLE)
)
LISTED = KNOWN.order_by(Account.active.desc(), Account.id).limit(PER_PAGE).offset(bindparam("offset"))
LINE = KNOWN.where(Account.id == bindparam("id"))
ONE = select(Account).where(Account.id == bindparam("id"), HAS_ROLE)
ROLES = (
    select(RoleRow.id, RoleRow.account_id, RoleRow.role, RoleRow.team_id, Team.name)
    .outerjoin(Team, Team.id == RoleRow.team_id)
    .where(RoleRow.municipality_id == HERE, RoleRow.account_id.in_(bindparam("ids", expanding=True)))
    .order_by(RoleRow.id)
)
ELSEWHERE = select(func.count()).where(RoleRow.account_id == bindparam("id"), RoleRow.municipality_id != HERE)
OTHERS_WITH = (
    select(func.count(func.distinct(RoleRow.account_id)))
    .join(Account, Account.id == RoleRow.account_id)
    .where(
        RoleRow.municipality_id == HERE,
        RoleRow.role == bindparam("role"),
        Account.active,
        Account.id != bindparam("id"),
    )
)
ROWS = select(RoleRow).where(RoleRow.municipality_id == HERE, RoleRow.account_id == bindparam("id"))
LOCK = select(Municipality.id).where(Municipality.id == HERE).with_for_update()


class Held(NamedTuple):
    """A role of an account, with the team where it has one."""

    id: int
    account_id: int
    role: str
    team_id: int | None
    team: str | None


class Line(NamedTuple):
    """An account in the list. `total` counts those of all pages."""

    id: int
    person_id: int
    email: str
    active: bool
    has_password: bool
    given_name: str
    surname: str
    total: int
    roles: tuple[Held, ...]

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters that leave the accounts of a municipality; NotFoundError for who keeps none."""
    if not actor.is_a(Role.KEEPER, Role.BUREAU):
        raise NotFoundError
    return {"municipality": actor.municipality_id}


def listed(actor: Actor, page: int) -> list[Line]:
    """A page of the accounts, those that were stopped last; two queries."""
    return _with_roles(actor, db.rows(LISTED, {**visible_to(actor), "offset": PER_PAGE * (page - 1)}).all())


def line(actor: Actor, account_id: int) -> Line:
    """One account, or NotFoundError."""
    found = db.rows(LINE, {**visible_to(actor), "id": account_id}).all()
    if not found:
        raise NotFoundError
    return _with_roles(actor, found)[0]


def get_for(actor: Actor, account_id: int) -> Account:
    """The account itself, or NotFoundError."""
    visible_to(actor)
    return one(actor.municipality_id, account_id)


def one(municipality_id: int, account_id: int) -> Account:
    """An account with a role here, for the product itself; NotFoundError where it has none."""
    found = db.session.scalars(ONE, {"municipality": municipality_id, "id": account_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def rows_of(municipality_id: int, account_id: int) -> list[RoleRow]:
    """Every role of an account here."""
    return list(db.session.scalars(ROWS, {"municipality": municipality_id, "id": account_id}))


def works_elsewhere(municipality_id: int, account_id: int) -> bool:
    """Whether an account has a role in another municipality."""
    return bool(db.session.scalar(ELSEWHERE, {"municipality": municipality_id, "id": account_id}))


def others_with(municipality_id: int, role: str, account_id: int) -> int:
    """How many other accounts have a role here and can sign in."""
    values = {"municipality": municipality_id, "role": role, "id": account_id}
    return db.session.scalar(OTHERS_WITH, values) or 0


def hold(municipality_id: int) -> None:
    """One at a time changes who may come in: the next waits until this transaction ends."""
    db.session.execute(LOCK, {"municipality": municipality_id}).all()


def _with_roles(actor: Actor, rows: Any) -> list[Line]:  # noqa: ANN401 -- rows of `KNOWN`
    held = defaultdict(list)
    for row in db.rows(ROLES, {"municipality": actor.municipality_id, "ids": [one.id for one in rows]}):
        held[row.account_id].append(Held._make(row))
    return [Line._make((*row, tuple(held[row.id]))) for row in rows]
