"""It is noon, thirty days before the day of the tests."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications.models import Message
from tests.agenda.trajects import noon

__all__ = ["noon"]


@pytest.fixture
def told(outbox):
    """`told()`: what was sent to the people of the kring since the last look; then it has left."""
    seen = set()

    def look() -> list[tuple[str, str]]:
        rows = db.session.query(Message).filter(Message.about_kind == "invitation").order_by(Message.id)
        new = [row for row in rows if row.id not in seen and row.state == "queued"]
        for row in new:
            seen.add(row.id)
            row.state, row.sent_at, row.attempts = "sent", clock.now(), 1
            if hasattr(row, "handed_over"):
                row.handed_over = True
        db.commit()
        return [(row.kind, row.address) for row in new]

    return look
