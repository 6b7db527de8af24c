"""Who is asked which day suits, and said nothing about any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, select

from ekc.calls.rules import Call
from ekc.calls.whose import MOST, ORGANISED
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY
from ekc.db import db
from ekc.notifications.models import Message, State
from ekc.polls.boards import NEWEST_MESSAGE
from ekc.polls.models import DatePoll, PollAnswer, PollVoter
from ekc.polls.rules import NUDGE_BEFORE, PROPOSING
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SILENT = (
    select(
        PollVoter.id,
        PollVoter.person_id,
        PollVoter.asked_at,
        PollVoter.address_key,
        DatePoll.opened_at,
        DatePoll.answer_until,
        CircleMember.id.label("member_id"),
        Referral.id.label("referral_id"),
        Referral.number,
        Assignment.person_id.label("lead_id"),
        Message.state,
    )
    .join(DatePoll, DatePoll.id == PollVoter.poll_id)
    .join(Referral, Referral.id == DatePoll.referral_id)
    .join(Assignment, ORGANISED)
    .join(
        CircleMember,
        and_(CircleMember.referral_id == Referral.id, CircleMember.person_id == PollVoter.person_id),
    )
    .outerjoin(Message, Message.id == NEWEST_MESSAGE)
    .where(
        DatePoll.municipality_id == MUNICIPALITY,
        DatePoll.state == "open",
        Referral.state.in_(sorted(PROPOSING)),
        CircleMember.removed_at.is_(None),
        CircleMember.spoken_at.is_not(None),  # who was not spoken is called for that first
        ~exists().where(PollAnswer.voter_id == PollVoter.id).correlate(PollVoter),
    )
    .order_by(DatePoll.answer_until, PollVoter.id)
    .limit(MOST)
)
ASK = "Vraag welke dagen passen, en vul die samen in."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """Who is asked by voice, or is still silent close to the end. One query."""
    found = []
    for row in db.rows(SILENT, values):
        why, due = _why(row)
        if due <= values["now"]:
            found.append(
                Call(
                    "poll",
                    why,
                    ASK,
                    due,
                    row.referral_id,
                    row.number,
                    row.lead_id,
                    row.person_id,
                    row.member_id,
                    row.id,
                )
            )
    return found


def _why(row: Any) -> tuple[str, datetime]:  # noqa: ANN401 -- a row
    if row.asked_at is None or row.address_key is None:
        return "voice", row.opened_at
    if row.state == State.FAILED.value:
        return "failed", row.asked_at
    return "silent", row.answer_until - NUDGE_BEFORE
