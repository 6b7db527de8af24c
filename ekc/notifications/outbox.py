"""Putting a message in the outbox, in the same transaction as what it tells about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, or_, select, update

from ekc import clock, settings
from ekc.db import db, new_id
from ekc.notifications import catalogue, choices
from ekc.notifications.introducing import ENGLISH, introduced
from ekc.notifications.kinds import Kind
from ekc.notifications.models import Message, State
from ekc.notifications.queries import is_first
from ekc.notifications.quiet import leaves_at
from ekc.notifications.rendering import spoken
from ekc.notifications.rules import POST_TAKES, Way, way_of, whom
from ekc.notifications.texts import written
from ekc.notifications.tongues import DUTCH, above, translated
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ekc.notifications.rendering import Words


STILL_HERE = (State.QUEUED.value, State.HELD.value, State.TO_PRINT.value, State.TO_CALL.value)
BEGINS = {Way.LETTER: State.TO_PRINT, Way.CALL: State.TO_CALL}  # others stand in the queue


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is a row: who gets it, about what, with which words.

    `address` is a mail address, a mobile number (E.164), the lines on an envelope or that of `by_voice`: it
    says how the message goes. `person_id` is whom it is for, so that another way can be tried. `about` is
    (kind, id). `dedupe` makes the message unique within the municipality. `context` holds exactly the words
    of its kind. Times are aware; without `not_before` the kind decides whether it waits for the morning.
    `link` is (personal link id, version). With `replaces`, an older message of the same thread that
    has not left is dropped. Of the messages of one kind to one address with the same `together`, one is
    enough: each answers on its page. `introduces` is the first name of the coordinator who spoke this
    person (empty: somebody else did): their first message begins with that. `language` (ISO 639-3) is what
    they read: a kind that has texts in it, goes in it, with the Dutch below.
    """

    municipality_id: int
    kind: str
    address: str
    about: tuple[str, int]
    dedupe: str
    context: Mapping[str, object] = field(default_factory=dict)
    not_before: datetime | None = None
    expires: datetime | None = None
    calendar: bytes | None = None
    method: str | None = None
    link: tuple[int, int] | None = None
    person_id: int | None = None
    introduces: str | None = None
    together: str | None = None
    replaces: bool = False
    language: str = DUTCH


def thread_of(address: str, about: tuple[str, int]) -> str:
    """The order in which messages leave is kept within one thread: one person, one thing."""
    return keyed_hash(f"{address} {about[0]} {about[1]}")


