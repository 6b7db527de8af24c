"""The account of a session, with its roles, and those of whom it covers today: one query."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, null, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.covers import HOLDS
from ekc.accounts.models import COVERED, Account, Cover, RoleRow
from ekc.db import db
from ekc.people.models import Person
from ekc.places.models import Municipality

if TYPE_CHECKING:
    from sqlalchemy import Row

AWAY, AWAY_PERSON = aliased(Account), aliased(Person)
WHOM = (
    Account.id,
    Account.version,
    Account.person_id,
    Person.given_name,
    RoleRow.id.label("role_id"),
    RoleRow.role,
    RoleRow.team_id,
    RoleRow.municipality_id,
    Municipality.name,
    Municipality.central_phone,
)
AS_COVER: Select[*tuple[Any, ...]] = (  # the roles of who is away today and is covered by this account
    select(
        *WHOM,
        Cover.id.label("cover_id"),
        Cover.until_day,
        AWAY_PERSON.id.label("away_id"),
        AWAY_PERSON.given_name.label("away_given_name"),
        AWAY_PERSON.surname.label("away_surname"),
    )
    .join(Person, Person.id == Account.person_id)
    .join(Cover, Cover.cover_person_id == Person.id)
    .join(AWAY_PERSON, AWAY_PERSON.id == Cover.absent_person_id)
    .join(AWAY, (AWAY.person_id == Cover.absent_person_id) & AWAY.active)
    .join(RoleRow, (RoleRow.account_id == AWAY.id) & (RoleRow.municipality_id == Cover.municipality_id))
    .join(Municipality, Municipality.id == RoleRow.municipality_id)
    .where(
        Account.id == bindparam("id"),
        Account.active,
        RoleRow.role.in_([role.value for role in COVERED]),
        *HOLDS,
    )
)
OWN: Select[*tuple[Any, ...]] = (
    select(
        *WHOM, *(type_coerce(null(), column.type) for column in list(AS_COVER.selected_columns)[len(WHOM) :])
    )
    .join(Person, Person.id == Account.person_id)
    .join(RoleRow, RoleRow.account_id == Account.id)
    .join(Municipality, Municipality.id == RoleRow.municipality_id)
    .where(Account.id == bindparam("id"), Account.active)
)
WHO = select(union_all(AS_COVER, OWN).subquery())  # this way round the columns have their types


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in account with all its roles, and after those the roles of whom it covers today: what
    Flask-Login keeps for the length of a request."""

    id: int
    version: int
    person_id: int
    given_name: str
    rows: tuple[Row[Any], ...]
    covers: tuple[Row[Any], ...] = ()
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What stands in the session cookie; a higher version ends every session made before."""
        return f"{self.id}.{self.version}"


def visitor(session_id: str) -> Visitor | None:
    """The account of a session cookie, in one query; None where it has ended."""
    account_id, _, version = session_id.partition(".")
    if not account_id.isdigit() or len(account_id) > 19:  # noqa: PLR2004 -- longer is no id of ours
        return None
    found = db.rows(WHO, {"id": int(account_id), "today": clock.today()}).all()
    rows = sorted((row for row in found if row.cover_id is None), key=attrgetter("role_id"))
    if not rows or str(rows[0].version) != version:
        return None
    first = rows[0]
    return Visitor(
        id=first.id,
        version=first.version,
        person_id=first.person_id,
        given_name=first.given_name,
        rows=tuple(rows),
        covers=tuple(sorted((row for row in found if row.cover_id), key=attrgetter("cover_id", "role_id"))),
    )
