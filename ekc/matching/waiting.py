"""All that looks for a coordinator, and the whole pool beside it: as many statements for one as for sixty."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.models import Account, RoleRow, Team
from ekc.db import db
from ekc.matching.carried import BEGUN_IN_PERIOD, HERS, HOLDS_NOW, MUNICIPALITY
from ekc.matching.joint import Between, Home, Seeking
from ekc.matching.models import Offer, Weighting
from ekc.matching.queries import WAS_ON_IT
from ekc.matching.volunteers import NEWEST, POOL, since, volunteer, wanted
from ekc.matching.weighing import USUAL, Weights
from ekc.people.models import Person
from ekc.places.models import Locality, Municipality
from ekc.pool.models import Coordinator, PoolPeriod
from ekc.referrals.excluding import IS_TO_JUDGE
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Assent, Assignment, Exclusion, FocusPerson, Referral

SOMEBODY = aliased(Person)
MOST = 60  # at once: who presses and who waits longest come first; the others follow when these are asked

IS_SEEKING = and_(Referral.municipality_id == MUNICIPALITY, Referral.state == State.MATCHING.value)
STILL_WAITS = or_(  # she may still say yes, or said so and may be the one
    Offer.state == "open", and_(Offer.state == "yes", Referral.state == State.MATCHING.value, ~WAS_ON_IT)
)
IS_ASKED = exists().where(
    Offer.referral_id == Referral.id,
    or_(Offer.state == "open", and_(Offer.state == "yes", ~WAS_ON_IT)),
)
SEEKING = (
    select(
        Referral.id,
        Referral.number,
        Referral.urgency,
        Referral.state_since,
        Referral.languages,
        Referral.locality_id,
        Referral.own_village,
        Referral.organisations,
        Referral.wishes,
        Referral.avoid,
        Referral.day_parts,
        Referral.themes,
        Referral.share_bureau,
        Referral.demands,
        Locality.pc4,
        Locality.name.label("place"),
        Team.name.label("team"),
        IS_ASKED.label("asked"),
        IS_TO_JUDGE.label("to_judge"),
    )
    .join(Team, Team.id == Referral.team_id)
    .outerjoin(Locality, Locality.id == Referral.locality_id)
    .where(IS_SEEKING)
    .order_by(Referral.state_since, Referral.id)
)
HERE = (
    select(Municipality.asked_at_first, *(getattr(Weighting, name) for name in Weights._fields))
    .outerjoin(Weighting, Weighting.id == NEWEST)
    .where(Municipality.id == MUNICIPALITY)
)
WAITS_ON = (
    select(func.count())
    .select_from(Offer)
    .join(Referral, Referral.id == Offer.referral_id)
    .where(Offer.coordinator_id == Coordinator.id, STILL_WAITS)
    .correlate(Coordinator)
    .scalar_subquery()
)
LEFT_IN_PERIOD = (
    select(func.min(PoolPeriod.most - BEGUN_IN_PERIOD))
    .where(PoolPeriod.coordinator_id == Coordinator.id, HOLDS_NOW)
    .correlate(Coordinator)
    .scalar_subquery()
)
HOMES = POOL.add_columns(WAITS_ON.label("waits_on"), LEFT_IN_PERIOD.label("left_in_period"))
BUSY = select(Coordinator.id, WAITS_ON).where(
    Coordinator.municipality_id == MUNICIPALITY, Coordinator.id.in_(bindparam("ids", expanding=True))
)
LOCK = (  # always in one order, so that two who ask at once never wait for each other
    select(Referral)
    .where(
        Referral.municipality_id == MUNICIPALITY,
        Referral.id.in_(bindparam("ids", expanding=True)),
        Referral.state != State.DRAFT.value,
    )
    .order_by(Referral.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
LOCK_COORDINATORS = (
    select(Coordinator.id)
    .where(Coordinator.municipality_id == MUNICIPALITY, Coordinator.id.in_(bindparam("ids", expanding=True)))
    .order_by(Coordinator.id)
    .with_for_update()
)


def _fact(kind: str, *, of: Any = Coordinator.id, value: Any = None) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 -- columns of any kind
    said = literal("") if value is None else value
    return select(Referral.id, of, literal(kind), said).where(IS_SEEKING)


BETWEEN = union_all(  # the same facts as in `volunteers.POOL`, for all referrals at once
    _fact("offer", of=Offer.coordinator_id, value=Offer.state).join(Offer, Offer.referral_id == Referral.id),
    _fact("excluded_by", of=Exclusion.coordinator_id, value=Exclusion.said_by).join(
        Exclusion, Exclusion.referral_id == Referral.id
    ),
    _fact("had_it")
    .join(Assignment, Assignment.referral_id == Referral.id)
    .join(Coordinator, HERS)
    .where(Assignment.ended_at.is_not(None), Assignment.end_reason != "took_over"),
    _fact("member")
    .join(FocusPerson, FocusPerson.referral_id == Referral.id)
    .join(Coordinator, Coordinator.person_id == FocusPerson.person_id),
    _fact("member")
    .join(Assent, Assent.referral_id == Referral.id)
    .join(Coordinator, Coordinator.person_id == Assent.person_id),
    _fact("member").join(
        Coordinator,
        or_(
            Coordinator.person_id == Referral.responsible_person_id,
            Coordinator.person_id == Referral.backstop_person_id,
        ),
    ),
    _fact("namesake")
    .join(FocusPerson, FocusPerson.referral_id == Referral.id)
    .join(SOMEBODY, SOMEBODY.id == FocusPerson.person_id)
    .join(Person, and_(Person.name_key == SOMEBODY.name_key, Person.municipality_id == MUNICIPALITY))
    .join(Coordinator, Coordinator.person_id == Person.id),
    _fact("in_team")
    .join(RoleRow, RoleRow.team_id == Referral.team_id)
    .join(Account, Account.id == RoleRow.account_id)
    .join(Coordinator, Coordinator.person_id == Account.person_id),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral that looks for a coordinator, for a page. `asked`: somebody may still say yes, or did;
    `to_judge`: the bureau has yet to look who is meant with whom they would rather not have."""

    id: int
    number: str
    team: str
    place: str | None
    languages: tuple[str, ...]
    wishes: str | None
    avoid: str | None
    asked: bool
    to_judge: bool
    seeking: Seeking


