"""Letters: taken from the outbox as a stack to print, and posted. Each letter is in one stack only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Row, bindparam, func, or_, select, update

from ekc import clock
from ekc.db import UTC, db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications.models import LetterStack, Message, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MOST = 100  # letters in one stack
SHOWN = 20
NOTHING = "Er zijn nu geen brieven om te printen. Misschien was een collega je net voor."
HERE = bindparam("municipality", type_=BigInteger())
NOW = bindparam("now", type_=UTC())
# Written out, so that a database sees that the partial index holds these rows.
WAITING = (Message.municipality_id == HERE, Message.state == State.TO_PRINT.value)
IN_TIME = or_(Message.expires_at.is_(None), Message.expires_at > NOW)
HOW_MANY = select(func.count(), func.min(Message.expires_at)).where(*WAITING, IN_TIME)
NEXT = (
    select(Message.id)
    .where(*WAITING, IN_TIME)
    .order_by(Message.id)
    .limit(MOST)
    .with_for_update(skip_locked=True)  # what a colleague takes at this moment is theirs: the next hundred
)
IN_STACK = (
    select(Message)
    .where(Message.municipality_id == HERE, Message.stack_id == bindparam("stack", type_=BigInteger()))
    .order_by(Message.id)
)
ABOUT = select(Message.about_id).where(
    Message.municipality_id == HERE,
    Message.stack_id == bindparam("stack", type_=BigInteger()),
    Message.about_kind == bindparam("kind"),
)
STACKS = (
    select(LetterStack, func.count(Message.id))
    .join(Message, Message.stack_id == LetterStack.id)
    .where(LetterStack.municipality_id == HERE)
    .group_by(LetterStack.id)
    .order_by(LetterStack.posted_at.is_not(None), LetterStack.id.desc())
    .limit(SHOWN)
)
ONE = select(LetterStack).where(
    LetterStack.municipality_id == HERE, LetterStack.id == bindparam("stack", type_=BigInteger())
)


def waiting(municipality_id: int, now: datetime) -> tuple[int, datetime | None]:
    """(how many letters wait to be printed, when the first is of no use any more)."""
    row = db.session.execute(HOW_MANY, {"municipality": municipality_id, "now": now}).one()
    return row[0], row[1]


def newest(municipality_id: int) -> Sequence[Row[LetterStack, int]]:
    """(stack, how many letters) of the newest stacks, those that were not posted yet in front."""
    return db.session.execute(STACKS, {"municipality": municipality_id}).all()


def get_for(municipality_id: int, stack_id: int) -> LetterStack:
    """A stack of this municipality, or NotFoundError."""
    found = db.session.scalars(ONE, {"municipality": municipality_id, "stack": stack_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def letters(stack: LetterStack) -> Sequence[Message]:
    """The messages in a stack, in the order in which they were decided."""
    return db.session.scalars(IN_STACK, {"municipality": stack.municipality_id, "stack": stack.id}).all()


def about(stack: LetterStack, kind: str) -> list[int]:
    """Of which things of this kind (ids) a letter is in the stack."""
    values = {"municipality": stack.municipality_id, "stack": stack.id, "kind": kind}
    return list(db.session.scalars(ABOUT, values))


def take(municipality_id: int, account_id: int | None, now: datetime) -> tuple[LetterStack, int]:
    """Take what waits into a stack; gives how many. DomainError where nothing does.

    What came too late for the post is noted as such: those people are called.
    """
    values = {"municipality": municipality_id, "now": now}
    late = update(Message).where(*WAITING, Message.expires_at <= NOW)
    db.session.execute(
        late.values(state=State.EXPIRED.value, trouble="too_late").execution_options(
            synchronize_session=False
        ),
        values,
    )
    stack = LetterStack(id=new_id(), municipality_id=municipality_id, made_at=now, made_by=account_id)
    db.session.add(stack)
    db.session.flush()
    ids = db.session.scalars(NEXT, values).all()
    chosen = update(Message).where(Message.id.in_(ids), Message.state == State.TO_PRINT.value)
    result = db.session.execute(
        chosen.values(state=State.PRINTED.value, stack_id=stack.id).execution_options(
            synchronize_session=False
        )
    )
    many = int(getattr(result, "rowcount", 0))
    if not many:
        raise DomainError(NOTHING)
    return stack, many


def post(stack: LetterStack) -> int:
    """The letters are in the mail; gives how many. TooLateError where that was said before."""
    now = clock.now()
    said = update(LetterStack).where(LetterStack.id == stack.id, LetterStack.posted_at.is_(None))
    if not getattr(db.session.execute(said.values(posted_at=now)), "rowcount", 0):
        raise TooLateError("Deze brieven zijn al op de post.")
    left = update(Message).where(Message.stack_id == stack.id, Message.state == State.PRINTED.value)
    result = db.session.execute(
        left.values(state=State.SENT.value, sent_at=now, attempts=1).execution_options(
            synchronize_session=False
        )
    )
    return int(getattr(result, "rowcount", 0))
