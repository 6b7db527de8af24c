"""How often somebody may try, and how long a link lives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ekc.errors import DomainError

if TYPE_CHECKING:
    from datetime import datetime

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
OFFER_LINK = timedelta(days=14)
LONGEST_COVER = timedelta(days=366)
AHEAD = timedelta(days=366)


def may_try(attempts: int) -> bool:
    """Whether another attempt is allowed after `attempts` within the window (ASVS 5.0 6.3.1: no unlimited
    guessing)."""
    return attempts < MOST_TRIES


def link_holds(
    version: int, current: int, expires: datetime | None, revoked: datetime | None, now: datetime
) -> bool:
    """Whether a personal link still opens: the newest version, not revoked, not past its time."""
    return version == current and revoked is None and (expires is None or now < expires)


def check_days(first: date, last: date, today: date) -> None:
    """DomainError for days of an absence in the wrong order, gone by, or further away than a year."""
    if last < first:
        raise DomainError("De laatste dag ligt voor de eerste. Draai ze om.")
    if first < today:
        raise DomainError("De eerste dag is al voorbij. Kies vandaag of later.")
    if first > today + AHEAD:
        raise DomainError("Dat is meer dan een jaar vooruit. Regel het later.")
    if last - first > LONGEST_COVER:
        raise DomainError("Dat is langer dan een jaar. Kies een dag die eerder komt.")
