"""People around a household who were not spoken yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ekc import clock
from ekc.calls.rules import MORNING, Call
from ekc.calls.whose import MOST, ORGANISED, PREPARING
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSPOKEN = (
    select(
        CircleMember.id,
        CircleMember.person_id,
        CircleMember.relation,
        Referral.id.label("referral_id"),
        Referral.number,
        Assignment.person_id.label("lead_id"),
        Assignment.first_contact_on,
    )
    .join(Referral, Referral.id == CircleMember.referral_id)
    .join(Assignment, ORGANISED)
    .where(
        CircleMember.spoken_at.is_(None),
        CircleMember.removed_at.is_(None),
        Assignment.first_contact_on.is_not(None),
        Referral.state.in_(PREPARING),
    )
    .order_by(Assignment.first_contact_on, CircleMember.id)
    .limit(MOST)
)
ASK = "Vraag of zij of hij mee wil denken, en wie er nog mist."
ASK_GUEST = "Vraag of zij of hij aan het begin iets wil komen vertellen."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """The first word with each of them. One query."""
    return [
        Call(
            kind="speak",
            why="speak",
            ask=ASK_GUEST if row.relation == "professional" else ASK,
            due=datetime.combine(row.first_contact_on, MORNING, clock.HOME),
            referral_id=row.referral_id,
            number=row.number,
            lead_id=row.lead_id,
            person_id=row.person_id,
            member_id=row.id,
            about_id=row.id,
        )
        for row in db.rows(UNSPOKEN, values)
    ]
