"""What waits for the bureau: a coordinator who cannot go on, and a family that may choose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, bindparam, case, func, literal, or_, select, union_all

from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.matching.models import Offer
from ekc.matching.queries import WAS_ON_IT
from ekc.matching.waves import CARDS_ENOUGH
from ekc.places.models import Municipality
from ekc.referrals.models import ORGANISES, Assignment, Referral

MANY = 50
HERE = Referral.municipality_id == bindparam("municipality", type_=BigInteger())
CAN = func.sum(case((Offer.state == "yes", 1), else_=0))
STILL_OPEN = func.sum(case((Offer.state == "open", 1), else_=0))
LEAVING: Select[*tuple[Any, ...]] = (
    select(
        literal("replace").label("what"), Referral.id, Referral.number, Assignment.leaving_at.label("since")
    )
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(
        HERE,
        Assignment.kind.in_(ORGANISES),
        Assignment.ended_at.is_(None),
        Assignment.leaving_at.is_not(None),
    )
)
CHOOSING: Select[*tuple[Any, ...]] = (
    select(literal("choose").label("what"), Referral.id, Referral.number, func.max(Offer.answered_at))
    .join(Offer, Offer.referral_id == Referral.id)
    .join(Municipality, Municipality.id == Referral.municipality_id)
    .where(
        HERE,
        Referral.state == "matching",
        Referral.choice_waived.is_(None),
        Municipality.family_chooses,
        Offer.state.in_(("yes", "open")),
        ~WAS_ON_IT,
    )
    .group_by(Referral.id, Referral.number)
    .having(or_(CAN >= CARDS_ENOUGH, and_(CAN > 0, STILL_OPEN == 0)))
)
BOTH = union_all(LEAVING, CHOOSING).subquery()
TO_ARRANGE = select(BOTH).order_by(BOTH.c.since, BOTH.c.id).limit(MANY)


class Waiting(NamedTuple):
    """`what` is replace (she cannot go on) or choose (the family may)."""

    what: str
    id: int
    number: str
    since: datetime


def to_arrange(actor: Actor) -> Sequence[Waiting]:
    """Where somebody must be replaced, and where a family chooses, who waits longest first; one query."""
    return [Waiting._make(row) for row in db.rows(TO_ARRANGE, {"municipality": actor.municipality_id})]
