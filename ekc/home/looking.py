"""Which aanmeldingen ask the bureau for a look, in one statement: is this the same person, who is meant?"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import literal, null, select, union_all

from ekc.accounts.actor import Actor
from ekc.accounts.models import Team
from ekc.db import db
from ekc.referrals.excluding import TO_JUDGE
from ekc.referrals.models import Referral
from ekc.referrals.namesakes import ALL_ASKED

NAMESAKE, WHO = "namesake", "who"
ASKS = (Referral.id, Referral.number, Referral.state_since.label("since"))
ALL = union_all(
    ALL_ASKED.with_only_columns(
        *ASKS, Team.name.label("team"), literal(NAMESAKE, literal_execute=True).label("what")
    )
    .order_by(None)
    .limit(None),
    TO_JUDGE.with_only_columns(*ASKS, null(), literal(WHO, literal_execute=True)).order_by(None).limit(None),
).subquery()
TO_LOOK = select(ALL.c.id, ALL.c.number, ALL.c.team, ALL.c.what).order_by(ALL.c.since, ALL.c.id).limit(100)


class Look(NamedTuple):
    """An aanmelding; `team` where a draft waits because an open one has the same name."""

    id: int
    number: str
    team: str | None
    what: str


def waiting(actor: Actor) -> tuple[list[Look], list[Look]]:
    """(drafts with the name of an open one; aanmeldingen with words about somebody), the oldest first."""
    found = [Look._make(row) for row in db.rows(TO_LOOK, {"municipality": actor.municipality_id})]
    return [one for one in found if one.what == NAMESAKE], [one for one in found if one.what == WHO]
