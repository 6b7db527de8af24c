"""Polls of days: the whole for who organises, one's own question for who is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Executable, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.agenda.models import Venue
from ekc.agenda.venue_queries import FULL_THERE, blocks, full_values
from ekc.calendars.queries import kept_since, unread_of
from ekc.circle.models import CircleMember
from ekc.circle.queries import LEAD, MUNICIPALITY, REFERRAL, THIN, VISIBLE, lead_person_id, visible_to
from ekc.db import UTC, db
from ekc.errors import DomainError, NotFoundError
from ekc.notifications.models import MessageChoice
from ekc.people.models import Person
from ekc.polls.models import DatePoll, PollAnswer, PollDay, PollVoter
from ekc.pool.models import Coordinator
from ekc.referrals.models import LEADS_NOW, ORGANISES, Assignment, FocusPerson, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ekc.accounts.actor import Actor
    from ekc.agenda.free import Block

ABOUT = "poll"
POLL = bindparam("poll", type_=BigInteger())
VOTER = bindparam("voter", type_=BigInteger())
NOW = bindparam("now", type_=UTC())
SEEN = (
    select(DatePoll, Referral, Assignment.person_id)
    .join(Referral, Referral.id == DatePoll.referral_id)
    .join(Assignment, Assignment.referral_id == Referral.id)
    .where(DatePoll.municipality_id == MUNICIPALITY, VISIBLE)
    .order_by(Assignment.kind.not_in(ORGANISES))
    .limit(1)
    .options(*THIN)
)
NAMED = select(Venue.name).where(Venue.id == DatePoll.venue_id, Venue.closed.is_(False)).scalar_subquery()
ONE = SEEN.add_columns(unread_of(Assignment.person_id), NAMED).where(DatePoll.id == POLL)
BY_DAY = (
    SEEN.add_columns(PollDay)
    .join(PollDay, PollDay.poll_id == DatePoll.id)
    .where(PollDay.id == bindparam("day", type_=BigInteger()))
)
BY_VOTER = (
    SEEN.add_columns(PollVoter).join(PollVoter, PollVoter.poll_id == DatePoll.id).where(PollVoter.id == VOTER)
)
OPEN_OF = select(DatePoll).where(
    DatePoll.municipality_id == MUNICIPALITY, DatePoll.referral_id == REFERRAL, DatePoll.state == "open"
)
LEAD_ID = LEAD.scalar_subquery()
THERE = select(Venue).where(
    Venue.id == bindparam("venue", type_=BigInteger()),
    Venue.municipality_id == MUNICIPALITY,
    Venue.closed.is_(False),
)
BEGINNING = select(
    LEAD_ID,
    select(DatePoll.id)
    .where(
        DatePoll.municipality_id == MUNICIPALITY, DatePoll.referral_id == REFERRAL, DatePoll.state == "open"
    )
    .scalar_subquery(),
    select(Coordinator.day_parts)
    .where(
        Coordinator.municipality_id == MUNICIPALITY,
        Coordinator.person_id == LEAD_ID,
    )
    .scalar_subquery(),
    unread_of(LEAD_ID),
    THERE.with_only_columns(Venue.id).scalar_subquery(),
    THERE.with_only_columns(Venue.name).scalar_subquery(),
    THERE.with_only_columns(Venue.hours).scalar_subquery(),
    FULL_THERE,
)
EVER = select(PollVoter).where(PollVoter.poll_id == bindparam("poll", type_=BigInteger()))
GIVEN = select(PollAnswer).where(PollAnswer.voter_id == bindparam("voter", type_=BigInteger()))
HOLD = select(DatePoll).where(DatePoll.id == POLL).with_for_update().execution_options(populate_existing=True)
DAYS = (
    select(PollDay)
    .where(PollDay.poll_id == POLL, PollDay.municipality_id == MUNICIPALITY)
    .order_by(PollDay.starts_at, PollDay.id)
)
DAYS_AND_ANSWERS = (
    select(PollDay, PollAnswer.voter_id, PollAnswer.value)
    .outerjoin(PollAnswer, PollAnswer.day_id == PollDay.id)
    .where(
        PollDay.poll_id == POLL,
        PollDay.municipality_id == MUNICIPALITY,
        PollDay.withdrawn_at.is_(None),
        PollDay.starts_at > NOW,
    )
    .order_by(PollDay.starts_at, PollDay.id)
)
IS_FOCUS = exists().where(
    FocusPerson.referral_id == DatePoll.referral_id, FocusPerson.person_id == CircleMember.person_id
)
MATE = aliased(PollVoter)
SHARES = and_(  # whose question went to the same address: they read one message, and each answers on its page
    MATE.poll_id == PollVoter.poll_id,
    MATE.address_key == PollVoter.address_key,
    MATE.id != PollVoter.id,
    exists()
    .where(
        CircleMember.referral_id == DatePoll.referral_id,
        CircleMember.person_id == MATE.person_id,
        CircleMember.removed_at.is_(None),
    )
    .correlate(DatePoll, MATE),
)
OWN = (
    select(
        PollVoter,
        DatePoll,
        Referral.state,
        Assignment.person_id,
        CircleMember.id,
        IS_FOCUS.label("focus"),
        exists()
        .where(
            MessageChoice.municipality_id == PollVoter.municipality_id,
            MessageChoice.person_id == PollVoter.person_id,
            MessageChoice.kind == "poll_nudge",
        )
        .label("unreminded"),
        MATE,
        Person.given_name,
    )
    .join(DatePoll, DatePoll.id == PollVoter.poll_id)
    .join(Referral, Referral.id == DatePoll.referral_id)
    .outerjoin(
        Assignment,
        and_(Assignment.referral_id == Referral.id, LEADS_NOW),
    )
    .outerjoin(
        CircleMember,
        and_(
            CircleMember.referral_id == DatePoll.referral_id,
            CircleMember.person_id == PollVoter.person_id,
            CircleMember.removed_at.is_(None),
        ),
    )
    .outerjoin(MATE, SHARES)
    .outerjoin(Person, Person.id == MATE.person_id)
    .where(
        PollVoter.id == VOTER,
        PollVoter.municipality_id == MUNICIPALITY,
        PollVoter.person_id == bindparam("person", type_=BigInteger()),
    )
    .order_by(MATE.id)
)


class Beginning(NamedTuple):
    """The open poll of a referral, who organises it, the parts of the week in which she is free, and whether
    the calendar that she linked could not be read; of the venue that was asked for, its id, its name, its
    hours and when it is full."""

    lead: int
    poll_id: int | None
    parts: tuple[str, ...]
    unread: bool
    venue_id: int | None
    venue: str | None
    hours: str | None
    full: list[Block]


@dataclass(frozen=True, slots=True)
class Seen:
    """A poll as whoever organises it, or the bureau, comes to it."""

    poll: DatePoll
    referral: Referral
    organiser_id: int
    unread: bool = False  # the calendar that she linked could not be read; only asked for the whole
    venue: str | None = None  # where the days were sought; the same


@dataclass(frozen=True, slots=True)
class Own:
    """One's own question: what a personal link shows."""

    voter: PollVoter
    poll: DatePoll
    referral_state: str
    organiser_id: int | None
    takes_part: bool
    focus: bool
    unreminded: bool  # they want no reminder
    mates: tuple[tuple[PollVoter, str], ...] = ()  # the question and first name of who shares the address


