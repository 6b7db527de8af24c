"""Who cannot lead without a buddy yet, and who may be one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from ekc.db import db
from ekc.matching.carried import HELPED, MUNICIPALITY
from ekc.pool.models import Coordinator
from ekc.pool.rules import Papers, needs_buddy

SOME = select(Coordinator, HELPED).where(
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
