"""Calls about a day."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.calls import queries
from ekc.db import db
from ekc.notifications.models import Message

NEAR, SOON = timedelta(days=24), timedelta(days=29)  # after noon of the tests: in the last week; in two days


def text(client, path="/bellen") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def lines(somebody, *kinds) -> list[tuple[str, str]]:
    found = queries.today(somebody.actor, clock.now()).lines
    return [
        (line.call.why, line.call.thing.words if line.call.thing else line.person.given_name)
        for line in found
        if line.call.kind in kinds
    ]


def left() -> None:
    db.session.query(Message).update({"state": "sent", "sent_at": clock.now()})
    db.session.flush()