def get_for(actor: Actor, poll_id: int) -> Seen:
    """A poll in whatever state, for who may see its traject; else NotFoundError."""
    row = _one(ONE, actor, poll=poll_id, kept_since=kept_since(clock.now()))
    return Seen(*row[:5])


def day_for(actor: Actor, day_id: int) -> tuple[Seen, PollDay]:
    """A day of a poll, for who may see its traject; else NotFoundError."""
    row = _one(BY_DAY, actor, day=day_id)
    return Seen(*row[:3]), row[3]


def voter_for(actor: Actor, voter_id: int) -> tuple[Seen, PollVoter]:
    """Somebody's question, for who may see its traject; else NotFoundError."""
    row = _one(BY_VOTER, actor, voter=voter_id)
    return Seen(*row[:3]), row[3]


def own(actor: Actor, voter_id: int) -> Own:
    """The actor's own question; NotFoundError for anybody else."""
    values = {"municipality": actor.municipality_id, "voter": voter_id, "person": actor.person_id or 0}
    rows = db.session.execute(OWN, values).all()
    if not rows:
        raise NotFoundError
    voter, poll, state, organiser_id, member_id, focus, unreminded = rows[0][:7]
    mates = tuple((row[7], row.given_name) for row in rows if row[7] is not None)
    return Own(voter, poll, state, organiser_id, member_id is not None, bool(focus), bool(unreminded), mates)


def open_of(municipality_id: int, referral_id: int) -> DatePoll | None:
    """The open poll of a referral."""
    values = {"municipality": municipality_id, "referral": referral_id}
    return db.session.scalars(OPEN_OF, values).one_or_none()


def beginning(referral: Referral, venue_id: int, begin: datetime, end: datetime) -> Beginning:
    """What a page that proposes days from `begin` to `end` (aware) must know; `venue_id` may be any number.
    One query."""
    values = {"municipality": referral.municipality_id, "referral": referral.id, "venue": venue_id}
    told = {**values, **full_values(begin, end), "kept_since": kept_since(clock.now())}
    lead, poll_id, parts, unread, place, venue, hours, full = db.session.execute(BEGINNING, told).one()
    busy = blocks(full) if venue else []
    return Beginning(lead or 0, poll_id, tuple(parts or ()), bool(unread), place, venue, hours, busy)


def organiser(referral: Referral) -> int:
    """The person who organises a referral now; DomainError where nobody does."""
    found = lead_person_id(referral.municipality_id, referral.id)
    if found is None:
        raise DomainError("Er is nog geen coördinator.")
    return found


def hold(poll_id: int) -> DatePoll:
    """The poll as it is now, held until the end of the transaction: whoever comes second waits."""
    return db.session.scalars(HOLD, {"poll": poll_id}).one()


def days_of(poll: DatePoll) -> Sequence[PollDay]:
    """Every day ever proposed, in order of time."""
    return db.session.scalars(DAYS, _of(poll)).all()


def voters_ever(poll: DatePoll) -> Sequence[PollVoter]:
    """Everybody ever asked, also who does not take part any more."""
    return db.session.scalars(EVER, {"poll": poll.id}).all()


def given_by(voter: PollVoter) -> Sequence[PollAnswer]:
    """What somebody said so far."""
    return db.session.scalars(GIVEN, {"voter": voter.id}).all()


def days_with(poll: DatePoll, now: datetime) -> tuple[list[PollDay], dict[tuple[int, int], str]]:
    """The days that take part and lie ahead of `now` (aware); what was said of them, by (question, day)."""
    rows = db.session.execute(DAYS_AND_ANSWERS, {**_of(poll), "now": now}).all()
    days = list(dict.fromkeys(row[0] for row in rows))
    return days, {(row.voter_id, row[0].id): row.value for row in rows if row.voter_id is not None}


def _one(statement: Executable, actor: Actor, **values: object) -> Any:  # noqa: ANN401 -- rows of three kinds
    row = db.session.execute(statement, {**visible_to(actor), **values}).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def _of(poll: DatePoll) -> dict[str, object]:
    return {"municipality": poll.municipality_id, "poll": poll.id}
