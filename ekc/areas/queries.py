"""Which team a place belongs to, on any day; the teams and who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role, RoleRow, Team
from ekc.areas import rules
from ekc.areas.models import TeamPlace
from ekc.areas.rules import Beginning
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.places.models import Locality

HERE: Any = bindparam("municipality")
TEAM_OF_PLACE = (
    select(Team.id, Team.name)
    .select_from(TeamPlace)
    .outerjoin(Team, Team.id == TeamPlace.team_id)
    .where(
        TeamPlace.municipality_id == HERE,
        TeamPlace.locality_id == bindparam("locality"),
        TeamPlace.from_day <= bindparam("day"),
    )
    .order_by(TeamPlace.from_day.desc())
    .limit(1)
)
HISTORY = (
    select(
        Locality.id.label("place"),
        Locality.name,
        Locality.pc4,
        TeamPlace.id,
        TeamPlace.number,
        TeamPlace.from_day,
        TeamPlace.team_id,
    )
    .outerjoin(TeamPlace, TeamPlace.locality_id == Locality.id)
    .where(Locality.municipality_id == HERE)
    .order_by(Locality.name, Locality.pc4, TeamPlace.from_day)
)
BEGINNING = select(TeamPlace).where(TeamPlace.municipality_id == HERE, TeamPlace.id == bindparam("id"))
TEAMS = select(Team).where(Team.municipality_id == HERE).order_by(Team.ended_on.is_not(None), Team.name)
ONE = select(Team).where(Team.municipality_id == HERE, Team.id == bindparam("id"), bindparam("bureau"))
LOCK = (
    select(Team.id, Team.ended_on)
    .where(Team.municipality_id == HERE, Team.id.in_(bindparam("ids", expanding=True)))
    .order_by(Team.id)
    .with_for_update()
)
MEMBERS = (
    select(RoleRow.team_id, func.count(func.distinct(RoleRow.account_id)))
    .join(Account, Account.id == RoleRow.account_id)
    .where(RoleRow.municipality_id == HERE, RoleRow.team_id.is_not(None), Account.active)
    .group_by(RoleRow.team_id)
)
PEOPLE = (
    select(Account.id, Person.given_name, Person.surname, RoleRow.role)
    .join(Person, Person.id == Account.person_id)
    .join(RoleRow, RoleRow.account_id == Account.id)
    .where(RoleRow.municipality_id == HERE, RoleRow.team_id == bindparam("team"), Account.active)
    .order_by(RoleRow.role, RoleRow.id)
)
OPEN_TEAMS = (
    select(Team.id, Team.name)
    .where(Team.municipality_id == HERE, or_(Team.ended_on.is_(None), Team.ended_on > bindparam("day")))
    .order_by(Team.name)
)


@dataclass(frozen=True, slots=True)
class Place:
    """A dorp or wijk with the teams it belonged, belongs and will belong to."""

    id: int
    name: str
    pc4: str
    history: tuple[Beginning, ...]
    today: date

    @property
    def label(self) -> str:
        """The name with the postcode: one town may have several."""
        return f"{self.name} ({self.pc4})"

    @property
    def now(self) -> Beginning | None:
        """What holds today."""
        return rules.in_force(self.history, self.today)

    @property
    def to_come(self) -> list[Beginning]:
        """What is planned."""
        return rules.to_come(self.history, self.today)

    @property
    def team_id(self) -> int | None:
        """The team of today."""
        return self.now.team_id if self.now else None


class Member(NamedTuple):
    """Somebody in a team, in one of their roles."""

    account_id: int
    given_name: str
    surname: str
    role: str

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()

    @property
    def leads(self) -> bool:
        """Whether this is who leads the team."""
        return self.role == Role.TEAM_LEAD.value


def team_of_place(municipality_id: int, locality_id: int, on: date) -> tuple[int, str] | None:
    """(id, name) of the team that a place belongs to on a day; None where it has none."""
    values = {"municipality": municipality_id, "locality": locality_id, "day": on}
    row = db.rows(TEAM_OF_PLACE, values).one_or_none()
    return None if row is None or row[0] is None else (row[0], row[1])


def places(municipality_id: int, today: date) -> list[Place]:
    """Every dorp and wijk with its history, by name; one query."""
    heads: dict[int, tuple[str, str]] = {}
    found: defaultdict[int, list[Beginning]] = defaultdict(list)
    for row in db.rows(HISTORY, {"municipality": municipality_id}):
        heads[row.place] = (row.name, row.pc4)
        if row.id is not None:
            found[row.place].append(Beginning(row.id, row.number, row.from_day, row.team_id))
    return [Place(place, *head, tuple(found[place]), today) for place, head in heads.items()]


def beginning(actor: Actor, beginning_id: int) -> TeamPlace:
    """One beginning in the bureau's municipality, or NotFoundError."""
    values = {"municipality": actor.municipality_id, "id": beginning_id}
    found = db.session.scalars(BEGINNING, values).one_or_none()
    if found is None or not actor.is_a(Role.BUREAU):
        raise NotFoundError
    return found


def teams(municipality_id: int) -> Sequence[Team]:
    """Every team, those that ended last."""
    return db.session.scalars(TEAMS, {"municipality": municipality_id}).all()


def open_teams(municipality_id: int, on: date) -> dict[int, str]:
    """The names by id of the teams that are there on a day."""
    rows = db.rows(OPEN_TEAMS, {"municipality": municipality_id, "day": on})
    return {team_id: name for team_id, name in rows}  # noqa: C416 -- rows are no pairs to mypy


def get_for(actor: Actor, team_id: int) -> Team:
    """A team, for the bureau; NotFoundError for anybody else."""
    values = {"municipality": actor.municipality_id, "id": team_id, "bureau": actor.is_a(Role.BUREAU)}
    found = db.session.scalars(ONE, values).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def held(municipality_id: int, ids: Collection[int]) -> dict[int, date | None]:
    """By id from which day these teams are no more; they are held until the transaction ends."""
    values = {"municipality": municipality_id, "ids": sorted(ids)}
    return {row.id: row.ended_on for row in db.session.execute(LOCK, values)}


def members(municipality_id: int) -> dict[int, int]:
    """How many people are in each team."""
    return {team_id or 0: many for team_id, many in db.rows(MEMBERS, {"municipality": municipality_id})}


def people(team: Team) -> list[Member]:
    """Who is in a team, who leads it first."""
    rows = db.rows(PEOPLE, {"municipality": team.municipality_id, "team": team.id})
    found = [Member._make(row) for row in rows]
    return sorted(found, key=lambda one: not one.leads)
