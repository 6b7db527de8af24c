"""Days that are over, of which nobody told yet how it went: the bureau calls who organised it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ekc.agenda.models import Conference
from ekc.calls.rules import Call
from ekc.calls.whose import BUREAU, MOST, NOW, ORGANISED
from ekc.circle.queries import MUNICIPALITY
from ekc.db import db
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping

OVER = (
    select(
        Conference.id,
        Conference.ends_at,
        Referral.id.label("referral_id"),
        Referral.number,
        Assignment.person_id.label("lead_id"),
    )
    .join(Referral, Referral.id == Conference.referral_id)
    .join(Assignment, ORGANISED)
    .where(
        BUREAU,  # who organised it herself finds the question on her first page
        Conference.municipality_id == MUNICIPALITY,
        Conference.state == "planned",
        Conference.ends_at < NOW,
    )
    .order_by(Conference.ends_at)
    .limit(MOST)
)
ASK = "Vraag hoe het ging: ging de bijeenkomst door, en is er een plan?"


def calls(values: Mapping[str, Any]) -> list[Call]:
    """One for each such day. One query."""
    return [
        Call(
            kind="report",
            why="report",
            ask=ASK,
            due=row.ends_at,
            referral_id=row.referral_id,
            number=row.number,
            lead_id=row.lead_id,
            person_id=row.lead_id,
            about_id=row.id,
        )
        for row in db.rows(OVER, values)
    ]