@dataclass(frozen=True, slots=True)
class Here:
    """What holds in this municipality: how many are asked at first, and what weighs how much."""

    asked_at_first: int
    weights: Weights


def all_waiting(municipality_id: int) -> list[Waiting]:
    """Every referral that looks for a coordinator: who presses first, then who waits longest; one query."""
    found = [_waiting(row) for row in db.rows(SEEKING, {"municipality": municipality_id})]
    return sorted(found, key=lambda one: one.seeking.urgency != "urgent")


def here(municipality_id: int) -> Here:
    """One query."""
    row = db.rows(HERE, {"municipality": municipality_id}).one()
    return Here(row.asked_at_first, USUAL if row.language is None else Weights(*row[1:]))


def homes(municipality_id: int, year_start: datetime) -> list[Home]:
    """The whole pool, and how many questions each has open; one query."""
    values = {"municipality": municipality_id, "referral": 0, **since(year_start)}
    return [
        Home(
            volunteer(row, None),
            None if row.lat is None else (row.lat, row.lon),
            row.waits_on,
            row.left_in_period,
        )
        for row in db.rows(HOMES, values)
    ]


def between(municipality_id: int) -> dict[tuple[int, int], Between]:
    """What stands between referrals and coordinators, where anything does; one query."""
    found: dict[tuple[int, int], Between] = {}
    for referral, coordinator, kind, value in db.session.execute(BETWEEN, {"municipality": municipality_id}):
        pair = (referral, coordinator)
        found[pair] = replace(found.get(pair, Between()), **{kind: value or True})  # type: ignore[arg-type] # -- kinds are its fields
    return found


def waits_on(municipality_id: int, ids: Collection[int]) -> Mapping[int, int]:
    """By coordinator id, to how many questions she may still say yes, or said so."""
    values = {"municipality": municipality_id, "ids": list(ids)}
    return {row[0]: row[1] for row in db.session.execute(BUSY, values)}


def lock(municipality_id: int, ids: Collection[int]) -> Sequence[Referral]:
    """These referrals as they are now, held until the end of the transaction; fewer where some are not
    there."""
    return db.session.scalars(LOCK, {"municipality": municipality_id, "ids": list(ids)}).all()


def lock_coordinators(municipality_id: int, ids: Collection[int]) -> None:
    """Hold these until the end of the transaction: whoever counts their questions second waits."""
    db.session.execute(LOCK_COORDINATORS, {"municipality": municipality_id, "ids": list(ids)}).all()


def _waiting(row: Any) -> Waiting:  # noqa: ANN401 -- a row of SEEKING
    days = (clock.today() - row.state_since.astimezone(clock.HOME).date()).days
    seeking = Seeking(row.id, row.urgency, days, wanted(row, row.pc4))
    return Waiting(
        row.id,
        row.number,
        row.team,
        row.place,
        row.languages,
        row.wishes,
        row.avoid,
        bool(row.asked),
        bool(row.to_judge),
        seeking,
    )
