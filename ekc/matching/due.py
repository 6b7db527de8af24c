"""What is due in a search: questions nobody answered, whom to remind, and the last wave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from ekc.db import UTC, db
from ekc.matching.carried import MUNICIPALITY, REFERRAL
from ekc.matching.models import Offer, OfferRound
from ekc.referrals.models import Referral

OVERDUE = (
    select(Offer)
    .where(Offer.state == "open", Offer.expires_at <= bindparam("now", type_=UTC()))
    .order_by(Offer.municipality_id, Offer.referral_id, Offer.id)
    .limit(bindparam("many"))
)
TO_NUDGE = (
    select(Offer)
    .where(
        Offer.state == "open",
        Offer.nudged_at.is_(None),
        Offer.nudge_at <= bindparam("now", type_=UTC()),
        Offer.expires_at > bindparam("now", type_=UTC()),
    )
    .order_by(Offer.municipality_id, Offer.id)
    .limit(bindparam("many"))
)
LAST_ROUND = (
    select(OfferRound)
    .where(OfferRound.municipality_id == MUNICIPALITY, OfferRound.referral_id == REFERRAL)
    .order_by(OfferRound.id.desc())
    .limit(1)
)


def overdue(now: datetime, many: int) -> Sequence[Offer]:
    """Open offers whose time is over, of all municipalities."""
    return db.session.scalars(OVERDUE, {"now": now, "many": many}).all()


def to_nudge(now: datetime, many: int) -> Sequence[Offer]:
    """Open offers of which half the time is over, of all municipalities, where nobody was reminded yet."""
    return db.session.scalars(TO_NUDGE, {"now": now, "many": many}).all()


def last_round(referral: Referral) -> OfferRound | None:
    """The newest round of a referral."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return db.session.scalars(LAST_ROUND, values).one_or_none()
