"""Whether our mailbox can be read: written down for whoever keeps the machine."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from ekc.db import db
from ekc.notifications.models import TrayState

ONLY = 1
OFTEN = timedelta(minutes=1)


def state() -> TrayState | None:
    """How it was last time; None where nobody looked yet."""
    return db.session.get(TrayState, ONLY)


def note(trouble: str | None, now: datetime) -> None:
    """Write down how it is at `now` (aware), where that differs or the last note is a minute old."""
    there = state()
    if there is None:
        there = TrayState(id=ONLY)
        try:
            with db.session.begin_nested():
                db.session.add(there)
        except IntegrityError:
            return  # another worker noted it at this moment
    if trouble is None:
        if there.trouble is not None or there.read_at is None or abs(now - there.read_at) >= OFTEN:
            there.read_at, there.trouble, there.trouble_since = now, None, None
    elif there.trouble != trouble:
        there.trouble_since = there.trouble_since or now
        there.trouble = trouble
    db.session.flush()
