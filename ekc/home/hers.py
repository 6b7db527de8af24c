"""What waits for a coordinator, in one statement: questions, visits, scholingen, mail, whom to tell anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import UTC, db
from ekc.duty import gaps
from ekc.duty.rota import midnight
from ekc.expenses.models import Expense
from ekc.home.todo import MAIL, MOST, SINCE, mails_of
from ekc.invitations.models import Invitation
from ekc.mailroom import whose as mailroom
from ekc.matching.models import Offer
from ekc.referrals.conditions import TO_TELL_ANEW, TO_TEST
from ekc.referrals.models import Referral
from ekc.safety.models import CheckIn
from ekc.safety.queries import HERE, WHOSE
from ekc.training.models import Gathering
from ekc.visits.models import Visit

HERS = union_all(  # what ends at some time, for a coordinator; what she is asked; whom to tell anew
    select(
        Offer.id, Offer.expires_at.label("at"), literal("offer", literal_execute=True).label("what")
    ).where(Offer.municipality_id == HERE, Offer.person_id == WHOSE, Offer.state == "open"),
    select(CheckIn.id, CheckIn.until_at, literal("check_in", literal_execute=True)).where(
        CheckIn.municipality_id == HERE, CheckIn.person_id == WHOSE, CheckIn.ended_at.is_(None)
    ),
    TO_TELL_ANEW.with_only_columns(
        Referral.id, Referral.created_at, literal("tell_anew", literal_execute=True)
    )
    .order_by(None)
    .limit(None),
    select(Expense.id, gaps.NOW, literal("claim", literal_execute=True)).where(
        Expense.municipality_id == HERE, Expense.person_id == WHOSE, Expense.state == "returned"
    ),
    select(Visit.referral_id, Visit.starts_at, literal("visit", literal_execute=True)).where(
        Visit.municipality_id == HERE,
        Visit.coordinator_person_id == WHOSE,
        Visit.state == "planned",
        Visit.starts_at < bindparam("tomorrow", type_=UTC()),
    ),
    select(Gathering.id, Gathering.starts_at, literal("gathering", literal_execute=True))
    .join(Invitation, Invitation.appointment_id == Gathering.appointment_id)
    .where(
        Gathering.municipality_id == HERE,
        Gathering.starts_at > gaps.NOW,
        Gathering.called_off_at.is_(None),
        Invitation.person_id == WHOSE,
        Invitation.answer.is_(None),
        Invitation.removed_at.is_(None),
    ),
    TO_TEST.with_only_columns(Referral.id, Referral.created_at, literal("to_test", literal_execute=True)),
    mails_of(SINCE, literal(MAIL, literal_execute=True)).where(
        mailroom.READER == WHOSE, ~mailroom.WITH_BUREAU
    ),
).subquery()
MINE = select(HERS).order_by(HERS.c.at).limit(MOST)


class Until(NamedTuple):
    """Something that waits for her: `what` is a word of `HERS`; `at` is until when, or when it begins."""

    id: int
    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Hers:
    """What waits for a coordinator: questions, the visit that she is at, claims that came back, gatherings.

    `visits`: of today, and those of which nobody told yet how they went; their id is the traject's.
    `to_tell`: ids of trajecten whose conditions changed; `to_test`: whose plan is to be tested against them.
    `mails`: how many wait for her to be read.
    """

    offers: list[Until]
    check_in: Until | None
    claims: int
    gatherings: list[Until]
    visits: list[Until]
    to_tell: set[int]
    to_test: set[int]
    mails: int


def of(actor: Actor, now: datetime) -> Hers:
    """What waits for a coordinator at `now` (aware); one query."""
    values = {
        "municipality": actor.municipality_id,
        "person": actor.person_id or 0,
        "now": now,
        "tomorrow": midnight(now.astimezone(clock.HOME).date() + timedelta(days=1)),
    }
    found = [Until._make(row) for row in db.rows(MINE, values)]
    return Hers(
        offers=[one for one in found if one.what == "offer"],
        check_in=next((one for one in found if one.what == "check_in"), None),
        claims=sum(one.what == "claim" for one in found),
        gatherings=[one for one in found if one.what == "gathering"],
        visits=[one for one in found if one.what == "visit"],
        mails=sum(one.id for one in found if one.what == MAIL),
        to_tell={one.id for one in found if one.what == "tell_anew"},
        to_test={one.id for one in found if one.what == "to_test"},
    )
