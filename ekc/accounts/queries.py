"""Who is at the door."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, or_, select

from ekc import clock, settings
from ekc.accounts import rules
from ekc.accounts.actor import Actor, holder
from ekc.accounts.covers import HOLDS
from ekc.accounts.models import (
    Account,
    Cover,
    PersonalLink,
    Role,
    RoleRow,
    SignInAttempt,
    Team,
)
from ekc.db import UTC, db
from ekc.people.models import Person, reads
from ekc.places.models import Municipality
from ekc.seals import keyed_hash, link_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

BY_MAIL = select(Account).where(Account.email_key == bindparam("key"))
ATTEMPTS = select(func.count()).where(
    SignInAttempt.key.in_(bindparam("keys", expanding=True)),
    SignInAttempt.at > bindparam("since", type_=UTC()),
)
LINK = (
    select(
        PersonalLink.id,
        PersonalLink.version,
        PersonalLink.municipality_id,
        PersonalLink.person_id,
        PersonalLink.about_kind,
        PersonalLink.about_id,
        PersonalLink.expires_at,
        PersonalLink.revoked_at,
        Municipality.name,
        Municipality.central_phone,
        Person.kind,
        Person.language,
    )
    .join(Municipality, Municipality.id == PersonalLink.municipality_id)
    .join(Person, Person.id == PersonalLink.person_id)
    .where(PersonalLink.id == bindparam("id"))
)
LINK_ABOUT = select(PersonalLink).where(
    PersonalLink.municipality_id == bindparam("municipality"),
    PersonalLink.about_kind == bindparam("kind"),
    PersonalLink.about_id == bindparam("about"),
    PersonalLink.revoked_at.is_(None),
)
LINKS_OF = (
    select(PersonalLink)
    .where(PersonalLink.person_id == bindparam("person"), PersonalLink.revoked_at.is_(None))
    .order_by(PersonalLink.id)
)
PHONES = select(Municipality.central_phone).limit(2)
HOME_OF = select(Person.municipality_id).where(Person.id == bindparam("person"))
TEAMS = (
    select(Team.id, Team.name).where(Team.municipality_id == bindparam("municipality")).order_by(Team.name)
)
STAFF = (
    select(Account.id, Account.person_id, Person.given_name, Person.surname, RoleRow.role, RoleRow.team_id)
    .join(Person, Person.id == Account.person_id)
    .join(RoleRow, RoleRow.account_id == Account.id)
    .where(
        RoleRow.municipality_id == bindparam("municipality"),
        RoleRow.role.in_(bindparam("roles", expanding=True)),
        Account.active,
    )
    .order_by(RoleRow.id)
)
IN_BUREAU = (
    select(Account.person_id)
    .join(RoleRow, RoleRow.account_id == Account.id)
    .where(
        RoleRow.municipality_id == bindparam("municipality"),
        RoleRow.role == Role.BUREAU.value,
        Account.active,
    )
)
BUREAU_MAIL = (
    select(Account.id, Account.email, Account.person_id)
    .where(
        Account.active,
        or_(
            Account.person_id.in_(IN_BUREAU),
            Account.person_id.in_(
                select(Cover.cover_person_id).where(
                    Cover.municipality_id == bindparam("municipality"),
                    Cover.absent_person_id.in_(IN_BUREAU),
                    *HOLDS,
                )
            ),
        ),
    )
    .order_by(Account.id)
)
ROLE_ROWS = (
    select(RoleRow)
    .join(Account, Account.id == RoleRow.account_id)
    .where(
        RoleRow.municipality_id == bindparam("municipality"),
        RoleRow.role == bindparam("role"),
        Account.person_id == bindparam("person"),
    )
)
ADDRESS_OF = select(Account.email).where(Account.person_id == bindparam("person"), Account.active)
ACCOUNT_OF = select(Account.id).where(Account.person_id == bindparam("person"), Account.active)
NAME_OF = (
    select(Person.given_name, Person.surname)
    .join(Account, Account.person_id == Person.id)
    .where(Account.id == bindparam("id"))
)
ACCOUNT_IN_TEAM = (
    select(Account.id)
    .join(RoleRow, RoleRow.account_id == Account.id)
    .where(
        RoleRow.municipality_id == bindparam("municipality"),
        RoleRow.team_id == bindparam("team"),
        Account.person_id == bindparam("person"),
        Account.active,
    )
)


class OpenedLink(NamedTuple):
    """A personal link as it is now, with the name and the phone of its municipality."""

    id: int
    version: int
    municipality_id: int
    person_id: int
    about_kind: str
    about_id: int
    expires_at: datetime | None
    revoked_at: datetime | None
    municipality: str
    central_phone: str
    kind: str
    language: str

    @property
    def reads(self) -> str | None:
        """The language (ISO 639-3) in which its page speaks; None where that is only there in Dutch."""
        return reads(self.kind, self.language) if self.about_kind in rules.FOR_PEOPLE else None

    @property
    def reader(self) -> Actor:
        """Whoever opened it."""
        return holder(self.municipality_id, self.person_id, self.id, (self.about_kind, self.about_id))

    def holds(self, version: int, now: datetime) -> bool:
        """Whether it still opens with this version of its secret at `now` (aware)."""
        return rules.link_holds(version, self.version, self.expires_at, self.revoked_at, now)


class Colleague(NamedTuple):
    """Somebody with an account, in one of their roles."""

    account_id: int
    person_id: int
    given_name: str
    surname: str
    role: str
    team_id: int | None

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()


def account_by_mail(email: str) -> Account | None:
    """The account with this mail address, spelled in any case."""
    return db.session.scalars(BY_MAIL, {"key": keyed_hash(email)}).one_or_none()


def attempts(keys: Sequence[str], since: datetime) -> int:
    """How many tries were made under these keys since then."""
    return db.session.scalar(ATTEMPTS, {"keys": list(keys), "since": since}) or 0


def link(link_id: int) -> OpenedLink | None:
    """A personal link with the name and phone of its municipality."""
    row = db.rows(LINK, {"id": link_id}).one_or_none()
    return None if row is None else OpenedLink._make(row)


def link_about(municipality_id: int, kind: str, about_id: int) -> PersonalLink | None:
    """The living link about one thing."""
    found = db.session.scalars(LINK_ABOUT, {"municipality": municipality_id, "kind": kind, "about": about_id})
    return found.one_or_none()


def link_address(link: PersonalLink) -> str:
    """The address that opens a link, for paper: it is made now, and stored nowhere."""
    return f"{settings.current().public_url}/k/{link_token(link.id, link.version)}"


def links_of(person_id: int) -> Sequence[PersonalLink]:
    """Every living link of a person."""
    return db.session.scalars(LINKS_OF, {"person": person_id}).all()


def only_phone() -> str | None:
    """The central phone number where there is one municipality; None where there are more."""
    found = db.session.scalars(PHONES).all()
    return found[0] if len(found) == 1 else None


def home_of(account: Account) -> int:
    """The municipality that knows the person of an account."""
    return db.session.scalars(HOME_OF, {"person": account.person_id}).one()


def teams(municipality_id: int) -> dict[int, str]:
    """The names of the teams of a municipality by id, in order of name."""
    rows = db.rows(TEAMS, {"municipality": municipality_id})
    return {team_id: name for team_id, name in rows}  # noqa: C416 -- rows are no pairs to mypy


def staff(municipality_id: int, *roles: Role) -> list[Colleague]:
    """Everybody with one of these roles, once per role."""
    values = [role.value for role in roles]
    rows = db.rows(STAFF, {"municipality": municipality_id, "roles": values})
    return [Colleague._make(row) for row in rows]


def bureau_mail(municipality_id: int) -> Sequence[Row[int, str, int]]:
    """(account id, mail address, person id) of everybody who runs the pool, and of who covers one today."""
    return db.session.execute(BUREAU_MAIL, {"municipality": municipality_id, "today": clock.today()}).all()


def role_rows(municipality_id: int, person_id: int, role: Role) -> Sequence[RoleRow]:
    """The rows that give a person a role here."""
    values = {"municipality": municipality_id, "person": person_id, "role": role.value}
    return db.session.scalars(ROLE_ROWS, values).all()


def account_of(person_id: int) -> int | None:
    """The account of a person, where there is one that is not stopped."""
    return db.session.scalars(ACCOUNT_OF, {"person": person_id}).first()


def address_of(person_id: int) -> str | None:
    """The mail address with which somebody signs in; None without an account that is open."""
    return db.session.scalar(ADDRESS_OF, {"person": person_id})


def name_of(account_id: int) -> str | None:
    """Given name and surname of whoever has this account."""
    row = db.rows(NAME_OF, {"id": account_id}).one_or_none()
    return None if row is None else f"{row[0]} {row[1]}".strip()


def account_in_team(municipality_id: int, team_id: int, person_id: int) -> int | None:
    """The account of a person who works in a team."""
    values = {"municipality": municipality_id, "team": team_id, "person": person_id}
    return db.session.scalars(ACCOUNT_IN_TEAM, values).first()
