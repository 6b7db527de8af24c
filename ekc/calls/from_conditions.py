"""Who must hear anew what an agency sets: the preparation had begun when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from ekc.calls.rules import Call
from ekc.calls.whose import MOST, ORGANISED
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.people.models import Person
from ekc.referrals.condition_rules import BEGUN
from ekc.referrals.models import Assignment, Condition, ConditionTold, FocusPerson, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping

LATE = and_(
    Condition.referral_id == Referral.id,
    or_(Condition.reason.is_not(None), Condition.withdrawn_reason.is_not(None)),
)
CHANGED = (
    select(
        func.max(
            case(
                (Condition.withdrawn_reason.is_not(None), Condition.withdrawn_at),
                else_=Condition.stated_at,
            )
        )
    )
    .where(LATE)
    .correlate(Referral)
    .scalar_subquery()
)
UNTOLD = (
    select(
        Referral.id,
        Referral.number,
        Assignment.person_id.label("lead_id"),
        Person.id.label("person_id"),
        CircleMember.id.label("member_id"),
        CHANGED.label("since"),
    )
    .join(Assignment, ORGANISED)
    .join(Person, Person.municipality_id == Referral.municipality_id)
    .outerjoin(
        CircleMember,
        and_(
            CircleMember.referral_id == Referral.id,
            CircleMember.person_id == Person.id,
            CircleMember.removed_at.is_(None),
        ),
    )
    .outerjoin(FocusPerson, and_(FocusPerson.referral_id == Referral.id, FocusPerson.person_id == Person.id))
    .outerjoin(
        ConditionTold,
        and_(
            ConditionTold.referral_id == Referral.id,
            ConditionTold.person_id == Person.id,
            ConditionTold.round == Referral.conditions_round,
        ),
    )
    .where(
        Referral.state.in_(sorted(state.value for state in BEGUN)),
        select(Condition.id).where(LATE).correlate(Referral).exists(),
        ConditionTold.id.is_(None),
        Person.id.in_(
            select(FocusPerson.person_id)
            .where(FocusPerson.referral_id == Referral.id)
            .correlate(Referral)
            .union_all(
                select(CircleMember.person_id)
                .where(
                    CircleMember.referral_id == Referral.id,
                    CircleMember.removed_at.is_(None),
                    Referral.conditions_shared.is_(True),
                )
                .correlate(Referral)
            )
        ),
    )
    .order_by(Referral.id, FocusPerson.id.is_(None), Person.id)
    .limit(MOST)
)
ASK = "Vertel wat er aan de voorwaarden veranderd is. Tik daarna aan dat je het vertelde."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """Each who did not hear it as it stands now; the others of a kring only where the family finds that fine.
    One query."""
    return [
        Call(
            kind="conditions",
            why="conditions",
            ask=ASK,
            due=row.since,
            referral_id=row.id,
            number=row.number,
            lead_id=row.lead_id,
            person_id=row.person_id,
            member_id=row.member_id,
        )
        for row in db.rows(UNTOLD, values)
    ]
