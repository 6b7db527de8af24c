"""Busy hours of a calendar: what counts, on which clock, and the same hours as the long way finds."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bench.own_calendar import all_of_it, drawn
from ekc.calendars import busy
from ekc.calendars.entries import Window
from tests.calendars.feeds import calendar

HOME = ZoneInfo("Europe/Amsterdam")
WINDOW = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def hours(*events: str, head: str = "", window: Window = WINDOW) -> list[str]:
    """Busy hours on the Dutch clock: '20-10 19:00–21:00'; an end on another day is written in full."""
    reading = busy.read(calendar(*events, head=head), window, HOME, "ekc.example")
    assert reading.unread == 0
    found = []
    for block in reading.blocks:
        first, until = (datetime.fromtimestamp(each * 900, HOME) for each in block)
        end = f"{until:%H:%M}" if until.date() == first.date() else f"{until:%d-%m %H:%M}"
        found.append(f"{first:%d-%m %H:%M}–{end}")
    return found


def event(*lines: str, uid: str = "1@x") -> str:
    return "\r\n".join((f"UID:{uid}", *lines))


EVENING = ("DTSTART;TZID=Europe/Amsterdam:20261020T190000", "DTEND;TZID=Europe/Amsterdam:20261020T210000")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (EVENING, ["20-10 19:00–21:00"]),
        (("DTSTART:20261020T170000Z", "DURATION:PT1H50M"), ["20-10 19:00–21:00"]),
        (("DTSTART:20261020T190000", "DURATION:PT2H"), ["20-10 19:00–21:00"]),  # floating: our clock
        (("DTSTART;TZID=W. Europe Standard Time:20261020T190000", "DURATION:PT2H"), ["20-10 19:00–21:00"]),
        (('DTSTART;TZID="America/New_York":20261020T130000', "DURATION:PT2H"), ["20-10 19:00–21:00"]),
        (("DTSTART;TZID=/lib.example/Europe/London:20261020T180000", "DURATION:PT2H"), ["20-10 19:00–21:00"]),
        (("DTSTART;VALUE=DATE:20261020",), ["20-10 00:00–21-10 00:00"]),
        (("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026"), ["24-10 00:00–26-10 00:00"]),
        (("DTSTART;VALUE=DATE:20261024", "DURATION:P2D"), ["24-10 00:00–26-10 00:00"]),
        (("DTSTART:20261020T190000",), []),  # a moment takes no time
        ((*EVENING, "TRANSP:TRANSPARENT"), []),
        ((*EVENING, "STATUS:CANCELLED"), []),
        ((*EVENING, "STATUS:TENTATIVE"), ["20-10 19:00–21:00"]),
        ((*EVENING, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
        (("DTSTART:20200101T000000Z", "DTEND:20270101T000000Z"), ["01-10 02:00–01-12 01:00"]),
        (("DTSTART:20250101T000000Z", "DTEND:20250102T000000Z"), []),
        (("DTSTART:20270101T000000Z", "DTEND:20270102T000000Z"), []),
        (("dtstart:20261020T170000z", "duration:pt2h"), ["20-10 19:00–21:00"]),
        (("DTSTART:20261020T1700\r\n 00Z", "DURA\r\n TION:PT2H"), ["20-10 19:00–21:00"]),  # folded
        (
            (*EVENING, "BEGIN:VALARM", "DURATION:PT9H", "TRANSP:TRANSPARENT", "END:VALARM"),
            ["20-10 19:00–21:00"],
        ),
    ],
)
def test_one_entry(lines, expected):
    assert hours(event(*lines)) == expected


def test_the_clock_of_the_whole_calendar_is_that_of_floating_times():
    floating = event("DTSTART:20261020T130000", "DURATION:PT2H")
    assert hours(floating, head="X-WR-TIMEZONE:America/New_York\r\n") == ["20-10 19:00–21:00"]


def test_a_clock_that_only_the_calendar_knows_and_that_is_never_set():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\n"
        "DTSTART:19700101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    there = event("DTSTART;TZID=Ours:20261020T223000", "DURATION:PT2H")
    assert hours(there, head=zone) == ["20-10 19:00–21:00"]


@pytest.mark.parametrize(
    ("rule", "more", "expected"),
    [
        ("FREQ=WEEKLY;COUNT=3", (), ["20-10 19:00–21:00", "27-10 19:00–21:00", "03-11 19:00–21:00"]),
        ("FREQ=WEEKLY;UNTIL=20261027T180000Z", (), ["20-10 19:00–21:00", "27-10 19:00–21:00"]),
        ("FREQ=WEEKLY;UNTIL=20261027T175959Z", (), ["20-10 19:00–21:00"]),
        ("FREQ=WEEKLY;UNTIL=20261027", (), ["20-10 19:00–21:00", "27-10 19:00–21:00"]),
        (
            "FREQ=WEEKLY;COUNT=3",
            ("EXDATE;TZID=Europe/Amsterdam:20261027T190000",),
            ["20-10 19:00–21:00", "03-11 19:00–21:00"],
        ),
        ("FREQ=WEEKLY;COUNT=2", ("EXDATE:20261027T180000Z",), ["20-10 19:00–21:00"]),
        ("FREQ=WEEKLY;COUNT=2", ("EXDATE;VALUE=DATE:20261027",), ["20-10 19:00–21:00"]),
        (
            "FREQ=MONTHLY;BYDAY=-1TU;COUNT=3",
            (),
            ["20-10 19:00–21:00", "27-10 19:00–21:00", "24-11 19:00–21:00"],
        ),
        ("FREQ=MONTHLY", (), ["20-10 19:00–21:00", "20-11 19:00–21:00"]),
        ("FREQ=YEARLY", (), ["20-10 19:00–21:00"]),
        ("FREQ=YEARLY", ("RDATE:20261121T180000Z",), ["20-10 19:00–21:00", "21-11 19:00–21:00"]),
    ],
)
def test_what_recurs_keeps_its_hour_when_the_clock_is_set_back(rule, more, expected):
    assert hours(event(*EVENING, f"RRULE:{rule}", *more)) == expected


def test_what_began_long_ago_still_recurs():
    old = event("DTSTART;VALUE=DATE:19700115", "RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=5")
    month_end = event("DTSTART:20100131T100000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY", uid="2@x")
    weekly = event("DTSTART:20000103T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=4", uid="3@x")
    assert hours(old) == ["05-11 00:00–06-11 00:00"]
    assert hours(month_end) == ["31-10 10:00–11:00"]
    assert hours(weekly) == ["05-10 09:00–10:00", "02-11 09:00–10:00", "30-11 09:00–10:00"]


def test_one_that_was_moved_or_called_off_is_not_where_it_was():
    series = event(*EVENING, "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("RECURRENCE-ID:20261027T180000Z", "DTSTART:20261028T080000Z", "DURATION:PT1H")
    off = event("RECURRENCE-ID;TZID=Europe/Amsterdam:20261103T190000", *EVENING, "STATUS:CANCELLED")
    assert hours(series, moved, off) == ["20-10 19:00–21:00", "28-10 09:00–10:00"]


def test_busy_hours_told_as_such():
    told = (
        "BEGIN:VFREEBUSY\r\nFREEBUSY:20261020T170000Z/PT2H,20261021T170000Z/20261021T190000Z\r\n"
        "FREEBUSY;FBTYPE=FREE:20261022T170000Z/PT2H\r\nEND:VFREEBUSY\r\n"
    )
    assert hours(head=told) == ["20-10 19:00–21:00", "21-10 19:00–21:00"]


def test_what_overlaps_is_one_and_our_own_appointments_do_not_come_back():
    longer = event("DTSTART:20261020T180000Z", "DURATION:PT3H", uid="2@x")
    ours = event("DTSTART:20261030T180000Z", "DURATION:PT3H", uid="abc@ekc.example")
    assert hours(longer, event(*EVENING), ours) == ["20-10 19:00–23:00"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("month", [3, 10])
def test_the_same_hours_as_parsing_all_of_it(seed, month):
    content = drawn(random.Random(seed), 250)
    window = Window(datetime(2026, month, 5, 3, tzinfo=UTC), datetime(2026, month + 1, 20, tzinfo=UTC))
    assert busy.read(content, window, HOME).blocks == all_of_it(content, window)
