"""Finding what was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select

from ekc.db import db
from ekc.outcomes.models import Outcome

if TYPE_CHECKING:
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


def last_held(referral: Referral) -> Outcome | None:
    """What was told of the newest conference that took place. Who asks has found the referral already."""
    values = {"municipality": referral.municipality_id, "referral": referral.id}
    return db.session.scalars(LAST_HELD, values).one_or_none()
