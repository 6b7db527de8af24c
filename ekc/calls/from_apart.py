"""Who would meet somebody whom they must not, on a day to come: since it was fixed, something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_

from ekc.agenda import apart_days
from ekc.agenda.models import Conference
from ekc.apart.models import KeptApart
from ekc.calls.rules import Call
from ekc.calls.whose import MOST, NOW, ORGANISED
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_COME = (
    apart_days.PAIRS.add_columns(
        KeptApart.referral_id,
        KeptApart.one_id,
        KeptApart.at,
        Referral.number,
        Assignment.person_id.label("lead_id"),
        CircleMember.id.label("member_id"),
    )
    .join(Referral, Referral.id == KeptApart.referral_id)
    .join(Assignment, ORGANISED)
    .outerjoin(
        CircleMember,
        and_(
            CircleMember.referral_id == KeptApart.referral_id,
            CircleMember.person_id == KeptApart.one_id,
            CircleMember.removed_at.is_(None),
        ),
    )
    .where(Conference.state == "planned", Conference.starts_at > NOW)
    .limit(MOST)
)
ASK = "Spreek een eigen tijd, een eigen ruimte of op afstand af. Zeg niet wie er nog meer komt."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """One for each pair whom nothing keeps apart. One query."""
    rows = {row.pair_id: row for row in db.rows(TO_COME, values)}
    return [
        Call(
            kind="apart",
            why="apart",
            ask=ASK,
            due=rows[one.pair_id].at,
            referral_id=rows[one.pair_id].referral_id,
            number=rows[one.pair_id].number,
            lead_id=rows[one.pair_id].lead_id,
            person_id=rows[one.pair_id].one_id,
            member_id=rows[one.pair_id].member_id,
            about_id=one.conference_id,
        )
        for one in apart_days.read(rows.values())
        if one.how is None
    ]
