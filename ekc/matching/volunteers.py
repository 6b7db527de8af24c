"""The pool as one referral sees it: one statement for all that decides who may be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role, RoleRow, Team
from ekc.db import UTC, db
from ekc.matching.models import Offer
from ekc.matching.ranking import Volunteer, Wanted
from ekc.people.models import Person
from ekc.places.distances import km_between
from ekc.places.models import Locality, Municipality
from ekc.pool.models import Coordinator
from ekc.pool.queries import CODE_ASKED
from ekc.pool.rules import Papers
from ekc.referrals.lifecycle import WITH_COORDINATOR
from ekc.referrals.models import Assent, Assignment, FocusPerson, Referral

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
REFERRAL = bindparam("referral", type_=BigInteger())
NO_MARK = ("know_them", "works_there")  # handed back for the sake of independence: it never happened
SOMEBODY = aliased(Person)

HERS = and_(  # a back-up has nothing to do until she takes over
    Assignment.coordinator_id == Coordinator.id, Assignment.kind != "backup"
)
ACTIVE = (  # what asks her time now: after the meeting she is free for another
    select(func.count())
    .select_from(Assignment)
    .join(Referral, Referral.id == Assignment.referral_id)
    .where(HERS, Assignment.ended_at.is_(None), Referral.state.in_(sorted(WITH_COORDINATOR)))
    .correlate(Coordinator)
    .scalar_subquery()
)
DONE = (
    select(func.count())
    .select_from(Assignment)
    .where(
        HERS,
        Assignment.since >= bindparam("year_start", type_=UTC()),
        or_(Assignment.end_reason.is_(None), Assignment.end_reason.not_in(NO_MARK)),
    )
    .correlate(Coordinator)
    .scalar_subquery()
)
LAST_ASKED = (
    select(func.max(Offer.asked_at))
    .where(Offer.coordinator_id == Coordinator.id)
    .correlate(Coordinator)
    .scalar_subquery()
)
HAD_IT = exists().where(HERS, Assignment.referral_id == REFERRAL, Assignment.ended_at.is_not(None))
MEMBER = or_(
    exists().where(FocusPerson.referral_id == REFERRAL, FocusPerson.person_id == Coordinator.person_id),
    exists().where(Assent.referral_id == REFERRAL, Assent.person_id == Coordinator.person_id),
    exists().where(
        Referral.id == REFERRAL,
        or_(
            Referral.responsible_person_id == Coordinator.person_id,
            Referral.backstop_person_id == Coordinator.person_id,
        ),
    ),
)
NAMESAKE = (
    exists()
    .where(FocusPerson.referral_id == REFERRAL)
    .where(SOMEBODY.id == FocusPerson.person_id, SOMEBODY.name_key == Person.name_key)
)
IN_TEAM = exists().where(
    Account.person_id == Coordinator.person_id,
    RoleRow.account_id == Account.id,
    Referral.id == REFERRAL,
    RoleRow.team_id == Referral.team_id,
)
SIGNS_IN = exists().where(
    Account.person_id == Coordinator.person_id,
    Account.active,
    RoleRow.account_id == Account.id,
    RoleRow.municipality_id == Coordinator.municipality_id,
    RoleRow.role == Role.COORDINATOR.value,
)
POOL = (
    select(
        Coordinator.id,
        Coordinator.person_id,
        Coordinator.languages,
        Coordinator.pc4,
        Coordinator.locality_id,
        Coordinator.employer,
        Coordinator.max_per_year,
        Coordinator.max_at_once,
        Coordinator.paused_until,
        Coordinator.trained_on,
        Coordinator.vog_until,
        Coordinator.vog_seen_on,
        Coordinator.secrecy_on,
        Coordinator.block2_on,
        Coordinator.stage,
        Coordinator.code_version,
        Coordinator.code_on,
        CODE_ASKED.label("code_asked"),
        ACTIVE.label("active"),
        DONE.label("done"),
        LAST_ASKED.label("last_asked"),
        Offer.state.label("offer"),
        HAD_IT.label("had_it"),
        MEMBER.label("member"),
        NAMESAKE.label("namesake"),
        IN_TEAM.label("in_team"),
        SIGNS_IN.label("signs_in"),
    )
    .join(Person, Person.id == Coordinator.person_id)
    .outerjoin(Offer, and_(Offer.coordinator_id == Coordinator.id, Offer.referral_id == REFERRAL))
    .where(Coordinator.municipality_id == MUNICIPALITY)
)
SOME = POOL.where(Coordinator.id.in_(bindparam("ids", expanding=True)))
PAGE = POOL.order_by(Coordinator.id).limit(bindparam("many")).offset(bindparam("skip"))
MAY_SIGN_IN = select(SIGNS_IN).where(Coordinator.id == bindparam("id"))
HOW_MANY = select(func.count()).select_from(Coordinator).where(Coordinator.municipality_id == MUNICIPALITY)
AROUND = (
    select(Municipality.family_chooses, Locality.pc4, Locality.name, Team.name)
    .select_from(Referral)
    .join(Municipality, Municipality.id == Referral.municipality_id)
    .join(Team, Team.id == Referral.team_id)
    .outerjoin(Locality, Locality.id == Referral.locality_id)
    .where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY)
)
NAMES = select(Person.id, Person.given_name, Person.surname).where(
    Person.municipality_id == MUNICIPALITY, Person.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a referral stands: does the family choose, postcode and name of the place, name of the team."""

    family_chooses: bool
    pc4: str | None
    place: str | None
    team: str


