"""How many messages one address gets, and what gives way where that is enough.

The numbers are ours and stand in docs/decisions/0026: so many that a busy month of a municipality stays below
them, and no more than somebody reads.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from ekc.notifications.kinds import Audience, Kind
from ekc.notifications.models import State
from ekc.notifications.quiet import SPARE, Quiet, next_morning

WEEK = 7  # days: today and the six before it


class Most(NamedTuple):
    """Messages of all kinds to one address in a day on the clocks there, and in seven such days."""

    day: int
    week: int


MOST = {
    Audience.PEOPLE: Most(3, 7),
    Audience.POOL: Most(4, 12),
    Audience.WATCH: Most(4, 12),
    Audience.HERE: Most(6, 25),
}
AT_WORK = Most(6, 25)  # of PEOPLE, who sits in many circles for their work, with all that always leaves
BUNDLED = {Audience.POOL, Audience.HERE}  # who signs in: several are one mail in the morning


def is_enough(kind: Kind, today: int, week: int) -> bool:
    """Whether a message of this kind gives way to whoever got so many `today`, and this `week`."""
    most = MOST[kind.audience]
    return kind.gives_way and (today >= most.day or week >= most.week)


def instead(
    kind: Kind, now: datetime, quiet: Quiet, expires: datetime | None, *, linked: bool
) -> tuple[State, datetime]:
    """(state, when) of what gives way at `now` (local, aware): it waits for the morning, with others in one
    mail where no personal link (`linked`) is its own; and it never leaves where it is of no use by then."""
    morning = next_morning(now, quiet)
    if expires is not None and expires < morning + SPARE:
        return State.SPARED, now
    bundled = kind.audience in BUNDLED and kind.digest and not linked
    return (State.HELD if bundled else State.QUEUED), morning


def since(now: datetime) -> tuple[datetime, datetime]:
    """(when the day of `now` began, when its week did); local, aware."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return today, today - timedelta(days=WEEK - 1)