def enqueue(draft: Draft) -> Message:
    """Write the message out and store it. It leaves only if the running transaction is committed.

    KeyError for a kind that is not in the catalogue; ValueError where the context holds other words than its.
    """
    kind = catalogue.of(draft.kind)
    if draft.context.keys() != set(kind.words):
        raise ValueError(f"{kind.code} is written with {kind.words}, not with {tuple(draft.context)}")
    moment, way = clock.now(), way_of(draft.address)
    message_id = new_id()
    if draft.replaces:
        withdraw(draft.address, draft.about, superseded_by=message_id)
    words = _words(draft, kind) if way is not Way.CALL else spoken(draft.kind, draft.context)
    state, leaves = choices.instead(kind, draft.municipality_id, draft.person_id, moment) or (
        State.SPARED if _is_late_by_post(draft, kind, moment) else BEGINS.get(way, State.QUEUED),
        draft.not_before or _leaves(kind.code, moment, draft.expires),
    )
    message = Message(
        id=message_id,
        municipality_id=draft.municipality_id,
        recipient_key=keyed_hash(draft.address),
        address=draft.address,
        way=way.value,
        person_id=draft.person_id or whom(draft.address),
        kind=draft.kind,
        about_kind=draft.about[0],
        about_id=draft.about[1],
        thread=thread_of(draft.address, draft.about),
        dedupe_key=draft.dedupe,
        created_at=moment,
        next_at=leaves,
        expires_at=draft.expires,
        state=state.value,
        attempts=0,
        subject=words.subject,
        body_text=words.body,
        body_html=words.html,
        short=words.sms,
        calendar=draft.calendar.decode() if draft.calendar and way is Way.MAIL else None,
        method=draft.method,
        together=draft.together,
        link_id=draft.link[0] if draft.link else None,
        link_version=draft.link[1] if draft.link else None,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _words(draft: Draft, kind: Kind) -> Words:
    """In Dutch, and where they read another language in that one first."""
    words = written(draft.municipality_id, kind, draft.context)
    other = translated(kind, draft.context, draft.language)
    if draft.introduces is not None and is_first(draft.municipality_id, draft.person_id):
        words = introduced(words, draft.introduces, draft.context)
        other = other and introduced(other, draft.introduces, draft.context, ENGLISH)
    return above(other, words) if other else words


def _is_late_by_post(draft: Draft, kind: Kind, now: datetime) -> bool:
    """Whether a reminder would lie on the mat when what it reminds of is over: late is worse than never."""
    ends = draft.expires if kind.gives_way and way_of(draft.address) is Way.LETTER else None
    return ends is not None and ends < now + POST_TAKES


def _leaves(kind: str, now: datetime, expires: datetime | None) -> datetime:
    """What may wait, waits for the morning."""
    if not catalogue.waits(kind):
        return now
    return leaves_at(now.astimezone(clock.HOME), settings.current().quiet, expires)


def withdraw(address: str, about: tuple[str, int], *, superseded_by: int | None = None) -> int:
    """Take back what has not left yet for this person about this thing; gives how many messages that were."""
    result = db.session.execute(
        update(Message)
        .where(Message.thread == thread_of(address, about), Message.state.in_(STILL_HERE))
        .values(state=State.REPLACED.value, superseded_by=superseded_by)
    )
    return int(getattr(result, "rowcount", 0))


def still_here(address: str, about: tuple[str, int]) -> set[str]:
    """The kinds of what has not left yet for this person about this thing, or was not told by voice yet."""
    mine = select(Message.kind).where(
        Message.thread == thread_of(address, about), Message.state.in_(STILL_HERE)
    )
    return set(db.session.scalars(mine))


def withdraw_about(municipality_id: int, about: tuple[str, int]) -> int:
    """Take back what has not left yet about this thing, for whomever; gives how many messages that were."""
    mine = (
        Message.municipality_id == municipality_id,
        Message.about_kind == about[0],
        Message.about_id == about[1],
    )
    gone = update(Message).where(*mine, Message.state.in_(STILL_HERE)).values(state=State.REPLACED.value)
    return int(getattr(db.session.execute(gone), "rowcount", 0))


def send_otherwise(message: Message, address: str | None) -> bool:
    """Send what did not get there to another `address`, which says which way; None: there is no other, and
    somebody is called. False where another worker was first, or the message is gone.

    Whom it was meant for, the order and the words stay; a calendar file only goes by mail.
    """
    values: dict[str, object] = {"gave_way": message.way}
    if address is not None:
        way = way_of(address)
        now = clock.now()
        values |= {
            "way": way.value,
            "address": address,
            "state": BEGINS.get(way, State.QUEUED).value,
            "attempts": 0,
            "handed_over": False,
            "trouble": None,
            # who shared the first address, may not share this one
            "together": message.together and f"{message.together}:{keyed_hash(address)}",
            "next_at": _leaves(message.kind, now, message.expires_at),
        }
        if way is not Way.MAIL:
            values["calendar"] = None
    statement = update(Message).where(
        Message.id == message.id,
        Message.state == State.FAILED.value,
        Message.way == message.way,
        Message.gave_way.is_not_distinct_from(message.gave_way),
    )
    result = db.session.execute(statement.values(**values).execution_options(synchronize_session=False))
    return bool(getattr(result, "rowcount", 0))


def arrived(message_id: int) -> bool:
    """Note that a text message arrived; False where that was known, or it did not go as a text."""
    result = db.session.execute(
        update(Message)
        .where(*_under_way(message_id, Way.SMS))
        .values(arrived_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def came_back(message_id: int, way: Way = Way.MAIL, trouble: str = "bounced") -> bool:
    """Note that a message that left this `way` was returned; False where it was not under way any more, or
    arrived.

    Where it may still be in the hands of a worker that did not note yet that it left, it is taken from it.
    """
    result = db.session.execute(
        update(Message)
        .where(*_under_way(message_id, way))
        .values(
            state=State.FAILED.value, trouble=trouble, handed_over=False, locked_by=None, locked_until=None
        )
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def _under_way(message_id: int, way: Way) -> tuple[ColumnElement[bool], ...]:
    """A message, and what went with it, that left and of which nobody told yet what became of it."""
    return (
        or_(Message.id == message_id, Message.went_with == message_id),
        Message.way == way.value,
        Message.state.in_((State.SENT.value, State.SENDING.value)),
        Message.arrived_at.is_(None),
    )
