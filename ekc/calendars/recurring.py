"""When something that recurs happens within a window: RFC 5545 section 3.3.10. Pure.

Everything is on the clock of the wall. A rule without COUNT begins shortly before the window, not in the
year in which it was made; a rule that could go on for ever is refused (finer than a day, an interval of 0).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from dateutil import rrule

from ekc.calendars.values import When, stamp
from ekc.calendars.zones import Zones

FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
DAYS = {
    "MO": rrule.MO,
    "TU": rrule.TU,
    "WE": rrule.WE,
    "TH": rrule.TH,
    "FR": rrule.FR,
    "SA": rrule.SA,
    "SU": rrule.SU,
}
LISTS = {
    "BYMONTH": ("bymonth", 1, 12),
    "BYMONTHDAY": ("bymonthday", -31, 31),
    "BYYEARDAY": ("byyearday", -366, 366),
    "BYWEEKNO": ("byweekno", -53, 53),
    "BYSETPOS": ("bysetpos", -366, 366),
}
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *LISTS}
MOST_INTERVAL, MOST_COUNT, MOST_PARTS = 1000, 5000, 400
LONGEST_RULE = 3000
LEAP_YEAR = 2028
COUNTED_BACK = timedelta(days=40 * 366)


def starts(rule: str, first: When, begin: datetime, end: datetime, zones: Zones) -> Iterator[datetime]:
    """The wall times from `begin` up to `end` (wall times too) at which it starts, in order.

    ValueError where the rule is none, or one that is not followed.
    """
    parts = _parts(rule)
    told = _told(parts)
    last = min(end, _until(parts["UNTIL"], first, zones)) if "UNTIL" in parts else end
    count = _number(parts["COUNT"], 1, MOST_COUNT) if "COUNT" in parts else None
    from_here = first.wall
    if count is None:
        from_here = _forward(told, first.wall, begin)
    elif begin - first.wall > COUNTED_BACK:
        raise ValueError("counted from too long ago")
    if last < from_here:
        return iter(())
    made = iter(rrule.rrule(dtstart=from_here, until=last, **told))
    counted = made if count is None else islice(made, count)
    return (each for each in counted if first.wall <= each and begin <= each < end)


def ends_before(rule: str, begin: datetime) -> bool:
    """Whether it is plain from the text alone that a rule ended before `begin`, a day either way."""
    _, found, until = rule.upper().partition("UNTIL=")
    return bool(found) and until[:8].isdigit() and until[:8] < f"{begin - timedelta(days=2):%Y%m%d}"


def _parts(rule: str) -> dict[str, str]:
    if len(rule) > LONGEST_RULE:
        raise ValueError("too long")
    parts = {}
    for each in rule.strip().upper().rstrip(";").split(";"):
        name, _, value = each.partition("=")
        if name not in KNOWN and not name.startswith("X-"):
            raise ValueError("unknown part")
        parts[name.strip()] = value.strip()
    return parts


def _told(parts: dict[str, str]) -> dict[str, Any]:
    """The arguments of dateutil's rule, but for where it begins and ends."""
    told: dict[str, Any] = {
        "freq": FREQUENCIES.get(parts.get("FREQ", ""), -1),
        "interval": _number(parts.get("INTERVAL", "1"), 1, MOST_INTERVAL),
        "wkst": DAYS.get(parts.get("WKST", "MO"), rrule.MO),
    }
    if told["freq"] < 0:
        raise ValueError("not a frequency of days or more")
    for name, (argument, least, most) in LISTS.items():
        if name in parts:
            told[argument] = [_number(each, least, most) for each in _split(parts[name])]
    if not _is_ever(told):
        raise ValueError("a day that no month has")
    if "BYDAY" in parts:
        told["byweekday"] = [_day(each, told["freq"]) for each in _split(parts["BYDAY"])]
    return told


def _is_ever(told: dict[str, Any]) -> bool:
    """Whether one of its months has one of its days: dateutil looks for the 30th of February until 9999."""
    months, days = told.get("bymonth", range(1, 13)), told.get("bymonthday", [1])
    return any(abs(day) <= monthrange(LEAP_YEAR, month)[1] for month in months for day in days)


def _split(text: str) -> list[str]:
    found = text.split(",")
    if len(found) > MOST_PARTS:
        raise ValueError("too many")
    return found


def _number(text: str, least: int, most: int) -> int:
    if len(text) > 6 or not text.isascii():  # noqa: PLR2004 -- more digits than any of these numbers
        raise ValueError("no number")
    number = int(text)
    if number == 0 or not least <= number <= most:
        raise ValueError("out of range")
    return number


def _day(text: str, freq: int) -> Any:  # noqa: ANN401 -- a day of dateutil
    day, nth = DAYS.get(text[-2:]), text[:-2]
    if day is None:
        raise ValueError("no day")
    return day(_number(nth, -53, 53)) if nth and freq in {rrule.MONTHLY, rrule.YEARLY} else day


def _until(text: str, first: When, zones: Zones) -> datetime:
    """The last moment, on the clock of the first one; a date is all of that day."""
    found = stamp(text, zones)
    if found.whole_day:
        return found.wall + timedelta(days=1, seconds=-1)
    if found.zone is UTC and not first.whole_day:
        return found.instant.astimezone(first.zone).replace(tzinfo=None)
    return found.wall


def _forward(told: dict[str, Any], first: datetime, begin: datetime) -> datetime:
    """A beginning in step with the first one, shortly before `begin`; it fills in what `first` implied."""
    freq, interval = told["freq"], told["interval"]
    days = (begin - first).days
    if freq in {rrule.DAILY, rrule.WEEKLY}:
        step = interval * (1 if freq == rrule.DAILY else 7)
        return first + timedelta(days=max(days // step - 1, 0) * step)
    if not {"byweekno", "byyearday", "bymonthday", "byweekday"} & set(told):
        told["bymonthday"] = first.day
        if freq == rrule.YEARLY:
            told.setdefault("bymonth", first.month)
    if freq == rrule.YEARLY:
        years = max((begin.year - first.year) // interval - 1, 0) * interval
        return first.replace(year=first.year + years, month=1, day=1) if years else first
    months = (begin.year - first.year) * 12 + begin.month - first.month
    months = max(months // interval - 1, 0) * interval
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return first.replace(year=year, month=month + 1, day=1) if months else first
