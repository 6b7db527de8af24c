"""libical is a strict judge: it accepts a good invitation, and each planted mistake is caught."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.tools import libical

REQUEST = (Path(__file__).parent / "samples" / "request.ics").read_bytes()


def _without(name: bytes) -> bytes:
    return b"".join(line for line in REQUEST.splitlines(keepends=True) if not line.startswith(name))


def test_a_good_request_has_no_errors() -> None:
    assert libical.errors(REQUEST) == []


@pytest.mark.parametrize("name", ["ORGANIZER", "DTSTART", "ATTENDEE", "DTSTAMP", "SUMMARY", "UID"])
def test_a_request_without_a_property_it_needs_is_refused(name: str) -> None:
    assert any(name in error for error in libical.errors(_without(name.encode())))


def test_a_reply_with_two_attendees_is_refused() -> None:
    reply = REQUEST.replace(b"METHOD:REQUEST", b"METHOD:REPLY")
    two = reply.replace(b"END:VEVENT", b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:bram@post.example\r\nEND:VEVENT")
    assert libical.errors(reply) == []
    assert any("ATTENDEE" in error for error in libical.errors(two))


def test_what_does_not_parse_is_told() -> None:
    assert libical.errors(b"goedemiddag") == ["not a calendar"]
    assert libical.errors(REQUEST.replace(b"STATUS:", b"STATU5:")) == ["Parse error in property name: STATU5"]


def test_a_zone_named_but_not_described_is_told() -> None:
    lost = REQUEST.replace(b"DTSTART;TZID=Europe/Amsterdam", b"DTSTART;TZID=Europe/Paris")
    assert libical.errors(lost) == ["TZID Europe/Paris has no VTIMEZONE"]


def test_an_event_is_read_with_its_instants() -> None:
    [event] = libical.events(REQUEST)
    assert (event.method, event.uid, event.sequence) == ("REQUEST", "4f1f@ekc.example", 2)
    assert (event.status, event.summary) == ("CONFIRMED", "Afspraak, met jou")
    assert event.organizer == "mailto:afspraak@ekc.example"
    assert event.attendees == ("mailto:anna@post.example",)
    # From the afternoon before the night in which summer time starts to the afternoon after it: 23 hours.
    assert event.starts == datetime(2027, 3, 27, 13, 0, tzinfo=UTC)
    assert event.ends - event.starts == timedelta(hours=23)


def test_a_floating_time_is_no_instant() -> None:
    floating = REQUEST.replace(b"DTSTART;TZID=Europe/Amsterdam", b"DTSTART")
    with pytest.raises(ValueError, match="without a zone"):
        libical.events(floating)


def test_wall_times_follow_the_zone_of_the_file() -> None:
    walls = [datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 3, 30)]
    before, after = libical.instants(REQUEST, "Europe/Amsterdam", walls)
    assert after - before == 3 * 3600
    wrong = REQUEST.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0100")
    before, after = libical.instants(wrong, "Europe/Amsterdam", walls)
    assert after - before == 2 * 3600
    with pytest.raises(ValueError, match="no VTIMEZONE"):
        libical.instants(REQUEST, "Europe/Paris", walls)
