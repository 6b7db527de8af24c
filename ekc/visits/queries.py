"""Visits of a traject, for who may see that; and how often somebody was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select

from ekc.calls.models import Attempt
from ekc.circle.queries import MUNICIPALITY, REFERRAL, VISIBLE, visible_to
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.referrals.models import Assignment
from ekc.visits.models import Visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Referral

ONE = (
    select(Visit)
    .join(Assignment, Assignment.referral_id == Visit.referral_id)
    .where(Visit.id == bindparam("visit", type_=BigInteger()), Visit.municipality_id == MUNICIPALITY, VISIBLE)
    .limit(1)
)
HOLD = (
    select(Visit)
    .where(Visit.id == bindparam("visit", type_=BigInteger()))
    .with_for_update()
    .execution_options(populate_existing=True)
)
OF_REFERRAL = (
    select(Visit)
    .where(Visit.referral_id == REFERRAL, Visit.municipality_id == MUNICIPALITY)
    .order_by(Visit.starts_at.desc(), Visit.id)
    .limit(100)
)
STANDING = (
    select(Visit)
    .where(Visit.referral_id == REFERRAL, Visit.municipality_id == MUNICIPALITY, Visit.state == "planned")
    .order_by(Visit.id)
)
AT_ONCE = (
    select(Visit.id)
    .where(
        Visit.coordinator_person_id == bindparam("lead", type_=BigInteger()),
        Visit.state == "planned",
        Visit.starts_at < bindparam("ends", type_=UTC()),
        Visit.ends_at > bindparam("starts", type_=UTC()),
        Visit.id != bindparam("visit", type_=BigInteger()),
    )
    .limit(1)
)
TRIED = (
    select(Attempt.person_id, Attempt.at, Attempt.way, Attempt.misses)
    .where(
        Attempt.referral_id == REFERRAL,
        Attempt.municipality_id == MUNICIPALITY,
        Attempt.result == "not_reached",
    )
    .order_by(Attempt.at.desc())
    .limit(50)
)


def get_for(actor: Actor, visit_id: int) -> Visit:
    """A visit, for who may see its traject; else NotFoundError."""
    found = db.session.scalars(ONE, {**visible_to(actor), "visit": visit_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def hold(visit: Visit) -> Visit:
    """The visit as it is now, held until the end of the transaction: whoever comes second waits."""
    return db.session.scalars(HOLD, {"visit": visit.id}).one()


def of_referral(referral: Referral) -> Sequence[Visit]:
    """The visits of a traject, newest first."""
    return db.session.scalars(OF_REFERRAL, _of(referral)).all()


def standing(referral: Referral) -> Sequence[Visit]:
    """The visits of a traject that are planned."""
    return db.session.scalars(STANDING, _of(referral)).all()


def has_another(lead_id: int, starts: datetime, ends: datetime, beside: int) -> bool:
    """Whether a coordinator, a person, has a visit at these hours (aware) other than the one `beside`."""
    values = {"lead": lead_id, "starts": starts, "ends": ends, "visit": beside}
    return db.session.scalar(AT_ONCE, values) is not None


def not_reached(referral: Referral) -> Sequence[Row[int, datetime, str, int]]:
    """(person id, at, way, how often in a row) of each attempt without luck, newest first."""
    return db.rows(TRIED, _of(referral)).all()


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
