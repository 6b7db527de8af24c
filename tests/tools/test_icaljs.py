"""ical.js reads our calendars as Thunderbird and Nextcloud do, daylight saving included."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.tools import icaljs

REQUEST = (Path(__file__).parent / "samples" / "request.ics").read_bytes()


def test_an_event_is_read_with_its_instants(ical_js: Page) -> None:
    [event] = icaljs.events(ical_js, REQUEST)
    assert (event["method"], event["uid"], event["sequence"]) == ("REQUEST", "4f1f@ekc.example", 2)
    assert (event["status"], event["summary"]) == ("CONFIRMED", "Afspraak, met jou")
    # 14:00 on the wall on both sides of the night in which summer time starts.
    assert event["start"] == datetime(2027, 3, 27, 13, 0, tzinfo=UTC).timestamp()
    assert event["end"] == datetime(2027, 3, 28, 12, 0, tzinfo=UTC).timestamp()
    assert event["organizer"]["address"] == "mailto:afspraak@ekc.example"
    assert event["attendees"] == [
        {"address": "mailto:anna@post.example", "name": "Anna", "partstat": "NEEDS-ACTION", "rsvp": "TRUE"}
    ]


def test_a_zone_that_is_wrong_in_the_file_gives_wrong_instants(ical_js: Page) -> None:
    summer = [datetime(2026, 7, 1, 14, 0)]
    wrong = REQUEST.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0100")
    [right] = icaljs.instants(ical_js, REQUEST, "Europe/Amsterdam", summer)
    [late] = icaljs.instants(ical_js, wrong, "Europe/Amsterdam", summer)
    assert right == datetime(2026, 7, 1, 12, 0, tzinfo=UTC).timestamp()
    assert late - right == 3600
    with pytest.raises(Error, match="no VTIMEZONE"):
        icaljs.instants(ical_js, REQUEST, "Europe/Paris", summer)


def test_a_zone_that_is_not_in_the_file_is_floating(ical_js: Page) -> None:
    lost = REQUEST.replace(b";TZID=Europe/Amsterdam", b";TZID=Europe/Paris")
    assert icaljs.events(ical_js, lost)[0]["zone"] == "floating"


def test_what_is_no_calendar_is_refused(ical_js: Page) -> None:
    with pytest.raises(Error, match="ParserError"):
        icaljs.events(ical_js, b"goedemiddag")
