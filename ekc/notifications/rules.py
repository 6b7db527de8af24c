"""When to try again, and when to stop trying."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
LONGEST = timedelta(days=4)  # a mail server may be down over a long weekend (RFC 5321 section 4.5.4.1)
CLAIM = timedelta(minutes=5)
TROUBLED_AFTER = 2


def next_try(attempts: int, created: datetime, now: datetime) -> datetime | None:
    """When to try again after `attempts` tries; None when it is time to stop and tell a person."""
    if now - created > LONGEST:
        return None
    return now + PAUSES[min(attempts, len(PAUSES)) - 1]
