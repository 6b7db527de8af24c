"""What no message can tell somebody: the bureau calls, and says that it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, or_, select, update

from ekc import clock
from ekc.db import UTC, db
from ekc.errors import NotFoundError, TooLateError
from ekc.notifications.models import Message, State
from ekc.notifications.rules import Way

if TYPE_CHECKING:
    from datetime import datetime

ALREADY = "Dit is net al verteld, of het hoeft niet meer. Kijk op de lijst hoe het nu staat."
HERE = bindparam("municipality", type_=BigInteger())
# Written out, so that a database sees that the partial index holds these rows.
TO_CALL = (
    select(
        Message.id,
        Message.person_id,
        Message.about_kind,
        Message.about_id,
        Message.subject,
        Message.created_at,
        Message.next_at,
        Message.attempts,
    )
    .where(
        Message.municipality_id == HERE,
        Message.state == State.TO_CALL.value,
        or_(Message.expires_at.is_(None), Message.expires_at > bindparam("now", type_=UTC())),
    )
    .order_by(Message.id)
)
ONE = select(Message).where(
    Message.id == bindparam("id", type_=BigInteger()),
    Message.municipality_id == HERE,
    Message.way == Way.CALL.value,
)


def get_for(municipality_id: int, message_id: int) -> Message:
    """Something of this municipality that is told by telephone; NotFoundError otherwise."""
    found = db.session.scalars(ONE, {"municipality": municipality_id, "id": message_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def told(message: Message) -> None:
    """It was told. TooLateError where that was said before, or there is nothing to tell any more."""
    _change(message, {"state": State.SENT.value, "sent_at": clock.now(), "attempts": message.attempts + 1})


def again(message: Message, at: datetime, *, missed: bool) -> None:
    """Call again at an instant; `missed`: nobody answered. Errors as `told`."""
    _change(message, {"next_at": at, "attempts": message.attempts + missed})


def settle(municipality_id: int, about: tuple[str, int]) -> None:
    """What was to be told about this thing need not be told any more."""
    db.session.execute(
        update(Message)
        .where(
            Message.municipality_id == municipality_id,
            Message.about_kind == about[0],
            Message.about_id == about[1],
            Message.state == State.TO_CALL.value,
        )
        .values(state=State.REPLACED.value)
    )


def _change(message: Message, values: dict[str, object]) -> None:
    """Only as it stood when it was read: of two who tap at the same moment one is refused."""
    statement = update(Message).where(
        Message.id == message.id,
        Message.state == State.TO_CALL.value,
        Message.attempts == message.attempts,
        Message.next_at == message.next_at,
    )
    if getattr(db.session.execute(statement.values(**values)), "rowcount", 0) != 1:
        raise TooLateError(ALREADY)
