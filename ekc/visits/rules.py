"""When a visit can be, and what came of it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc.agenda.doubts import Doubt
from ekc.errors import DomainError, TooLateError

LENGTHS = ((30, "een half uur"), (60, "een uur"), (90, "anderhalf uur"), (120, "twee uur"))
FURTHEST = timedelta(days=366)
STATES = {
    "planned": "gepland",
    "done": "gesproken",
    "missed": "niet bereikt",
    "cancelled": "afgezegd",
}
GONE = "Dit bezoek is al afgerond of afgezegd. Kijk op de lijst hoe het nu staat."


def check_hours(starts: datetime, minutes: int, now: datetime) -> None:
    """DomainError for a visit in the past, more than a year ahead, or of a length that is not in the list."""
    if starts <= now:
        raise DomainError("Dat moment is al voorbij. Kies een later moment.")
    if starts > now + FURTHEST:
        raise DomainError("Dat is meer dan een jaar vooruit. Kies een eerdere dag.")
    if minutes not in dict(LENGTHS):
        raise DomainError("Kies hoe lang het duurt.")


def already(starts: datetime, ends: datetime, name: str | None) -> Doubt:
    """That she has a visit at these hours (aware); `name` is her first name, none for herself."""
    who = f"heeft {name}" if name else "heb je"
    key = f"visit-{starts.timestamp():.0f}-{ends.timestamp():.0f}"
    return Doubt("visit", key, f"Toch op dit uur, al {who} dan al een bezoek.")


def check_planned(state: str) -> None:
    """TooLateError where a visit is over or off."""
    if state != "planned":
        raise TooLateError(GONE)


def check_begun(starts: datetime, now: datetime) -> None:
    """DomainError where a visit lies ahead: nothing came of it yet."""
    if now < starts:
        raise DomainError("Dit bezoek moet nog komen.")