def setting(referral: Referral) -> Setting:
    """Where this referral stands; one query."""
    row = db.session.execute(AROUND, _of(referral)).one()
    return Setting(*row)


def wanted(referral: Referral, pc4: str | None) -> Wanted:
    """What the referral asks of a coordinator; `pc4` is the postcode of its place."""
    return Wanted(
        languages=referral.languages,
        pc4=pc4,
        locality_id=referral.locality_id,
        own_village=referral.own_village,
        organisations=referral.organisations,
    )


def volunteers(
    referral: Referral, pc4: str | None, year_start: datetime, ids: Iterable[int] | None = None
) -> list[Volunteer]:
    """All coordinators of the municipality (or those of `ids`) as `referral` sees them; one query."""
    values: dict[str, Any] = {**_of(referral), "year_start": year_start, "today": clock.today()}
    if ids is None:
        rows = db.session.execute(POOL, values)
    else:
        rows = db.session.execute(SOME, {**values, "ids": list(ids)})
    return [_volunteer(row, pc4) for row in rows]


def pool_page(actor: Actor, year_start: datetime, skip: int, many: int) -> list[Volunteer]:
    """A page of the pool, the longest in it first, with what each carries; one query."""
    today = clock.today()
    values = {"municipality": actor.municipality_id, "referral": 0, "year_start": year_start, "today": today}
    return [_volunteer(row, None) for row in db.session.execute(PAGE, {**values, "skip": skip, "many": many})]


def pool_size(actor: Actor) -> int:
    """How many coordinators the actor's municipality has."""
    return db.session.scalar(HOW_MANY, {"municipality": actor.municipality_id}) or 0


def signs_in(coordinator: Coordinator) -> bool:
    """Whether she has an account with which she sees what is hers."""
    return bool(db.session.scalar(MAY_SIGN_IN, {"id": coordinator.id}))


def names(municipality_id: int, person_ids: Iterable[int]) -> dict[int, str]:
    """Names by person id, unsealed only for those who are shown; one query."""
    rows = db.session.execute(NAMES, {"municipality": municipality_id, "ids": list(person_ids)})
    return {row.id: f"{row.given_name} {row.surname}".strip() for row in rows}


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}


def _volunteer(row: Any, pc4: str | None) -> Volunteer:  # noqa: ANN401 -- a row of POOL
    return Volunteer(
        id=row.id,
        person_id=row.person_id,
        papers=Papers(
            row.trained_on,
            row.vog_until,
            row.vog_seen_on,
            row.secrecy_on,
            row.block2_on,
            row.stage,
            row.code_version,
            row.code_on,
            row.code_asked,
        ),
        languages=row.languages,
        pc4=row.pc4,
        locality_id=row.locality_id,
        employer=row.employer,
        max_per_year=row.max_per_year,
        max_at_once=row.max_at_once,
        paused_until=row.paused_until,
        active=row.active,
        done=row.done,
        last_asked=row.last_asked,
        offer=row.offer,
        had_it=bool(row.had_it),
        member=bool(row.member),
        namesake=bool(row.namesake),
        in_team=bool(row.in_team),
        signs_in=bool(row.signs_in),
        km=km_between(pc4, row.pc4) if pc4 else None,
    )
