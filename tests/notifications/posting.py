"""Messages to deliver, and workers to deliver them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from ekc import clock, settings
from ekc.db import db
from ekc.notifications import catalogue, delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.transport import open_transport

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
TEN = [f"gast{number}@post.example" for number in range(10)]
WORDS = {
    "coordinator": "Cor",
    "day": "vrijdag 12 februari 2027",
    "when": "vrijdag 12 februari 2027, 19.30 – 22.00 uur",
    "place": "Dorpshuis",
    "phone": "0598 12 34 56",
}


def after(**time: float) -> AbstractContextManager[None]:
    """Some time later than the start of the test."""
    return clock.at(NOW + timedelta(**time))


def put(address: str, number: int = 1, **given: object) -> Message:
    """One message about appointment `number`, committed."""
    kind = str(given.pop("kind", "invitation_cancelled"))
    message = enqueue(
        Draft(
            **{  # type: ignore[arg-type] -- whatever a test wants to change
                "municipality_id": 1,
                "kind": kind,
                "address": address,
                "about": ("appointment", number),
                "dedupe": f"{address} {number} {given.pop('again', '')}",
                "context": {word: WORDS.get(word, "") for word in catalogue.of(kind).words},
                **given,
            }
        )
    )
    db.commit()
    return message


def make_worker(url: str, name: str | None = None) -> Postman:
    """A worker that hands over to the server at `url`."""
    return Postman(
        name or delivery.worker_name(), open_transport(url), replace(settings.current(), mail_url=url)
    )


def run(postman: Postman) -> int:
    """Let the worker go on until nothing is due or the server is away; gives how many were tried."""
    tried = 0
    while done := delivery.deliver(postman):
        tried += done
    return tried


def rows() -> list[Message]:
    """Every message as it stands in the database now, in the order in which they were made."""
    db.session.expire_all()
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def states() -> list[str]:
    """Where every message is."""
    return [row.state for row in rows()]


def troubles() -> list[str | None]:
    """What stands in the way of each."""
    return [row.trouble for row in rows()]


def next_tries() -> list[datetime]:
    """When each is tried again."""
    return [row.next_at for row in rows()]
