"""What is due in a search: questions nobody answered, whom to remind, and the last wave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC as UTC_ZONE
from datetime import datetime, time

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import aliased

from ekc import clock
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
OTHER = aliased(Offer)
MIDNIGHT = bindparam("midnight", type_=UTC())
TO_NUDGE = (
    select(Offer)
    .where(
        Offer.state == "open",
        Offer.nudged_at.is_(None),
        Offer.nudge_at <= bindparam("now", type_=UTC()),
        Offer.expires_at > bindparam("now", type_=UTC()),
        ~exists().where(OTHER.person_id == Offer.person_id, OTHER.nudged_at >= MIDNIGHT),
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
    return db.session.scalars(TO_NUDGE, {"now": now, "many": many, "midnight": _midnight(now)}).all()


def not_today(person_id: int, now: datetime) -> ColumnElement[bool]:
    """That this person was reminded of no question on the day of `now`."""
    return ~exists().where(OTHER.person_id == person_id, OTHER.nudged_at >= _midnight(now))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(clock.HOME).date(), time(), clock.HOME).astimezone(UTC_ZONE)


def last_round(referral: Referral) -> OfferRound | None:
    """The newest round of a referral."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return db.session.scalars(LAST_ROUND, values).one_or_none()
