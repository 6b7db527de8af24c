"""Delivering: claim messages, hand each over, note what came of it. Safe with any number of workers.

1. Claim: in one short transaction, rows that are due become `sending` under this worker's name.
2. Hand over, outside any transaction. A retry carries the same bytes: same Message-ID, same date, same
boundary.
3. Note the outcome, one commit per message, only where the row is still ours. A crash between 2 and 3 costs
one repeat at most.
"""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, true, update

from ekc import clock
from ekc.db import db
from ekc.notifications import catalogue, enough, gsm, queries, rules, telephones
from ekc.notifications.markup import LINK
from ekc.notifications.mime import Envelope, build
from ekc.notifications.models import Message, State
from ekc.notifications.rules import Way
from ekc.notifications.transport import RefusedError, Transport, TroubledError
from ekc.seals import link_token

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.settings import Settings

BATCH = 20
SENDER = "Afspraken"  # what stands where the name of a sender stands: no name of anybody, no word of a case
LIFE = secrets.token_hex(4)  # of this process: after a restart in a container the number may be the same
OURS = update(Message.__table__).where(  # type: ignore[arg-type] # -- a table, as it is
    Message.id == bindparam("message"),
    Message.locked_by == bindparam("me"),
    Message.state == State.SENDING.value,
)
FREE = {"state": State.QUEUED.value, "locked_by": None, "locked_until": None}

_names = count(1)


@dataclass(slots=True)
class Postman:
    """One worker's way of delivering: its name, its transport, what stands on the envelope, and which
    messages it takes: those that go this `way`, so that a provider of texts that is away holds up no mail.

    `troubles` counts how often in a row the mail server was away; until `resting` it is left alone.
    """

    me: str
    transport: Transport
    settings: Settings
    way: Way = Way.MAIL
    troubles: int = 0
    resting: datetime | None = None


def worker_name() -> str:
    """A new name, that tells on which machine and in which process this worker lives."""
    return f"{socket.gethostname()}:{os.getpid()}:{LIFE}:{next(_names)}"


def deliver(postman: Postman, many: int = BATCH) -> int:
    """Claim up to `many` messages and try them; gives how many were tried. 0 while the mail server rests."""
    held = clock.now()
    if rules.is_resting(postman.resting, held):
        return 0
    tried, told = 0, set[int]()
    for message in _claim(postman.me, held, many, postman.way):
        held = _hold_on(postman.me, held)
        tried += 1
        if message.id in told:
            continue
        if not _try(postman, message):
            break
        told |= _tell_with(postman.me, message)
    return tried


def mail(message: Message, settings: Settings) -> bytes:
    """The mail of a message row, the same bytes each time. ValueError where it cannot be a mail."""
    text, html = (with_link(message, part, settings) for part in (message.body_text, message.body_html))
    envelope = Envelope(
        message_id=f"<{message.id:x}@{settings.link_host}>",
        date=message.created_at,
        sender=(settings.mail_from, SENDER),
        recipient=message.address,
        subject=message.subject,
        text=text,
        html=html,
        calendar=message.calendar.encode() if message.calendar else None,
        method=message.method,
        reply_to=settings.mail_from,
        auto_submitted=True,
    )
    return build(envelope)


def text(message: Message, settings: Settings) -> bytes:
    """The text message of a row, the same bytes each time. ValueError where there is none, or a too long
    one."""
    words = gsm.plain(with_link(message, message.short or "", settings))
    if not words or gsm.parts(words) > gsm.MOST:
        raise ValueError("no text message")
    return words.encode()


def parcel(message: Message, settings: Settings) -> tuple[str, bytes]:
    """(who sends it, what is handed over) for the way that a message goes."""
    if message.way == Way.PUSH:
        return settings.mail_from, (message.short or "").encode()
    if message.way == Way.SMS:
        return settings.sms_from, text(message, settings)
    return settings.mail_from, mail(message, settings)


def with_link(message: Message, part: str, settings: Settings) -> str:
    """A text of the message with the personal link in its place."""
    return part.replace(LINK, link_of(message, settings))


def link_of(message: Message, settings: Settings) -> str:
    """The personal link of the message; without one, the address of ekc."""
    if message.link_id is None:
        return settings.public_url
    token = link_token(message.link_id, message.link_version or 1)
    return f"{settings.public_url}/k/{token}"


def _claim(me: str, moment: datetime, many: int, way: Way = Way.MAIL) -> list[Message]:
    """Take what is due. Free first what this worker left behind, or one that died on this machine."""
    gone = [name for name in queries.holders() if name and (name == me or _is_dead(name))]
    if gone:
        mine = (Message.locked_by.in_(gone), Message.state == State.SENDING.value)
        _set(*mine, **FREE, handed_over=True)
    ids = queries.due(moment, many, way)
    if ids:
        on_its_way = Message.state.in_((State.QUEUED.value, State.SENDING.value))
        _set(
            Message.id.in_(ids),
            on_its_way,
            state=State.SENDING.value,
            locked_by=me,
            locked_until=moment + rules.CLAIM,
            handed_over=case((Message.state == State.SENDING.value, true()), else_=Message.handed_over),
        )
    claimed = list(queries.claimed(me)) if ids else []
    db.commit()
    return claimed


