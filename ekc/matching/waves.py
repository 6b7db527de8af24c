"""When a question leaves, until when it stands, when somebody is reminded once, and who is next. Pure.

In the quiet hours (by default from nine in the evening to eight in the morning) nobody is asked anything:
what is decided then leaves in the morning, and the open time counts from there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc.notifications.quiet import Quiet, leaves_at

SOON_HOURS = 48
SHORTEST_FOR_NUDGE = timedelta(hours=1)
CARDS_ENOUGH = 2  # from then on the family may choose
MOST_CARDS = 3  # more than this nobody can weigh


def open_hours(urgency: str, hours: int, urgent_hours: int) -> int:
    """How many hours a question stands: by the settings of the municipality, and shorter where it presses."""
    if urgency == "urgent":
        return urgent_hours
    return min(hours, SOON_HOURS) if urgency == "soon" else hours


def expiry(leaves: datetime, hours: int) -> datetime:
    """Until when a question that leaves at `leaves` can be answered, on the whole hour; an aware instant."""
    last = leaves + timedelta(hours=hours)
    return last if last.minute == last.second == last.microsecond == 0 else _next_hour(last)


def nudge_at(leaves: datetime, expires: datetime, quiet: Quiet) -> datetime | None:
    """When somebody who said nothing is reminded, once: half-way, in waking hours; None: it is too short."""
    half = leaves_at(leaves + (expires - leaves) / 2, quiet)
    return half if expires - half >= SHORTEST_FOR_NUDGE else None


def may_choose(ready: int, still_open: int) -> bool:
    """Whether the family can be shown who is willing: two of them, or all who will answer did."""
    return ready >= CARDS_ENOUGH or (ready > 0 and still_open == 0)


def has_enough(ready: int) -> bool:
    """Whether nobody else need answer: as many cards as a family can weigh."""
    return ready >= MOST_CARDS


def is_dry(able: int, still_open: int, willing: int) -> bool:
    """Whether nobody is left to ask who was not silent, and nobody who was asked may still say yes."""
    return not (able or still_open or willing)


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
