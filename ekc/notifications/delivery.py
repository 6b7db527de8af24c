"""Delivering: claim messages, hand each over, note what came of it. Safe with any number of workers.

1. Claim: in one short transaction, rows that are due become `sending` under this worker's name.
2. Hand over, outside any transaction. A retry carries the same bytes: same Message-ID, same date, same
boundary.
3. Note the outcome, one commit per message, only where the row is still ours. A crash between 2 and 3
costs one repeat at most.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from ekc import clock
from ekc.db import db
from ekc.notifications import queries, rules
from ekc.notifications.mime import Envelope, build
from ekc.notifications.models import Message, State
from ekc.notifications.rendering import LINK
from ekc.notifications.transport import RefusedError, Transport, TroubledError
from ekc.seals import link_token

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.settings import Settings

BATCH = 20


@dataclass(frozen=True, slots=True)
class Postman:
    """One worker's way of delivering: its name, its transport, and what stands on the envelope."""

    me: str
    transport: Transport
    settings: Settings


def worker_name() -> str:
    """A name that tells on which machine and in which process this worker lives."""
    return f"{socket.gethostname()}:{os.getpid()}"


def deliver(postman: Postman, many: int = BATCH) -> int:
    """Claim up to `many` messages and try each; gives how many were claimed."""
    moment = clock.now()
    release_dead()
    claimed = _claim(postman.me, moment, many)
    for message in claimed:
        if not _try(postman, message):
            _give_back(postman.me)
            break
    return len(claimed)


def release_dead() -> None:
    """Free what a worker on this machine had in hand when it died, instead of waiting until its claim runs
    out."""
    host = socket.gethostname()
    gone = [
        name for name in queries.holders() if name and name.rpartition(":")[0] == host and not _alive(name)
    ]
    if gone:
        db.session.execute(
            update(Message)
            .where(Message.locked_by.in_(gone), Message.state == State.SENDING.value)
            .values(_FREE)
        )
    db.commit()


_FREE = {"state": State.QUEUED.value, "locked_by": None, "locked_until": None}


def _alive(name: str) -> bool:
    try:
        os.kill(int(name.rpartition(":")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _claim(me: str, moment: datetime, many: int) -> list[Message]:
    ids = queries.due(moment, many)
    if ids:
        db.session.execute(
            update(Message)
            .where(Message.id.in_(ids), Message.state.in_((State.QUEUED.value, State.SENDING.value)))
            .values(state=State.SENDING.value, locked_by=me, locked_until=moment + rules.CLAIM)
            .execution_options(synchronize_session=False)
        )
    db.commit()
    if not ids:
        return []
    claimed = list(queries.claimed(me))
    db.commit()
    return claimed


def _try(postman: Postman, message: Message) -> bool:
    moment = clock.now()
    if message.expires_at is not None and message.expires_at <= moment:
        _note(postman.me, message, state=State.EXPIRED.value)
        return True
    try:
        postman.transport.send(postman.settings.mail_from, message.address, mail(message, postman.settings))
    except RefusedError as refusal:
        _note(
            postman.me,
            message,
            state=State.FAILED.value,
            trouble=f"refused_{refusal}",
            attempts=message.attempts + 1,
        )
        return True
    except TroubledError as trouble:
        _note(postman.me, message, **_later(message, trouble.code, moment))
        return not trouble.everybody
    _note(
        postman.me,
        message,
        state=State.SENT.value,
        sent_at=moment,
        trouble=None,
        attempts=message.attempts + 1,
    )
    return True


def mail(message: Message, settings: Settings) -> bytes:
    """The mail of a message row, the same bytes each time."""
    text, html = (with_link(message, part, settings) for part in (message.body_text, message.body_html))
    envelope = Envelope(
        message_id=f"<{message.id:x}@{settings.link_host}>",
        date=message.created_at,
        sender=(settings.mail_from, "Afspraken"),
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


def with_link(message: Message, part: str, settings: Settings) -> str:
    """A text of the message with the personal link in its place."""
    if message.link_id is None:
        return part.replace(LINK, settings.public_url)
    return part.replace(
        LINK, f"{settings.public_url}/k/{link_token(message.link_id, message.link_version or 1)}"
    )


def _later(message: Message, code: str, moment: datetime) -> dict[str, object]:
    attempts = message.attempts + 1
    at = rules.next_try(attempts, message.created_at, moment)
    if at is None:
        return {"state": State.FAILED.value, "trouble": code, "attempts": attempts}
    trouble = code if attempts >= rules.TROUBLED_AFTER else None
    return {**_FREE, "next_at": at, "trouble": trouble, "attempts": attempts}


def _note(me: str, message: Message, **values: object) -> None:
    """Set `values` where the message is still ours; commits."""
    values = {"locked_by": None, "locked_until": None, **values}
    db.session.execute(
        update(Message)
        .where(Message.id == message.id, Message.locked_by == me, Message.state == State.SENDING.value)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.commit()


def _give_back(me: str) -> None:
    """The server is away: the rest of the batch goes back to the queue untouched."""
    db.session.execute(
        update(Message).where(Message.locked_by == me, Message.state == State.SENDING.value).values(_FREE)
    )
    db.commit()
