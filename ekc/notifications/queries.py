"""Reading the outbox: what is due, what did not arrive, what was said about one thing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from ekc.db import UTC, db
from ekc.notifications import catalogue
from ekc.notifications.kinds import Audience
from ekc.notifications.models import Message, State
from ekc.notifications.rules import Way, where

if TYPE_CHECKING:
    from collections.abc import Sequence

EARLIER = aliased(Message)
NOW = bindparam("now", type_=UTC())
DAY, WEEK = bindparam("day", type_=UTC()), bindparam("week", type_=UTC())
# Written out, not bound: a database uses a partial index only where it sees that the condition is met.
ON_ITS_WAY: list[ColumnElement[str]] = [
    literal_column(f"'{state.value}'") for state in (State.QUEUED, State.SENDING)
]
READY = or_(
    and_(Message.state == State.QUEUED.value, Message.next_at <= NOW),
    and_(Message.state == State.SENDING.value, Message.locked_until < NOW),
)
# From when it may leave, where that is later than it was written, as at night; nothing once it left.
LEAVES = case(
    (and_(Message.state == State.QUEUED.value, Message.next_at > Message.created_at), Message.next_at)
)
FIRST_OF_ITS_THREAD = ~exists().where(
    EARLIER.thread == Message.thread, EARLIER.id < Message.id, EARLIER.state.in_(ON_ITS_WAY)
)
DUE = (
    select(Message.id)
    .where(Message.state.in_(ON_ITS_WAY), Message.way == bindparam("way"), READY, FIRST_OF_ITS_THREAD)
    .order_by(Message.next_at)
    .limit(bindparam("many"))
    .with_for_update(skip_locked=True, of=Message)
)
CLAIMED = (
    select(Message)
    .where(
        Message.state.in_(ON_ITS_WAY),
        Message.state == State.SENDING.value,
        Message.locked_by == bindparam("me"),
    )
    .order_by(Message.next_at)
)
HOLDERS = (
    select(Message.locked_by)
    .where(Message.state.in_(ON_ITS_WAY), Message.state == State.SENDING.value)
    .distinct()
)
TROUBLED = (
    select(
        Message.kind, Message.about_kind, Message.about_id, Message.trouble, Message.state, Message.created_at
    )
    .where(
        Message.municipality_id == bindparam("municipality"),
        Message.trouble.is_not(None),
        Message.way != Way.PUSH.value,
        Message.created_at > bindparam("since", type_=UTC()),
        Message.state.not_in((State.SENT.value, State.REPLACED.value)),
    )
    .order_by(Message.created_at.desc())
    .limit(50)
)
# What did not get there, for somebody who may be reached otherwise: looked at once for each way that it took.
NOT_THERE = (
    select(Message)
    .where(
        Message.trouble.is_not(None),
        Message.state == State.FAILED.value,
        Message.person_id.is_not(None),
        Message.created_at > bindparam("since", type_=UTC()),
        Message.gave_way.is_distinct_from(Message.way),
        or_(Message.expires_at.is_(None), Message.expires_at > NOW),
    )
    .order_by(Message.id)
    .limit(bindparam("many"))
)
ABOUT = (
    select(Message)
    .where(
        Message.municipality_id == bindparam("municipality"),
        Message.about_kind == bindparam("kind"),
        Message.about_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(Message.id)
)
HISTORY = (
    select(Message.about_id, Message.recipient_key, Message.method, Message.state, Message.handed_over)
    .where(
        Message.municipality_id == bindparam("municipality"),
        Message.about_kind == bindparam("kind"),
        Message.about_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(Message.id)
    .with_for_update(of=Message)
)
COUNTS = (
    select(Message.state, func.count())
    .where(Message.municipality_id == bindparam("municipality"))
    .group_by(Message.state)
)
ANY = select(
    exists().where(
        Message.person_id == bindparam("person"),
        Message.municipality_id == bindparam("municipality"),
        Message.state.not_in((State.REPLACED.value, State.FAILED.value, State.EXPIRED.value)),
    )
)
TO_PERSON = (
    select(
        Message.kind,
        Message.way,
        Message.state,
        Message.gave_way,
        Message.created_at,
        Message.arrived_at,
        LEAVES.label("leaves"),
    )
    .where(
        Message.municipality_id == bindparam("municipality"),
        Message.person_id == bindparam("person"),
        Message.kind.in_(bindparam("kinds", expanding=True)),
        Message.way != Way.PUSH.value,
        Message.state != State.REPLACED.value,
    )
    .order_by(Message.id.desc())
    .limit(10)
)
BY_WAY = (
    select(Message.way, Message.state, func.count())
    .where(
        Message.municipality_id == bindparam("municipality"),
        Message.created_at > bindparam("since", type_=UTC()),
        Message.way != Way.PUSH.value,
        Message.state != State.REPLACED.value,
    )
    .group_by(Message.way, Message.state)
    .order_by(Message.way, Message.state)
)
RECENT = (
    select(Message)
    .where(Message.municipality_id == bindparam("municipality"))
    .order_by(Message.id.desc())
    .limit(bindparam("many"))
)
RECENT_TO = RECENT.where(Message.recipient_key == bindparam("to"))
GOT = (  # of all municipalities: it is one person who reads them
    select(func.count().filter(or_(Message.sent_at >= DAY, Message.sent_at.is_(None))), func.count())
    .select_from(Message)
    .where(
        Message.recipient_key == bindparam("to"),
        Message.way != Way.PUSH.value,
        Message.went_with.is_(None),
        or_(
            and_(Message.state == State.SENT.value, Message.sent_at >= WEEK),
            and_(Message.state == State.SENDING.value, Message.locked_by != bindparam("me")),
        ),
    )
)
LEFT = select(Message.state).where(Message.id == bindparam("id"))
ONE = select(Message).where(Message.id == bindparam("id"))


def due(now: datetime, many: int, way: Way = Way.MAIL) -> Sequence[int]:
    """Ids of messages that may leave now this `way`, the longest waiting first: at most one per thread."""
    return db.session.scalars(DUE, {"now": now, "many": many, "way": way.value}).all()


def claimed(me: str) -> Sequence[Message]:
    """The messages that worker `me` has in hand."""
    return db.session.scalars(CLAIMED, {"me": me}).all()


def holders() -> Sequence[str | None]:
    """The workers that have messages in hand."""
    return db.session.scalars(HOLDERS).all()


Trouble = tuple[str, str, int, str | None, str, datetime]


def troubled(municipality_id: int, since: datetime) -> Sequence[Trouble]:
    """(kind, about kind, about id, trouble, state, created) of what has not arrived, newest first; no
    address, no words."""
    return db.session.execute(TROUBLED, {"municipality": municipality_id, "since": since}).all()


def not_there(now: datetime, since: datetime, many: int) -> Sequence[Message]:
    """Messages to persons, made after `since`, that did not arrive and for which no other way was looked for
    yet."""
    return db.session.scalars(NOT_THERE, {"now": now, "since": since, "many": many}).all()


def about(municipality_id: int, kind: str, ids: Sequence[int]) -> Sequence[Message]:
    """Every message about these things, oldest first."""
    return db.session.scalars(ABOUT, {"municipality": municipality_id, "kind": kind, "ids": list(ids)}).all()


def reached(municipality_id: int, kind: str, ids: Sequence[int], method: str) -> set[tuple[int, str]]:
    """(about id, keyed hash of the address) of whom a message of this calendar method may have reached.

    Whatever is still on its way is held where it is until the running transaction ends: no worker takes a
    message out of the queue between this answer and what is done with it.
    """
    given = {"municipality": municipality_id, "kind": kind, "ids": list(ids)}
    left = {State.SENDING.value, State.SENT.value, State.PRINTED.value}
    return {
        (row.about_id, row.recipient_key)
        for row in db.session.execute(HISTORY, given)
        if row.method == method and (row.state in left or row.handed_over)
    }


def counts(municipality_id: int) -> dict[str, int]:
    """How many messages per state."""
    return dict(db.session.execute(COUNTS, {"municipality": municipality_id}).all())


def by_way(municipality_id: int, now: datetime) -> list[tuple[str, str, int]]:
    """(way, state, how many) of the messages of the last thirty days. Numbers only."""
    values = {"municipality": municipality_id, "since": now - timedelta(days=30)}
    return [(row[0], row[1], row[2]) for row in db.session.execute(BY_WAY, values)]


class Told(NamedTuple):
    """A message to somebody: what it was, when it was made, how it fares; and from when it may leave, where
    that is later, as it does at night."""

    what: str
    at: datetime
    stands: str
    leaves: datetime | None


def told(municipality_id: int, person_id: int, audience: Audience) -> list[Told]:
    """The newest messages that somebody got as one of this audience, those that were replaced left out."""
    kinds = [kind.code for kind in catalogue.ALL if kind.audience is audience]
    values = {"municipality": municipality_id, "person": person_id, "kinds": kinds}
    return [
        Told(
            catalogue.of(row.kind).name,
            row.created_at,
            where(row.way, row.state, row.gave_way, arrived=row.arrived_at is not None),
            row.leaves,
        )
        for row in db.session.execute(TO_PERSON, values)
    ]


def is_first(municipality_id: int, person_id: int | None) -> bool:
    """Whether nothing went, or is about to go, to this person yet."""
    return not db.session.scalar(ANY, {"municipality": municipality_id, "person": person_id or 0})


def recent(municipality_id: int, many: int, to: str | None = None) -> Sequence[Message]:
    """The newest messages, for the demo's post; `to` is the keyed hash of one address."""
    given = {"municipality": municipality_id, "many": many}
    if to is None:
        return db.session.scalars(RECENT, given).all()
    return db.session.scalars(RECENT_TO, {**given, "to": to}).all()


def got(recipient_key: str, day: datetime, week: datetime, me: str) -> tuple[int, int]:
    """How many messages this address got since `day` and since `week`; what another worker than `me` has in
    hand for it, counts."""
    row = db.session.execute(GOT, {"to": recipient_key, "day": day, "week": week, "me": me}).one()
    return row[0], row[1]


def one(message_id: int) -> Message | None:
    """A message by its id."""
    return db.session.scalars(ONE, {"id": message_id}).one_or_none()


def has_left(message_id: int) -> bool:
    """Whether a message was handed over and is no longer anybody's to send."""
    return db.session.scalar(LEFT, {"id": message_id}) == State.SENT.value
