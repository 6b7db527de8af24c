"""The quiet hours (by default from nine in the evening to eight in the morning): what may wait, leaves in the
morning. Pure.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

Quiet = tuple[int, int] | None  # from which hour in the evening to which in the morning; None: never quiet
MORNING = 8
SPARE = timedelta(hours=4)  # less than this between the morning and what it is about: it cannot wait


def is_quiet(now: datetime, quiet: Quiet) -> bool:
    """Whether nobody is disturbed now; `now` is the time on the clocks where people live (aware)."""
    return quiet is not None and not quiet[1] <= now.hour < quiet[0]


def leaves_at(now: datetime, quiet: Quiet, ends: datetime | None = None) -> datetime:
    """When a message decided on at `now` may leave: at once, or in the morning. Local time, aware.

    `ends` is when it will be of no use any more: what would come too late in the morning leaves at once.
    """
    if quiet is None or not is_quiet(now, quiet):
        return now
    morning = next_morning(now, quiet)
    return now if ends is not None and ends < morning + SPARE else morning


def next_morning(now: datetime, quiet: Quiet) -> datetime:
    """The first end of quiet hours after `now`; eight in the morning where there are none. Local, aware."""
    hour = MORNING if quiet is None else quiet[1]
    return datetime.combine(now.date() + timedelta(days=now.hour >= hour), time(hour), now.tzinfo)
