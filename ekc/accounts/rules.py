"""How often somebody may try, and how long a link lives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
OFFER_LINK = timedelta(days=14)


def may_try(attempts: int) -> bool:
    """Whether another attempt is allowed after `attempts` within the window (ASVS 5.0 6.3.1: no unlimited
    guessing)."""
    return attempts < MOST_TRIES


def link_holds(
    version: int, current: int, expires: datetime | None, revoked: datetime | None, now: datetime
) -> bool:
    """Whether a personal link still opens: the newest version, not revoked, not past its time."""
    return version == current and revoked is None and (expires is None or now < expires)
