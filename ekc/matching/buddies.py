"""Who cannot lead without a buddy yet, and who may be one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, func, select

from ekc.db import db
from ekc.matching.volunteers import MUNICIPALITY
from ekc.pool.models import Coordinator
from ekc.pool.rules import Papers, needs_buddy
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Assignment, Referral

WAS_HELD = (State.HELD, State.PLAN_IN_MAKING, State.PLAN_MADE, State.FOLLOW_UP, State.CLOSED)
HELD = (
    select(func.count())
    .select_from(Assignment)
    .join(Referral, Referral.id == Assignment.referral_id)
    .where(
        Assignment.coordinator_id == Coordinator.id,
        Assignment.kind.in_(("lead", "buddy")),
        Referral.state.in_([state.value for state in WAS_HELD]),
    )
    .correlate(Coordinator)
    .scalar_subquery()
)
SOME = select(Coordinator, HELD).where(
    Coordinator.municipality_id == MUNICIPALITY, Coordinator.id.in_(bindparam("ids", expanding=True))
)


def needing(municipality_id: int, ids: Collection[int]) -> set[int]:
    """Who of these coordinators cannot lead without a buddy; one query, none where there is nobody."""
    if not ids:
        return set()
    rows = db.session.execute(SOME, {"municipality": municipality_id, "ids": list(ids)})
    return {
        one.id for one, held in rows if needs_buddy(Papers(stage=one.stage, block2_on=one.block2_on), held)
    }
