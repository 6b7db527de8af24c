"""The values of iCalendar that tell when: RFC 5545 sections 3.3.4, 3.3.5, 3.3.6 and 3.3.9. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from ekc.calendars.zones import Zones

FIRST_YEAR, LAST_YEAR = 1600, 9000
LONGEST = timedelta(days=36_600)
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
LASTS = re.compile(
    r"([+-]?)P(?:(\d{1,5})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?)", re.ASCII
)
TZID = re.compile(r';TZID=("[^"]*"|[^;:,]*)', re.IGNORECASE)


class When(NamedTuple):
    """What the clock on the wall shows, which clock, and whether it is a whole day."""

    wall: datetime
    zone: tzinfo
    whole_day: bool

    @property
    def instant(self) -> datetime:
        """The same in UTC."""
        return instant(self.wall, self.zone)


class Raw(NamedTuple):
    """A line of a calendar: its parameters, from the first semicolon, and its value."""

    parameters: str
    value: str


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """What the clock shows, as an instant in UTC; an hour that is there twice is the first of them."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def when(raw: Raw, zones: Zones) -> When:
    """A date or a time. ValueError where it is none, or too far away to mean anything."""
    return stamp(raw.value, zones, _zone_name(raw))


def whens(raw: Raw, zones: Zones) -> list[When]:
    """A list of them; of a period its beginning."""
    return [stamp(each.partition("/")[0], zones, _zone_name(raw)) for each in raw.value.split(",") if each]


def stamp(text: str, zones: Zones, name: str | None = None) -> When:
    """The same from bare text; `name` is the TZID."""
    found = STAMP.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError("no date")
    year, month, day = (int(each) for each in found.groups()[:3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("too far away")
    on = date(year, month, day)
    if found[4] is None:
        return When(datetime.combine(on, time()), zones.of(name), whole_day=True)
    at = time(int(found[4]), int(found[5]), min(int(found[6]), 59))
    return When(datetime.combine(on, at), UTC if found[7] else zones.of(name), whole_day=False)


def lasts(text: str) -> timedelta:
    """A duration that is not negative. ValueError where it is none."""
    found = LASTS.fullmatch(text.strip().upper())
    if found is None or text.strip().upper().endswith(("P", "T")):
        raise ValueError("no duration")
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    long = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if long > LONGEST or found[1] == "-":
        raise ValueError("no length of time")
    return long


def period(text: str, zones: Zones, name: str | None) -> tuple[datetime, datetime]:
    """A period as two instants: begin/end or begin/duration."""
    begins, _, ends = text.partition("/")
    start = stamp(begins, zones, name).instant
    return start, start + lasts(ends) if ends[:1].upper() in {"P", "+"} else stamp(ends, zones, name).instant


def zone_name(raw: Raw) -> str | None:
    """The TZID of a line."""
    return _zone_name(raw)


def _zone_name(raw: Raw) -> str | None:
    found = TZID.search(raw.parameters) if raw.parameters else None
    return found[1].strip('"') if found else None
