"""The judges themselves: every mistake that is planted in a good file must be found."""

import pytest

from ekc.invitations import ics
from tests.invitations.rules_5546 import broken_rules
from tests.invitations.rules_ours import broken_promises
from tests.invitations.samples import GUEST, ORGANIZER, make_event
from tests.tools import libical

REQUEST = ics.request(make_event(), ORGANIZER, GUEST)
CANCEL = ics.cancel(make_event(), ORGANIZER, GUEST)


def _without(raw: bytes, name: bytes) -> bytes:
    head, begin, event = raw.partition(b"BEGIN:VEVENT\r\n")
    lines = event.replace(b"\r\n ", b"").split(b"\r\n")
    return head + begin + b"\r\n".join(line for line in lines if not line.startswith(name))


def _with(raw: bytes, line: bytes) -> bytes:
    return raw.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\n" + line + b"\r\n")


@pytest.mark.parametrize("name", [b"ATTENDEE", b"DTSTAMP", b"DTSTART", b"ORGANIZER", b"SUMMARY", b"UID"])
def test_a_request_without_what_it_needs_is_refused(name: bytes) -> None:
    assert broken_rules(_without(REQUEST, name)) == [f"VEVENT has 0 {name.decode()}"]


@pytest.mark.parametrize("name", [b"DTSTAMP", b"ORGANIZER", b"SEQUENCE", b"UID"])
def test_a_cancellation_without_what_it_needs_is_refused(name: bytes) -> None:
    assert broken_rules(_without(CANCEL, name)) == [f"VEVENT has 0 {name.decode()}"]


@pytest.mark.parametrize("name", [b"ATTENDEE", b"DTSTAMP", b"DTSTART", b"ORGANIZER", b"UID"])
def test_libical_refuses_the_same_gaps_as_our_table(name: bytes) -> None:
    assert libical.errors(_without(REQUEST, name)) != []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"UID:second@afspraken.example", "VEVENT has 2 UID"),
        (b"SEQUENCE:3", "VEVENT has 2 SEQUENCE"),
        (b"STATUS:CANCELLED", "STATUS is CANCELLED"),
        (b"REQUEST-STATUS:2.0;Success", "VEVENT has 1 REQUEST-STATUS"),
        (b"DURATION:PT1H", "both DTEND and DURATION"),
        (b"DUE:20261112T183000Z", "VEVENT knows no DUE"),
        (b"RDATE;TZID=Europe/Berlin:20261112T183000", "no VTIMEZONE for Europe/Berlin"),
    ],
)
def test_a_request_with_what_is_forbidden_is_refused(line: bytes, complaint: str) -> None:
    assert complaint in broken_rules(_with(REQUEST, line))


def test_a_cancellation_with_an_alarm_or_a_confirmed_status_is_refused() -> None:
    alarm = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM"

    assert broken_rules(_with(CANCEL, alarm)) == ["VEVENT has 1 VALARM"]
    assert broken_rules(CANCEL.replace(b"STATUS:CANCELLED", b"STATUS:CONFIRMED")) == ["STATUS is CONFIRMED"]


def test_a_file_without_or_with_a_strange_method_is_refused() -> None:
    assert broken_rules(REQUEST.replace(b"METHOD:REQUEST\r\n", b"")) == ["METHOD is []"]
    assert broken_rules(REQUEST.replace(b"METHOD:REQUEST", b"METHOD:request")) == ["METHOD is ['request']"]


def test_a_zone_that_is_only_named_is_refused() -> None:
    start, end = REQUEST.index(b"BEGIN:VTIMEZONE"), REQUEST.index(b"BEGIN:VEVENT")

    assert broken_rules(REQUEST[:start] + REQUEST[end:]) == ["no VTIMEZONE for Europe/Amsterdam"]


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        (b"RSVP=TRUE", b"RSVP=FALSE", "the guest has"),
        (b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=ACCEPTED", "the guest has"),
        (b"CLASS:PRIVATE", b"CLASS:PUBLIC", "CLASS is not PRIVATE"),
        (b"mailto:agenda@afspraken.example", b"mailto:Agenda <agenda@afspraken.example>", "not one mailto"),
        (b"DTSTART;TZID=Europe/Amsterdam:", b"DTSTART:", "DTSTART floats"),
        (b"DTSTAMP:20260903T071520Z", b"DTSTAMP:20260903T071520", "DTSTAMP is not in UTC"),
        (b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"RDATE:20270328T020000", "a zone that Outlook"),
        (b"SUMMARY:Bijeenkomst", b"SUMMARY:Bijeenkomst\xe2\x80\xae", "a character nobody sees"),
        (b"SUMMARY:Bijeenkomst", b"SUMMARY:" + b"x" * 70, "78 octets"),
        (b"SUMMARY:Bijeenkomst", b"SUMMARY:mail piet@mail.example", "a stranger's address"),
        (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\n", "does not end in CRLF"),
        (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\r\nX-ALT-DESC;FMTTYPE=text/html:<b>x\r\n", "X-ALT-DESC in"),
        (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\r\nATTACH:https://x.example/a\r\n", "ATTACH in the event"),
        (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\r\nCONFERENCE:https://x.example/Anna\r\n", "CONFERENCE in"),
        (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\r\nRRULE:FREQ=WEEKLY\r\n", "RRULE in the event"),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nACTION:EMAIL\r\nEND:VALARM\r\nEND:VEVENT", "VALARM in the event"),
        (b"END:VEVENT", b"BEGIN:PARTICIPANT\r\nUID:a\r\nEND:PARTICIPANT\r\nEND:VEVENT", "PARTICIPANT in"),
        (b"BEGIN:STANDARD", b"BEGIN:X-OTHER", "without summer or winter"),
        (b"CREATED:20260901T083000Z", b"CREATED:20260901T083000", "CREATED is not in UTC"),
        (b"LAST-MODIFIED:20260902T120000Z", b"LAST-MODIFIED:20260902T120000", "LAST-MODIFIED is not"),
    ],
)
def test_a_broken_promise_is_found(good: bytes, bad: bytes, complaint: str) -> None:
    spoilt = REQUEST.replace(good, bad)
    spoilt = spoilt.replace(b"END:STANDARD", b"END:X-OTHER") if bad == b"BEGIN:X-OTHER" else spoilt
    if complaint.endswith("CRLF"):
        spoilt = spoilt.replace(b"CLASS:PRIVATE\n", b"X-A:b\n\r\nCLASS:PRIVATE\r\n")

    assert spoilt != REQUEST
    assert [found for found in broken_promises(spoilt) if complaint in found]


def test_a_second_guest_in_a_copy_is_found() -> None:
    second = b"ATTENDEE;CN=Piet:mailto:piet@mail.example"

    assert "2 guests in one copy" in broken_promises(_with(REQUEST, second))


def test_an_answer_asked_in_a_cancellation_is_found() -> None:
    asking = CANCEL.replace(b"ATTENDEE;", b"ATTENDEE;RSVP=TRUE;")

    assert "a cancellation asks for an answer" in broken_promises(asking)
