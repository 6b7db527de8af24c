"""Who is asked which day suits, and did not say so of every day that still takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, func, select

from ekc.calls.rules import Call
from ekc.calls.whose import MOST, ORGANISED
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY
from ekc.db import UTC, db
from ekc.notifications.models import Message, State
from ekc.polls.boards import NEWEST_MESSAGE
from ekc.polls.models import DatePoll, PollAnswer, PollDay, PollVoter
from ekc.polls.rules import NUDGE_BEFORE, PROPOSING
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

OPEN_DAY = (  # the newest day that lies ahead, of which they said nothing
    select(func.max(PollDay.added_at))
    .where(
        PollDay.poll_id == PollVoter.poll_id,
        PollDay.withdrawn_at.is_(None),
        PollDay.starts_at > bindparam("now", type_=UTC()),
        ~exists()
        .where(PollAnswer.voter_id == PollVoter.id, PollAnswer.day_id == PollDay.id)
        .correlate(PollVoter, PollDay),
    )
    .correlate(PollVoter)
    .scalar_subquery()
)
LAST_SAID = (
    select(func.max(PollAnswer.at))
    .where(PollAnswer.voter_id == PollVoter.id)
    .correlate(PollVoter)
    .scalar_subquery()
)
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
        OPEN_DAY.label("open_day"),
        LAST_SAID.label("last_said"),
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
        OPEN_DAY.is_not(None),
    )
    .order_by(DatePoll.answer_until, PollVoter.id)
    .limit(MOST)
)
ASK = "Vraag welke dagen passen, en vul die samen in."
ASK_MORE = "Vraag ook naar de andere dagen, en vul die samen in."


def calls(values: Mapping[str, Any]) -> list[Call]:
    """Who is asked by voice, or did not say it of all days close to the end. One query."""
    found = []
    for row in db.rows(SILENT, values):
        why, due = _why(row)
        if due <= values["now"]:
            found.append(
                Call(
                    "poll",
                    why,
                    ASK_MORE if row.last_said else ASK,
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
    near = row.answer_until - NUDGE_BEFORE
    if row.last_said is not None and row.open_day <= row.last_said:
        return "partly", near  # they heard of these days, and did not know it yet
    if row.asked_at is None or row.address_key is None:
        return "unasked", row.open_day if row.last_said else row.opened_at
    if row.asked_at < row.open_day:
        return "unasked", row.open_day  # asked by message once, and nobody wrote to them of the days since
    if row.state == State.FAILED.value:
        return "failed", row.asked_at
    return ("partly" if row.last_said else "silent"), near