def _is_dead(name: str) -> bool:
    """Whether a worker on this machine is no more. Of one elsewhere we wait until its claim runs out."""
    host, _, rest = name.partition(":")
    process, _, life = rest.partition(":")
    if host != socket.gethostname() or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return not life.startswith(f"{LIFE}:")
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _hold_on(me: str, held: datetime) -> datetime:
    """Lengthen the claim on what is left of a batch that takes long; gives since when it counts."""
    moment = clock.now()
    if moment - held < rules.RENEW:
        return held
    _set(Message.locked_by == me, Message.state == State.SENDING.value, locked_until=moment + rules.CLAIM)
    db.commit()
    return moment


def _try(postman: Postman, message: Message) -> bool:
    """Try one message; False where no other will fare better now."""
    moment = clock.now()
    attempts = message.attempts + 1
    if message.expires_at is not None and message.expires_at <= moment:
        _note(postman.me, message, state=State.EXPIRED.value, trouble="too_late")
        return True
    if (instead := _enough(postman, message, moment)) is not None:
        _note(postman.me, message, state=instead[0].value, next_at=instead[1])
        return True
    try:
        sender, data = parcel(message, postman.settings)
        postman.transport.send(sender, message.address, data, f"{message.id:x}")
    except ValueError:
        _note(postman.me, message, state=State.FAILED.value, trouble="unsendable", attempts=attempts)
    except RefusedError as refusal:
        _note(postman.me, message, state=State.FAILED.value, trouble=f"refused_{refusal}", attempts=attempts)
    except TroubledError as trouble:
        _note(postman.me, message, **_later(message, trouble, moment))
        if trouble.everybody:
            _rest(postman, trouble.code)
            return False
    else:
        if postman.way is not Way.PUSH:
            telephones.hint(message)
        _note(
            postman.me,
            message,
            state=State.SENT.value,
            sent_at=clock.now(),
            trouble=None,
            attempts=attempts,
        )
    postman.troubles, postman.resting = 0, None
    return True


def _enough(postman: Postman, message: Message, moment: datetime) -> tuple[State, datetime] | None:
    """(state, when) of what gives way, because this address got enough; None where it leaves."""
    kind = catalogue.find(message.kind)
    if kind is None or not kind.gives_way or postman.way is Way.PUSH:
        return None
    local = moment.astimezone(clock.HOME)
    if not enough.is_enough(kind, *queries.got(message.recipient_key, *enough.since(local), postman.me)):
        return None
    quiet, linked = postman.settings.quiet, message.link_id is not None
    return enough.instead(kind, local, quiet, message.expires_at, linked=linked)


def _tell_with(me: str, message: Message) -> set[int]:
    """Who shares the address of a message that left needs no second one: ids of what is told with it."""
    if message.together is None or not queries.has_left(message.id):
        return set()
    mine = and_(Message.state == State.SENDING.value, Message.locked_by == me)
    statement = update(Message).where(
        Message.municipality_id == message.municipality_id,
        Message.together == message.together,
        Message.recipient_key == message.recipient_key,
        Message.kind == message.kind,
        Message.id != message.id,
        or_(Message.state == State.QUEUED.value, mine),
    )
    values = {"state": State.SENT.value, "sent_at": clock.now(), "went_with": message.id, "locked_by": None}
    told = db.session.scalars(
        statement.values(**values, locked_until=None, trouble=None)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    found = set(told)
    db.commit()
    return found


def _later(message: Message, trouble: TroubledError, moment: datetime) -> dict[str, object]:
    attempts = message.attempts + 1
    known = {"attempts": attempts, "handed_over": message.handed_over or trouble.handed_over}
    at = rules.next_try(attempts, message.created_at, moment)
    if at is None:
        return {**known, "state": State.FAILED.value, "trouble": trouble.code}
    long = attempts >= rules.TROUBLED_AFTER or message.created_at < moment - rules.STUCK
    shown = trouble.code if long else None
    return {**known, **FREE, "next_at": at, "trouble": shown}


def _rest(postman: Postman, code: str) -> None:
    """The server is away: the rest of the batch goes back untouched; what waits long shows why."""
    moment = clock.now()
    postman.troubles += 1
    postman.resting = moment + rules.rest(postman.troubles)
    _set(Message.locked_by == postman.me, Message.state == State.SENDING.value, **FREE)
    _set(
        Message.state == State.QUEUED.value,
        Message.way == postman.way.value,
        Message.next_at <= moment,
        Message.created_at < moment - rules.STUCK,
        Message.trouble.is_(None),
        trouble=code,
    )
    db.commit()


def _note(me: str, message: Message, **values: object) -> None:
    """Set `values` where the message is still ours; commits."""
    given = {"message": message.id, "me": me, "locked_by": None, "locked_until": None, **values}
    db.session.connection().execute(OURS, given)
    db.commit()


def _set(*where: ColumnElement[bool], **values: object) -> None:
    statement = update(Message).where(*where).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
