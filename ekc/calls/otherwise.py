"""A message that did not get there goes another way: by text after mail, on paper after that; else a call.

The call needs nothing: what stands as not arrived is on the call list.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ekc import settings
from ekc.accounts.actor import system
from ekc.audit.service import record
from ekc.db import db
from ekc.notifications import catalogue, outbox
from ekc.notifications import queries as post
from ekc.notifications.kinds import Audience
from ekc.notifications.rules import POST_TAKES
from ekc.people import queries, reaching

if TYPE_CHECKING:
    from ekc.notifications.models import Message

LOOK_BACK = timedelta(days=5)  # a mail server may be tried for four days; a bounce may take one more
MANY = 50


def send_otherwise(now: datetime) -> int:
    """Send each message to a person that did not arrive the next way there is; gives how many."""
    done = 0
    for message in post.not_there(now, now - LOOK_BACK, MANY):
        address = _next(message, now)
        if outbox.send_otherwise(message, address) and address is not None:
            record("send_otherwise", "message", message.id, by=system(message.municipality_id))
            done += 1
    db.session.flush()
    return done


def _next(message: Message, now: datetime) -> str | None:
    """The address to try now; None where there is none, or the person is gone."""
    person = queries.by_ids(message.municipality_id, [message.person_id]).get(message.person_id or 0)
    if person is None:
        return None
    in_time = message.expires_at is None or message.expires_at > now + POST_TAKES
    kind = catalogue.find(message.kind)  # what was sent before may be called otherwise now
    paper = in_time and kind is not None and kind.audience is Audience.PEOPLE
    texts = bool(settings.current().sms_url)
    found = reaching.after(person, message.way, message.gave_way, texts=texts, paper=paper)
    return found[1] if found else None
