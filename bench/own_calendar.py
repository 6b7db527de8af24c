"""A coordinator's own calendar of 1,000 events (S11): busy hours of eight weeks, beside parsing all of it
with `icalendar` and expanding each series from its beginning with `dateutil`."""

from __future__ import annotations

import gc
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rruleset, rrulestr

from ekc.calendars import busy
from ekc.calendars.entries import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from ekc.calendars.busy import Block

HOME = ZoneInfo("Europe/Amsterdam")
ROUNDS, EVENTS, MOST = 7, 1000, 0.4
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
WINDOW = Window(NOW, NOW + timedelta(weeks=8))
RULES = ("FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=90")


@dataclass(frozen=True, slots=True)
class Read:
    """Seconds of CPU of our reading, and of parsing all of it."""

    ours: float
    all_of_it: float

    @property
    def times(self) -> float:
        """Which part of parsing all of it."""
        return self.ours / self.all_of_it

    @property
    def fits(self) -> bool:
        """Whether S11 holds."""
        return self.times <= MOST


def measure() -> Read:
    """Both ways, one round of each in turn; RuntimeError where they do not find the same hours."""
    content = drawn(random.Random(2026))  # noqa: S311 -- the same calendar in every run
    if busy.read(content, WINDOW, HOME).blocks != all_of_it(content):
        raise RuntimeError("the two ways find different hours")
    ways: list[Callable[[], object]] = [
        lambda: busy.read(content, WINDOW, HOME),
        lambda: all_of_it(content),
    ]
    seconds: list[list[float]] = [[], []]
    gc.disable()
    for _ in range(ROUNDS):
        for way, kept in zip(ways, seconds, strict=True):
            begin = process_time()
            way()
            kept.append(process_time() - begin)
    gc.enable()
    return Read(*(median(kept) for kept in seconds))


def drawn(chance: random.Random, events: int = EVENTS) -> bytes:
    """Four years of somebody's calendar around now; one in forty recurs, some are whole days, some free."""
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//NL\r\n",
            *("\r\n".join(_event(chance, number)).encode() + b"\r\n" for number in range(events)),
            b"END:VCALENDAR\r\n",
        )
    )


def _event(chance: random.Random, number: int) -> list[str]:
    """As calendars write them: with a title, a place and a story that nobody needs."""
    starts = datetime(2023, 1, 2, 8) + timedelta(minutes=15 * chance.randrange(4 * 365 * 96))  # noqa: DTZ001 -- on the wall
    day = chance.random() < 0.1  # noqa: PLR2004 -- one in ten
    form, zone = ("%Y%m%d", ";VALUE=DATE") if day else ("%Y%m%dT%H%M%S", ";TZID=Europe/Amsterdam")
    ends = starts + (
        timedelta(days=chance.randint(1, 3)) if day else timedelta(minutes=chance.randint(10, 240))
    )
    lines = [
        "BEGIN:VEVENT",
        f"UID:{number}@elsewhere.example",
        f"DTSTAMP:{starts:%Y%m%dT%H%M%S}Z",
        f"DTSTART{zone}:{starts.strftime(form)}",
        f"DTEND{zone}:{ends.strftime(form)}",
        "SUMMARY:Overleg",
        "LOCATION:Dorpsstraat 1",
        "DESCRIPTION:" + "Neem mee wat je hebt. " * 3,
        " En kom op tijd.",
    ]
    if chance.random() < 0.025:  # noqa: PLR2004 -- one in forty
        lines.append(f"RRULE:{chance.choice(RULES)}")
    if chance.random() < 0.1:  # noqa: PLR2004 -- one in ten
        lines.append("TRANSP:TRANSPARENT")
    return [*lines, "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM", "END:VEVENT"]


def all_of_it(content: bytes, window: Window = WINDOW) -> list[Block]:
    """The same hours, the long way."""
    found: list[tuple[datetime, datetime]] = []
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        if str(event.get("TRANSP", "")) != "TRANSPARENT" and str(event.get("STATUS", "")) != "CANCELLED":
            found += _of(event, window)
    return busy.joined(found, window)


def _of(event: Any, window: Window) -> list[tuple[datetime, datetime]]:  # noqa: ANN401 -- an event of icalendar
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    days = not isinstance(starts, datetime)
    wall, zone = _wall(starts)
    long = ends - starts if days else ends.astimezone(UTC) - starts.astimezone(UTC)
    every = rruleset()
    every.rdate(wall)
    if "RRULE" in event:
        every.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=wall))
    last = window.end.replace(tzinfo=None) + timedelta(days=2)
    spans = []
    for each in every:
        if each > last:
            break
        begins = each.replace(tzinfo=zone).astimezone(UTC)
        spans.append((begins, (each + long).replace(tzinfo=zone).astimezone(UTC) if days else begins + long))
    return [(begins, ends) for begins, ends in spans if begins < window.end and ends > window.begin]


def _wall(starts: date | datetime) -> tuple[datetime, Any]:
    if isinstance(starts, datetime):
        return starts.replace(tzinfo=None), starts.tzinfo
    return datetime.combine(starts, time()), HOME
