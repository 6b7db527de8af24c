"""A calendar's text in, busy quarter hours out: RFC 5545. Pure.

Only when somebody is busy is looked at: no title, no place, no person. What cannot touch the window is
dropped before anything is made of it. What cannot be understood is counted, so that it can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from ekc.calendars import recurring, values
from ekc.calendars.entries import AROUND, CalendarError, Item, Window, entries, text_of, value_of
from ekc.calendars.rules import quarters
from ekc.calendars.zones import Zones

Block = tuple[int, int]
MOST_TIMES = 50_000
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """Busy stretches of quarter hours from 1970 in UTC (`agenda.free.Block`), apart and in order; and how
    many entries could not be understood."""

    blocks: list[Block]
    unread: int


def read(content: bytes, window: Window, home: tzinfo, ours: str = "") -> Reading:
    """Busy hours within the window. `home`: the clock where nothing is said; `ours`: the host in the UIDs of
    appointments that we made ourselves, which come back from a calendar that subscribed to us.

    CalendarError with a code where it is no calendar, not all of it, or too much.
    """
    zones = Zones(home)
    found = entries(text_of(content), window, zones)
    times: list[tuple[datetime, datetime]] = []
    unread = 0
    moved = _moved(found.events, zones)
    for each in [*found.events, *found.freebusy]:
        if ours and value_of(each, "UID").endswith(f"@{ours}"):
            continue
        try:
            times += _times(each, window, zones, moved)
        except (ValueError, OverflowError, TypeError):
            unread += 1
        if len(times) > MOST_TIMES:
            raise CalendarError("complicated")
    return Reading(joined(times, window), unread)


def joined(times: Iterable[tuple[datetime, datetime]], window: Window) -> list[Block]:
    """These stretches as quarter hours within the window; what overlaps or touches becomes one."""
    least, most = quarters(window.begin, window.end)
    found: list[Block] = []
    for begins, ends in sorted(times):
        first, until = quarters(begins, ends)
        first, until = max(first, least), min(until, most)
        if first >= until:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((first, until))
    return found


def _moved(events: list[Item], zones: Zones) -> dict[str, set[datetime]]:
    """For each UID the instants of its series that were moved or changed on their own."""
    found: dict[str, set[datetime]] = {}
    for each in events:
        for raw in each.get("RECURRENCE-ID", ()):
            try:
                found.setdefault(value_of(each, "UID"), set()).add(values.when(raw, zones).instant)
            except (ValueError, OverflowError):
                continue
    return found


def _times(
    item: Item, window: Window, zones: Zones, moved: dict[str, set[datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of one entry that touch the window."""
    if "FREEBUSY" in item:
        return iter(_told_busy(item, zones))
    if "DTSTART" not in item or _is_free(item):
        if "DTSTART" not in item and "DTEND" not in item and "FREEBUSY" not in item and "UID" in item:
            raise ValueError("no beginning")
        return iter(())
    return _happens(item, window, zones, moved)


def _is_free(item: Item) -> bool:
    return (
        value_of(item, "TRANSP").upper() == "TRANSPARENT"
        or value_of(item, "STATUS").upper() == "CANCELLED"
        or value_of(item, "X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE"
    )


def _told_busy(item: Item, zones: Zones) -> list[tuple[datetime, datetime]]:
    """Busy hours as such (RFC 5545 section 3.8.2.6)."""
    return [
        values.period(each, zones, values.zone_name(raw))
        for raw in item["FREEBUSY"]
        if "FBTYPE=FREE" not in raw.parameters.upper()
        for each in raw.value.split(",")
    ]


def _happens(
    item: Item, window: Window, zones: Zones, moved: dict[str, set[datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    if "EXRULE" in item or "RANGE=THISANDFUTURE" in "".join(
        raw.parameters.upper() for raw in item.get("RECURRENCE-ID", ())
    ):
        raise ValueError("not followed")
    first = values.when(item["DTSTART"][0], zones)
    long = _length(item, first, zones)
    if long <= timedelta():
        return
    alone = "RECURRENCE-ID" in item
    left_out = set() if alone else _left_out(item, first, zones) | moved.get(value_of(item, "UID"), set())
    for wall in _walls(item, first, long, window, zones, alone=alone):
        begins = values.instant(wall, first.zone)
        if begins in left_out:
            continue
        ends = values.instant(wall + long, first.zone) if first.whole_day else begins + long
        if begins < window.end and ends > window.begin:
            yield begins, ends


def _walls(
    item: Item, first: values.When, long: timedelta, window: Window, zones: Zones, *, alone: bool
) -> set[datetime]:
    """The wall times at which it may start."""
    found = {first.wall}
    if alone:
        return found
    begin = (window.begin - AROUND - long).replace(tzinfo=None)
    end = (window.end + AROUND).replace(tzinfo=None)
    for raw in item.get("RRULE", ()):
        found.update(recurring.starts(raw.value, first, begin, end, zones))
    for raw in item.get("RDATE", ()):
        for each in values.whens(raw, zones):
            found.add(
                each.wall if first.whole_day else each.instant.astimezone(first.zone).replace(tzinfo=None)
            )
    return found


def _length(item: Item, first: values.When, zones: Zones) -> timedelta:
    """How long it lasts: days for whole days, else time as it passes (RFC 5545 section 3.6.1)."""
    if "DTEND" in item:
        last = values.when(item["DTEND"][0], zones)
        long = last.wall - first.wall if first.whole_day else last.instant - first.instant
        if long < timedelta():
            raise ValueError("ends before it begins")
        return max(long, A_DAY) if first.whole_day else long
    if "DURATION" in item:
        return values.lasts(item["DURATION"][0].value)
    return A_DAY if first.whole_day else timedelta()


def _left_out(item: Item, first: values.When, zones: Zones) -> set[datetime]:
    """The instants of a series that do not happen; a bare date leaves out what starts on that day."""
    found = set()
    for raw in item.get("EXDATE", ()):
        for each in values.whens(raw, zones):
            if each.whole_day:
                found.add(values.instant(datetime.combine(each.wall, first.wall.time()), first.zone))
            else:
                found.add(each.instant)
    return found
