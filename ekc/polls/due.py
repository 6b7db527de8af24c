"""Which polls wait for whom: hers that run, and who is to be reminded."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, bindparam, exists, func, select

from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY
from ekc.db import UTC, db
from ekc.polls import rules
from ekc.polls.models import DatePoll, PollAnswer, PollDay, PollVoter
from ekc.polls.queries import IS_FOCUS
from ekc.referrals.models import AT_WORK, LEADS_NOW, Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from ekc.accounts.actor import Actor

MANY, BATCH = 50, 200
NOW = bindparam("now", type_=UTC())
HERS = exists().where(
    Assignment.referral_id == DatePoll.referral_id,
    Assignment.person_id == bindparam("person", type_=BigInteger()),
    AT_WORK,
)
SILENT = (
    select(func.count())
    .select_from(PollVoter)
    .join(
        CircleMember,
        and_(CircleMember.person_id == PollVoter.person_id, CircleMember.removed_at.is_(None)),
    )
    .where(
        PollVoter.poll_id == DatePoll.id,
        CircleMember.referral_id == DatePoll.referral_id,
        ~exists().where(PollAnswer.voter_id == PollVoter.id).correlate(PollVoter),
    )
    .correlate(DatePoll)
    .scalar_subquery()
)
RUNNING = (
    select(DatePoll.id, Referral.number, DatePoll.answer_until, SILENT.label("silent"))
    .join(Referral, Referral.id == DatePoll.referral_id)
    .where(
        DatePoll.municipality_id == MUNICIPALITY,
        DatePoll.state == "open",
        Referral.state.in_(sorted(rules.PROPOSING)),
        HERS,
    )
    .order_by(DatePoll.answer_until)
    .limit(MANY)
)
SAID = (
    exists()
    .where(PollAnswer.voter_id == PollVoter.id, PollAnswer.day_id == PollDay.id)
    .correlate(PollVoter, PollDay)
)
UNANSWERED = (
    exists()
    .where(PollDay.poll_id == DatePoll.id, PollDay.withdrawn_at.is_(None), PollDay.starts_at > NOW, ~SAID)
    .correlate(DatePoll, PollVoter)
)
TO_NUDGE = (
    select(PollVoter, DatePoll, Assignment.person_id, IS_FOCUS)
    .join(DatePoll, DatePoll.id == PollVoter.poll_id)
    .join(Referral, Referral.id == DatePoll.referral_id)
    .join(
        Assignment,
        and_(Assignment.referral_id == Referral.id, LEADS_NOW),
    )
    .join(
        CircleMember,
        and_(
            CircleMember.referral_id == Referral.id,
            CircleMember.person_id == PollVoter.person_id,
            CircleMember.removed_at.is_(None),
        ),
    )
    .where(
        DatePoll.state == "open",
        DatePoll.answer_until > NOW,
        DatePoll.answer_until <= bindparam("soon", type_=UTC()),
        Referral.state.in_(sorted(rules.PROPOSING)),
        PollVoter.asked_at <= bindparam("rested", type_=UTC()),
        PollVoter.nudged_at.is_(None),
        UNANSWERED,
    )
    .order_by(PollVoter.id)
    .limit(BATCH)
)


def running(actor: Actor) -> Sequence[Row[int, str, datetime, int]]:
    """(id, number of the traject, until when people answer, how many said nothing) of a coordinator's open
    polls, what ends first first."""
    values = {"municipality": actor.municipality_id, "person": actor.person_id or 0}
    return db.rows(RUNNING, values).all()


def to_nudge(now: datetime) -> Sequence[Row[PollVoter, DatePoll, int, bool]]:
    """(question, poll, who organises, a hoofdpersoon) of whoever got the question, did not answer all days,
    and was not reminded, where the end is near; in all municipalities."""
    values = {"now": now, "soon": now + rules.NUDGE_BEFORE, "rested": now - rules.REST_BEFORE_NUDGE}
    return db.session.execute(TO_NUDGE, values).all()
