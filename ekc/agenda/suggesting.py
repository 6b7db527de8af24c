"""Which days to propose: in her own free parts of the week, with nothing else, a place that is open. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from ekc.agenda.free import Block, common_free
from ekc.agenda.opening import Week, is_open
from ekc.agenda.timeslots import quarters
from ekc.places.holidays import name_of

HOURS = {
    "morning": (time(10), time(13)),
    "afternoon": (time(14), time(17)),
    "evening": (time(19), time(22)),
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL = ("tue_evening", "thu_evening", "sat_morning", "sat_afternoon", "sun_afternoon")  # nothing told
FROM, UNTIL = timedelta(days=10), timedelta(days=56)  # time to tell everybody; further away nobody knows yet
MANY, PER_WEEK = 12, 3
EVES = frozenset({(12, 24), (12, 31)})


class Slot(NamedTuple):
    """Hours to propose, as aware instants."""

    starts: datetime
    ends: datetime


def suggestions(
    day_parts: Iterable[str],
    busy: Iterable[Block],
    today: date,
    zone: tzinfo,
    *,
    week: Week | None = None,
    many: int = MANY,
) -> list[Slot]:
    """At most `many` times to propose, in order of time: three a week, of the parts offered least so far.

    `day_parts` are codes such as "mon_evening"; none: the usual evenings, and the weekend. `busy` are quarter
    hours in which she has something else, or the place has no room left. `week` is when the place is open;
    none: always. `zone` is where the clock hangs.
    """
    codes = set(day_parts) or set(USUAL)
    free = common_free(busy, *_window(today, zone))
    found: list[Slot] = []
    offered: Counter[str] = Counter()
    for _, days in groupby(
        _possible(codes, today, zone, week), key=lambda one: one[1].starts.isocalendar()[:2]
    ):
        fitting = [(code, slot) for code, slot in days if _fits(slot, free)]
        fitting.sort(key=lambda one: (offered[one[0]], one[1]))
        chosen = fitting[: min(PER_WEEK, many - len(found))]
        offered.update(code for code, _ in chosen)
        found += sorted(slot for _, slot in chosen)
    return found


def _possible(codes: set[str], today: date, zone: tzinfo, week: Week | None) -> Iterator[tuple[str, Slot]]:
    for number in range(FROM.days, UNTIL.days + 1):
        day = today + timedelta(days=number)
        if name_of(day) or (day.month, day.day) in EVES:
            continue
        for part, (begins, until) in HOURS.items():
            code = f"{WEEKDAYS[day.weekday()]}_{part}"
            slot = Slot(datetime.combine(day, begins, zone), datetime.combine(day, until, zone))
            if code in codes and (week is None or is_open(week, *slot)):
                yield code, slot


def _window(today: date, zone: tzinfo) -> Block:
    first = datetime.combine(today, time(), zone)
    window = quarters(first, first + UNTIL + timedelta(days=2))
    return window.start, window.stop


def _fits(slot: Slot, free: Iterable[Block]) -> bool:
    wanted = quarters(slot.starts, slot.ends)
    return any(first <= wanted.start and wanted.stop <= until for first, until in free)
