"""The text of a calendar taken apart: entries that may touch a window, the wanted lines only. Pure.

One pass over the lines. What cannot touch the window is dropped before anything is made of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ekc.calendars import recurring
from ekc.calendars.values import Raw
from ekc.calendars.zones import Zones

MOST_EVENTS = 20_000
ENTRY = 2  # how deep: in VCALENDAR, in VEVENT
AROUND = timedelta(days=2)  # more than any clock on earth differs from ours
WANTED = frozenset(
    "UID DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID STATUS TRANSP FREEBUSY"
    " X-MICROSOFT-CDO-BUSYSTATUS".split()
)
NAMED = re.compile(r'([A-Za-z0-9-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
DATE = re.compile(r"\s*(\d{8})", re.ASCII)
Item = dict[str, list[Raw]]


class CalendarError(ValueError):
    """No calendar to read; the argument is a code of `rules.TROUBLES`."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when busy hours matter: aware instants."""

    begin: datetime
    end: datetime


@dataclass
class Entries:
    """The entries of a calendar that may touch the window."""

    events: list[Item] = field(default_factory=list)
    freebusy: list[Item] = field(default_factory=list)
    seen: int = 0


def text_of(content: bytes) -> str:
    """The text with its folded lines made whole; a byte that is no UTF-8 spoils only itself."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16", "replace")
    else:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    begin = text[:2000].lstrip().upper()
    if not begin.startswith("BEGIN:VCALENDAR"):
        raise CalendarError("page" if begin.startswith("<") else "no_calendar")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "").replace("\n\t", "")
    if text.rstrip()[-13:].upper() != "END:VCALENDAR":
        raise CalendarError("cut")
    return text


def entries(text: str, window: Window, zones: Zones) -> Entries:
    """What is in it and may touch the window, in one pass over the lines."""
    found, inside, item = Entries(), list[str](), Item()
    around = (f"{window.begin - AROUND:%Y%m%d}", f"{window.end + AROUND:%Y%m%d}")
    for line in text.split("\n"):
        name = line.partition(":")[0].partition(";")[0].upper()
        if name == "BEGIN":
            inside.append(line[6:].strip().upper())
            item = Item() if len(inside) == ENTRY else item
        elif name == "END" and inside:
            if len(inside) == ENTRY:
                _sort(found, inside[1], item, around, window)
            inside.pop()
        elif inside[1:2] == ["VTIMEZONE"]:
            _clock(item, inside, line, name, zones)
        else:
            _note(item, inside, line, name, zones)
    if inside:
        raise CalendarError("cut")
    return found


def _note(item: Item, inside: list[str], line: str, name: str, zones: Zones) -> None:
    """Keep a line of an entry that tells when."""
    if len(inside) == ENTRY and name in WANTED:
        split = NAMED.fullmatch(line)
        if split is not None:
            item.setdefault(name, []).append(Raw(split[2], split[3]))
    elif name == "X-WR-TIMEZONE" and len(inside) == 1:
        zones.set_home(line.partition(":")[2])


def _sort(found: Entries, kind: str, item: Item, around: tuple[str, str], window: Window) -> None:
    found.seen += 1
    if found.seen > MOST_EVENTS:
        raise CalendarError("complicated")
    if kind == "VFREEBUSY":
        found.freebusy.append(item)
    elif kind == "VEVENT" and not _is_outside(item, around, window):
        found.events.append(item)


def _is_outside(item: Item, around: tuple[str, str], window: Window) -> bool:
    """Whether the digits of its dates alone say that it cannot touch the window."""
    if "RDATE" in item or "RECURRENCE-ID" in item:
        return False
    starts = DATE.match(value_of(item, "DTSTART"))
    if starts is None:
        return False
    if starts[1] > around[1]:
        return True
    if "RRULE" in item:
        rule = value_of(item, "RRULE")
        same_day = DATE.match(value_of(item, "DTEND") or starts[1])
        return (
            same_day is not None
            and same_day[1] == starts[1]
            and "DURATION" not in item
            and (recurring.ends_before(rule, window.begin - AROUND))
        )
    if "DURATION" in item:
        return False
    ends = DATE.match(value_of(item, "DTEND") or starts[1])
    return ends is not None and ends[1] < around[0]


def _clock(item: Item, inside: list[str], line: str, name: str, zones: Zones) -> None:
    """Remember the offset of a zone that is never set."""
    value = Raw("", line.partition(":")[2].strip())
    if name == "TZID":
        item["TZID"] = [value]
    elif name == "TZOFFSETTO":
        own = value_of(item, "TZID")
        zones.told[own] = "" if inside[-1] != "STANDARD" or own in zones.told else value.value


def value_of(item: Item, name: str) -> str:
    raw = item.get(name)
    return raw[0].value.strip() if raw else ""
