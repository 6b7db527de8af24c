"""Which days to propose: her own free parts of the week, where she has nothing else, and no holiday. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from ekc.agenda.free import Block, common_free
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
    day_parts: Iterable[str], busy: Iterable[Block], today: date, zone: tzinfo, *, many: int = MANY
) -> list[Slot]:
    """At most `many` times to propose, in order of time, at most three a week.

    `day_parts` are codes such as "mon_evening"; none: the usual evenings, and the weekend. `busy` are quarter
    hours in which she has something else. `zone` is where the clock hangs.
    """
    codes = set(day_parts) or set(USUAL)
    free = common_free(busy, *_window(today, zone))
    found: list[Slot] = []
    per_week: Counter[tuple[int, int]] = Counter()
    for day, slot in _possible(codes, today, zone):
        week = day.isocalendar()[:2]
        if per_week[week] < PER_WEEK and len(found) < many and _fits(slot, free):
            per_week[week] += 1
            found.append(slot)
    return found


def _possible(codes: set[str], today: date, zone: tzinfo) -> Iterator[tuple[date, Slot]]:
    for number in range(FROM.days, UNTIL.days + 1):
        day = today + timedelta(days=number)
        if name_of(day) or (day.month, day.day) in EVES:
            continue
        for part, (begins, until) in HOURS.items():
            if f"{WEEKDAYS[day.weekday()]}_{part}" in codes:
                yield day, Slot(datetime.combine(day, begins, zone), datetime.combine(day, until, zone))


def _window(today: date, zone: tzinfo) -> Block:
    first = datetime.combine(today, time(), zone)
    window = quarters(first, first + UNTIL + timedelta(days=2))
    return window.start, window.stop


def _fits(slot: Slot, free: Iterable[Block]) -> bool:
    wanted = quarters(slot.starts, slot.ends)
    return any(first <= wanted.start and wanted.stop <= until for first, until in free)
