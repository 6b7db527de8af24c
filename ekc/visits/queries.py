"""Visits of a traject, for who may see that; and how often somebody was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select

from ekc.calls.models import Attempt
from ekc.circle.queries import MUNICIPALITY, REFERRAL, VISIBLE, visible_to
from ekc.db import db
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


def not_reached(referral: Referral) -> Sequence[Row[int, datetime, str, int]]:
    """(person id, at, way, how often in a row) of each attempt without luck, newest first."""
    return db.rows(TRIED, _of(referral)).all()


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
