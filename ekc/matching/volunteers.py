"""The pool as one referral sees it: one statement for all that decides who may be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.models import Account, Role, RoleRow, Team
from ekc.db import db
from ekc.matching import weighing
from ekc.matching.carried import (
    ACTIVE,
    ASKED_LATELY,
    DONE,
    HELPED,
    HERS,
    LAST_ASKED,
    LED,
    MUNICIPALITY,
    PERIOD_FULL,
    REFERRAL,
    THIS_QUARTER,
    periods_on,
    quarter_start,
)
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.models import Offer, Weighting
from ekc.matching.weighing import LATELY, USUAL, Weights
from ekc.people.models import Person
from ekc.places.distances import point_of, square_km
from ekc.places.models import Locality, Municipality
from ekc.pool.models import Coordinator
from ekc.pool.queries import CODE_ASKED
from ekc.pool.rules import Papers
from ekc.pool.wording import wish_words
from ekc.referrals.excluding import IS_TO_JUDGE
from ekc.referrals.models import Assent, Assignment, Exclusion, FocusPerson, Referral

SOMEBODY = aliased(Person)

HAD_IT = exists().where(
    HERS,
    Assignment.referral_id == REFERRAL,
    Assignment.ended_at.is_not(None),
    Assignment.end_reason != "took_over",
)
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
EXCLUDED = (
    select(Exclusion.said_by)
    .where(Exclusion.coordinator_id == Coordinator.id, Exclusion.referral_id == REFERRAL)
    .correlate(Coordinator)
    .scalar_subquery()
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
        Coordinator.max_per_quarter,
        Coordinator.max_km,
        Coordinator.own_village,
        Coordinator.prefers_two,
        Coordinator.day_parts,
        Coordinator.themes_like,
        Coordinator.themes_not,
        Coordinator.at_home,
        Coordinator.lat,
        Coordinator.lon,
        Coordinator.paused_until,
        Coordinator.trained_on,
        Coordinator.vog_until,
        Coordinator.vog_seen_on,
        Coordinator.vog_asked_on,
        Coordinator.secrecy_on,
        Coordinator.block2_on,
        Coordinator.stage,
        Coordinator.code_version,
        Coordinator.code_on,
        CODE_ASKED.label("code_asked"),
        ACTIVE.label("active"),
        DONE.label("done"),
        THIS_QUARTER.label("this_quarter"),
        PERIOD_FULL.label("period_full"),
        LED.label("led"),
        HELPED.label("helped"),
        LAST_ASKED.label("last_asked"),
        ASKED_LATELY.label("asked_lately"),
        EXCLUDED.label("excluded_by"),
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
NEWEST = (
    select(Weighting.id)
    .where(Weighting.municipality_id == Municipality.id)
    .order_by(Weighting.version.desc())
    .limit(1)
    .correlate(Municipality)
    .scalar_subquery()
)
AROUND = (
    select(
        Municipality.family_chooses,
        Locality.pc4,
        Locality.name.label("place"),
        Team.name.label("team"),
        IS_TO_JUDGE.label("to_judge"),
        *(getattr(Weighting, name) for name in Weights._fields),
    )
    .select_from(Referral)
    .join(Municipality, Municipality.id == Referral.municipality_id)
    .join(Team, Team.id == Referral.team_id)
    .outerjoin(Locality, Locality.id == Referral.locality_id)
    .outerjoin(Weighting, Weighting.id == NEWEST)
    .where(Referral.id == REFERRAL, Referral.municipality_id == MUNICIPALITY)
)
NAMES = select(Person.id, Person.given_name, Person.surname).where(
    Person.municipality_id == MUNICIPALITY, Person.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a referral stands: does the family choose, postcode and name of the place, name of the team, is
    somebody described whom they would rather not have, and what weighs how much there."""

    family_chooses: bool
    pc4: str | None
    place: str | None
    team: str
    to_judge: bool
    weights: Weights = USUAL


def setting(referral: Referral) -> Setting:
    """Where this referral stands; one query."""
    row = db.session.execute(AROUND, _of(referral)).one()
    weights = USUAL if row.language is None else Weights(*row[5:])
    return Setting(row.family_chooses, row.pc4, row.place, row.team, bool(row.to_judge), weights)


def wanted(referral: Referral, pc4: str | None) -> Wanted:
    """What the referral asks of a coordinator; `pc4` is the postcode of its place.

    What it is about counts only where the household lets the bureau read that.
    """
    return Wanted(
        languages=referral.languages,
        pc4=pc4,
        locality_id=referral.locality_id,
        own_village=referral.own_village,
        organisations=referral.organisations,
        point=point_of(pc4) if pc4 else None,
        words=wish_words(referral.wishes),
        day_parts=referral.day_parts,
        themes=referral.themes if referral.share_bureau else (),
        demands=referral.demands or (),
    )


def volunteers(
    referral: Referral, pc4: str | None, year_start: datetime, ids: Iterable[int] | None = None
) -> list[Volunteer]:
    """All coordinators of the municipality (or those of `ids`) as `referral` sees them; one query."""
    values = given(referral, year_start)
    if ids is None:
        rows = db.session.execute(POOL, values)
    else:
        rows = db.session.execute(SOME, {**values, "ids": list(ids)})
    here = point_of(pc4) if pc4 else None
    return [volunteer(row, here) for row in rows]


def given(referral: Referral, year_start: datetime) -> dict[str, Any]:
    """The parameters with which `POOL` is the pool as this referral sees it."""
    return {**_of(referral), **since(year_start)}


def names(municipality_id: int, person_ids: Iterable[int]) -> dict[int, str]:
    """Names by person id, unsealed only for those who are shown; one query."""
    rows = db.session.execute(NAMES, {"municipality": municipality_id, "ids": list(person_ids)})
    return {row.id: f"{row.given_name} {row.surname}".strip() for row in rows}


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}


def since(year_start: datetime) -> dict[str, object]:
    """The parameters of `POOL` that tell since when each thing counts, as it is now."""
    today = clock.today()
    return {
        "year_start": year_start,
        "quarter_start": quarter_start(today),
        "today": today,
        "lately": weighing.since(today, LATELY),
        **periods_on(today),
    }


def volunteer(row: Any, here: tuple[float, float] | None) -> Volunteer:  # noqa: ANN401 -- a row of POOL
    """A coordinator from a row of `POOL`; `here` is where the household lives."""
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
            row.vog_asked_on,
        ),
        languages=row.languages,
        pc4=row.pc4,
        locality_id=row.locality_id,
        employer=row.employer,
        max_per_year=row.max_per_year,
        max_at_once=row.max_at_once,
        max_per_quarter=row.max_per_quarter,
        max_km=row.max_km,
        own_village=row.own_village,
        prefers_two=row.prefers_two,
        day_parts=row.day_parts,
        themes_like=row.themes_like,
        themes_not=row.themes_not,
        at_home=row.at_home or (),
        paused_until=row.paused_until,
        active=row.active,
        done=row.done,
        this_quarter=row.this_quarter,
        period_full=bool(row.period_full),
        led=row.led,
        helped=row.helped,
        last_asked=row.last_asked,
        asked_lately=row.asked_lately,
        offer=row.offer,
        excluded_by=row.excluded_by,
        had_it=bool(row.had_it),
        member=bool(row.member),
        namesake=bool(row.namesake),
        in_team=bool(row.in_team),
        signs_in=bool(row.signs_in),
        km=sqrt(square_km(here, row.lat, row.lon)) if here and row.lat is not None else None,
    )
