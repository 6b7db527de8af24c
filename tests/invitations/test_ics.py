"""Invitation, cancellation and feed: what stands in them, what never does, and what is refused."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from ekc.invitations import ics
from tests.invitations.content_lines import read
from tests.invitations.rules_5546 import broken_rules
from tests.invitations.rules_ours import broken_promises, telling_words
from tests.invitations.samples import GUEST, ORGANIZER, make_event
from tests.tools import libical

Maker = Callable[[ics.Event, ics.Party, ics.Party], bytes]
MAKERS = [ics.request, ics.cancel]


@pytest.mark.parametrize("make", MAKERS)
def test_a_copy_keeps_the_rules_of_the_standard_and_our_own(make: Maker) -> None:
    copy = make(make_event(), ORGANIZER, GUEST)

    assert broken_rules(copy) == []
    assert broken_promises(copy) == []
    assert libical.errors(copy) == []


def test_a_request_asks_one_person_for_an_answer() -> None:
    (event,) = read(ics.request(make_event(), ORGANIZER, GUEST)).children("VEVENT")

    (guest,) = event.all("ATTENDEE")
    assert guest.value == "mailto:fam.jansen@mail.example"
    assert guest.parameters == {
        "CN": "Anna de Boer",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }
    assert event.value("ORGANIZER") == "mailto:agenda@afspraken.example"
    assert (event.value("STATUS"), event.value("TRANSP"), event.value("CLASS")) == (
        "CONFIRMED",
        "OPAQUE",
        "PRIVATE",
    )


def test_a_cancellation_repeats_who_what_and_when_and_asks_nothing() -> None:
    (asked,) = read(ics.request(make_event(), ORGANIZER, GUEST)).children("VEVENT")

    (off,) = read(ics.cancel(make_event(sequence=3), ORGANIZER, GUEST)).children("VEVENT")

    for name in ("UID", "ORGANIZER", "DTSTART", "DTEND", "SUMMARY", "LOCATION"):
        assert off.all(name) == asked.all(name)
    assert (off.value("STATUS"), off.value("SEQUENCE"), off.value("TRANSP")) == (
        "CANCELLED",
        "3",
        "TRANSPARENT",
    )
    (guest,) = off.all("ATTENDEE")
    assert guest.parameters == {"CN": "Anna de Boer", "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}


def test_a_person_without_a_name_has_no_empty_name() -> None:
    (event,) = read(ics.request(make_event(), ORGANIZER, ics.Party("a@b.example", " "))).children("VEVENT")

    assert "CN" not in event.all("ATTENDEE")[0].parameters


def test_no_place_and_no_words_leave_no_empty_lines() -> None:
    (event,) = read(ics.request(make_event(location="", description=""), ORGANIZER, GUEST)).children("VEVENT")

    assert event.all("LOCATION") == []
    assert event.all("DESCRIPTION") == []


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_values_give_the_same_bytes(make: Maker) -> None:
    assert make(make_event(), ORGANIZER, GUEST) == make(make_event(), ORGANIZER, GUEST)


def test_a_resend_differs_in_its_stamp_alone() -> None:
    first = make_event()
    again = make_event(stamp=first.stamp + timedelta(seconds=1))

    before, after = (ics.request(event, ORGANIZER, GUEST).split(b"\r\n") for event in (first, again))

    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert changed == [(b"DTSTAMP:20260903T071520Z", b"DTSTAMP:20260903T071521Z")]


def test_two_guests_get_the_same_appointment_and_never_see_each_other() -> None:
    other = ics.Party("piet@mail.example", "Piet")

    mine, theirs = (ics.request(make_event(), ORGANIZER, guest) for guest in (GUEST, other))

    assert b"piet" not in mine.lower()
    assert b"jansen" not in theirs.lower()
    assert ics.event_lines(make_event()).split(b"\r\n")[1] in mine
    assert b"SEQUENCE:2\r\n" in mine
    assert b"SEQUENCE:2\r\n" in theirs


def test_our_own_words_in_the_file_tell_nothing() -> None:
    empty = make_event(summary="", location="", description="")
    made = ics.request(empty, ORGANIZER, GUEST) + ics.cancel(empty, ORGANIZER, GUEST) + ics.feed("", [])

    assert telling_words(made.decode()) == []
    assert telling_words("Overleg van het sociaal team over Jeugdhulp") == ["sociaal", "team", "jeugdhulp"]


def test_the_largest_invitation_stays_far_below_64_kib() -> None:
    longest = "\U0001f9e1" * 100_000
    event = make_event(summary=longest, location=longest, description=longest, uid="u" * 255)

    copy = ics.request(event, ics.Party(ORGANIZER.address, longest), ics.Party(GUEST.address, longest))

    assert len(copy) < 32 * 1024
    assert broken_promises(copy) == []


def test_a_cancelled_appointment_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="cancelled"):
        ics.request(make_event(cancelled=True), ORGANIZER, GUEST)


@pytest.mark.parametrize("make", MAKERS)
def test_the_organizer_is_never_a_guest(make: Maker) -> None:
    with pytest.raises(ValueError, match="organizer"):
        make(make_event(), ORGANIZER, ics.Party("Agenda@Afspraken.example", "Anna"))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"starts": datetime(2026, 11, 12, 19, 30)}, "aware"),
        ({"stamp": datetime(2026, 11, 12, 19, 30)}, "aware"),
        ({"ends": make_event().starts}, "ends after"),
        ({"ends": make_event().starts - timedelta(hours=1)}, "ends after"),
        ({"sequence": -1}, "sequence"),
        ({"uid": ""}, "UID"),
        ({"uid": "a" * 256}, "UID"),
        ({"uid": "a\r\nX-EVIL:1"}, "UID"),
    ],
)
def test_what_no_calendar_can_hold_is_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make_event(**changes)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "Anna <anna@mail.example>",
        "anna@mail.example, piet@mail.example",
        "anna@mail.example\r\nBcc: piet@mail.example",
        "mailto:anna@mail.example",
        "anna@bürgerhaus.example",
        "an na@mail.example",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        ics.Party(address, "Anna")


def test_an_address_with_signs_is_written_as_a_uri_should_be() -> None:
    (event,) = read(ics.request(make_event(), ORGANIZER, ics.Party("a+b%c?d=e@mail.example", "A"))).children(
        "VEVENT"
    )

    assert event.value("ATTENDEE") == "mailto:a+b%25c%3Fd%3De@mail.example"


def test_a_uid_is_new_long_and_without_meaning() -> None:
    uids = {ics.new_uid("afspraken.example") for _ in range(200)}

    assert len(uids) == 200
    assert all(re.fullmatch(r"[0-9a-f]{32}@afspraken\.example", uid) for uid in uids)


@pytest.mark.parametrize("host", ["", "Afspraken.Example", "a b", "a\r\nb", "a" * 201])
def test_a_uid_needs_a_host_name(host: str) -> None:
    with pytest.raises(ValueError, match="host"):
        ics.new_uid(host)


def test_a_feed_holds_appointments_and_no_person() -> None:
    events = [make_event(uid=f"{number}@afspraken.example") for number in range(3)]

    made = ics.feed("Mijn afspraken", [ics.event_lines(event) for event in events])

    calendar = read(made)
    assert [event.value("UID") for event in calendar.children("VEVENT")] == [event.uid for event in events]
    assert len(calendar.children("VTIMEZONE")) == 1
    assert (calendar.value("NAME"), calendar.value("X-WR-CALNAME")) == ("Mijn afspraken", "Mijn afspraken")
    assert (calendar.value("REFRESH-INTERVAL"), calendar.value("X-PUBLISHED-TTL")) == ("PT1H", "PT1H")
    assert libical.errors(made) == []
    for word in (b"METHOD", b"ATTENDEE", b"ORGANIZER", b"mailto"):
        assert word not in made


def test_a_feed_that_did_not_change_has_the_same_bytes_whenever_it_is_made() -> None:
    now, later = make_event(), make_event(stamp=make_event().stamp + timedelta(days=1))

    assert ics.event_lines(now) == ics.event_lines(later)
    assert b"DTSTAMP:20260902T120000Z\r\n" in ics.event_lines(now)


def test_a_cancelled_appointment_stands_in_a_feed_as_cancelled() -> None:
    lines = ics.event_lines(make_event(cancelled=True))

    assert b"STATUS:CANCELLED\r\n" in lines
    assert b"TRANSP:TRANSPARENT\r\n" in lines


def test_a_feed_of_nothing_can_be_read() -> None:
    empty = ics.feed("Mijn afspraken", [])

    assert libical.events(empty) == []
    assert libical.errors(empty) == []
