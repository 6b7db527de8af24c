"""Finding what was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, func, or_, select

from ekc.db import db
from ekc.outcomes.models import Outcome
from ekc.referrals.models import Assignment
from ekc.referrals.reasons import REASONS

if TYPE_CHECKING:
    from ekc.pool.models import Coordinator
    from ekc.referrals.models import Referral

LAST_HELD = (
    select(Outcome)
    .where(
        Outcome.referral_id == bindparam("referral", type_=BigInteger()),
        Outcome.municipality_id == bindparam("municipality", type_=BigInteger()),
        Outcome.conference_id.is_not(None),
        Outcome.held,
    )
    .order_by(Outcome.happened_on.desc(), Outcome.id.desc())
    .limit(1)
)
HELD_BY = (  # who gave it back, or stood by as a reserve, did not organise it
    select(func.count(Outcome.referral_id.distinct()))
    .join(Assignment, Assignment.referral_id == Outcome.referral_id)
    .where(
        Outcome.municipality_id == bindparam("municipality", type_=BigInteger()),
        Assignment.coordinator_id == bindparam("coordinator", type_=BigInteger()),
        Assignment.kind.in_(("lead", "buddy")),
        or_(Assignment.end_reason.is_(None), Assignment.end_reason.not_in(sorted(REASONS["hand_back"]))),
        Outcome.conference_id.is_not(None),
        Outcome.held,
    )
)


def last_held(referral: Referral) -> Outcome | None:
    """What was told of the newest conference that took place. Who asks has found the referral already."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return db.session.scalars(LAST_HELD, values).one_or_none()


def held_by(coordinator: Coordinator) -> int:
    """How many conferences took place that she organised, as lead or as buddy; one query."""
    values = {"municipality": coordinator.municipality_id, "coordinator": coordinator.id}
    return db.session.scalar(HELD_BY, values) or 0
