"""What waits for the bureau: who cannot go on, a family that may choose, a search that stopped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, bindparam, case, func, literal, or_, select, union_all

from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.matching.models import Offer
from ekc.matching.queries import WAS_ON_IT
from ekc.matching.waves import CARDS_ENOUGH
from ekc.places.models import Municipality
from ekc.referrals.models import LEADS_NOW, Assignment, Referral

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
        LEADS_NOW,
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
OURS = or_(Referral.choice_waived.is_not(None), Municipality.family_chooses.is_(False))
COULD = func.sum(case((and_(Offer.state == "yes", ~WAS_ON_IT), 1), else_=0))
LAST = func.max(func.coalesce(Offer.answered_at, Offer.expires_at))
STUCK: Select[*tuple[Any, ...]] = (  # nobody will answer any more, and no family chooses
    select(
        case((COULD > 0, "ours"), else_="dry"),
        Referral.id,
        Referral.number,
        case((Referral.state_since < LAST, LAST), else_=Referral.state_since),
    )
    .join(Offer, Offer.referral_id == Referral.id)
    .join(Municipality, Municipality.id == Referral.municipality_id)
    .where(HERE, Referral.state == "matching", Offer.state != "withdrawn")
    .group_by(
        Referral.id,
        Referral.number,
        Referral.state_since,
        Referral.choice_waived,
        Municipality.family_chooses,
    )
    .having(STILL_OPEN == 0, or_(COULD == 0, OURS))
)
CHOOSE_NOW = CHOOSING.where(Referral.id.in_(bindparam("ids", expanding=True, type_=BigInteger())))
ALL = union_all(LEAVING, CHOOSING, STUCK).subquery()
TO_ARRANGE = select(ALL).order_by(ALL.c.since, ALL.c.id).limit(MANY)


class Waiting(NamedTuple):
    """`what` is replace (she cannot go on), choose (the family may), dry (nobody who was asked can) or ours
    (somebody can, and the family leaves the choice to us)."""

    what: str
    id: int
    number: str
    since: datetime


def to_arrange(actor: Actor) -> Sequence[Waiting]:
    """Where somebody must be replaced, a family chooses, or a search stopped; what waits longest first.

    One query."""
    return [Waiting._make(row) for row in db.rows(TO_ARRANGE, {"municipality": actor.municipality_id})]


def choosing(municipality_id: int, ids: Collection[int]) -> set[int]:
    """For which of these referrals the family may choose now; one query, also without any."""
    return {row.id for row in db.rows(CHOOSE_NOW, {"municipality": municipality_id, "ids": list(ids)})}
