"""Families with a plan of some weeks ago: how is it going?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ekc.calls.from_family import FIRST
from ekc.calls.rules import FOLLOW_UP_AFTER, HAVE_A_PLAN, Call
from ekc.calls.whose import MOST, ORGANISED
from ekc.db import db
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping

WITH_PLAN = (
    select(
        Referral.id,
        Referral.number,
        Referral.state,
        Referral.state_since,
        Assignment.person_id,
        FIRST.label("first"),
    )
    .join(Assignment, ORGANISED)
    .where(Referral.state.in_(sorted(HAVE_A_PLAN)), FIRST.is_not(None))
    .order_by(Referral.state_since, Referral.id)
    .limit(MOST)
)
ASK = "Vraag hoe het gaat, en of zij nog iets nodig hebben. Wat er in het plan staat, vraag je niet."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """Four weeks after the plan, or as soon as the follow-up began. One query."""
    found = []
    for row in db.rows(WITH_PLAN, values):
        due = row.state_since if row.state == "follow_up" else row.state_since + FOLLOW_UP_AFTER
        if due <= values["now"]:
            found.append(
                Call("follow_up", "follow_up", ASK, due, row.id, row.number, row.person_id, row.first)
            )
    return found
