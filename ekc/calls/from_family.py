"""Families that were not spoken yet: the first contact, by its clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from ekc import clock
from ekc.calls.rules import MORNING, Call
from ekc.calls.whose import MOST, ORGANISED, PREPARING
from ekc.db import db
from ekc.referrals.models import Assignment, FocusPerson, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = (
    select(FocusPerson.person_id)
    .where(FocusPerson.referral_id == Referral.id)
    .order_by(FocusPerson.id)
    .limit(1)
    .correlate(Referral)
    .scalar_subquery()
)
UNSPOKEN = (
    select(
        Referral.id, Referral.number, Assignment.person_id, Assignment.first_contact_by, FIRST.label("first")
    )
    .join(Assignment, ORGANISED)
    .where(Assignment.first_contact_on.is_(None), Referral.state.in_(PREPARING), func.coalesce(FIRST, 0) != 0)
    .order_by(Assignment.first_contact_by, Referral.id)
    .limit(MOST)
)
ASK = "Vraag wanneer je mag langskomen, en wie zij erbij willen."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """The first word with each family. One query."""
    return [
        Call(
            kind="family",
            why="family",
            ask=ASK,
            due=datetime.combine(row.first_contact_by, MORNING, clock.HOME),
            referral_id=row.id,
            number=row.number,
            lead_id=row.person_id,
            person_id=row.first,
        )
        for row in db.rows(UNSPOKEN, values)
    ]
