"""One mail a morning, for who wants that, instead of each message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, select, update

from ekc.db import UTC, db
from ekc.notifications.models import Message, State
from ekc.notifications.outbox import Draft, enqueue
from ekc.places.queries import central

MOST = 500  # messages in one run
DUE = (
    select(Message)
    .where(Message.state == State.HELD.value, Message.next_at <= bindparam("now", type_=UTC()))
    .order_by(Message.municipality_id, Message.recipient_key, Message.id)
    .limit(MOST)
)
GREETING = "Dag "


def send_due(now: datetime) -> int:
    """Write the mails of this morning, in all municipalities; gives how many. Each message is in one mail
    only, also where two workers do this at the same moment."""
    held = db.session.scalars(DUE, {"now": now}).all()
    told = 0
    for _, group in groupby(held, lambda one: (one.municipality_id, one.recipient_key)):
        told += _send([one for one in group if _claim(one)])
    return told


def _claim(message: Message) -> bool:
    """Whether this one is ours to tell."""
    claimed = (
        update(Message)
        .where(Message.id == message.id, Message.state == State.HELD.value)
        .values(state=State.REPLACED.value)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(claimed.returning(Message.id)) is not None


def _send(held: Sequence[Message]) -> bool:
    if not held:
        return False
    last = held[-1]
    number = central(last.municipality_id)
    made = enqueue(
        Draft(
            municipality_id=last.municipality_id,
            kind="digest",
            address=last.address,
            person_id=last.person_id,
            about=("person", last.person_id or 0),
            dedupe=f"digest:{last.id}",
            context={
                "many": len(held),
                "items": "\n\n".join(f"{one.subject}\n{_core(one.body_text, number)}" for one in held),
                "phone": number,
            },
        )
    )
    for one in held:
        one.superseded_by = made.id
    db.session.flush()
    return True


def _core(text: str, number: str) -> str:
    """A message without its greeting and the line on whom to call: those stand in the mail once."""
    parts = [part.strip() for part in text.split("\n\n")]
    kept = [part for part in parts if part and not part.startswith(GREETING)]
    if len(kept) > 1 and number in kept[-1]:
        kept.pop()
    return "\n".join(kept)
