"""Answers of calendar programs: each dialect is understood, and what is no answer is left alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.invitations import ics
from ekc.invitations.replies import LIMIT, Reply, read_reply
from tests.invitations.samples import GUEST, ORGANIZER, make_event

UID = make_event().uid
PLAIN = f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20261112T183000Z
DTEND:20261112T210000Z
DTSTAMP:20260904T101112Z
ORGANIZER;CN=Afspraken:mailto:agenda@afspraken.example
UID:{UID}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Anna;X
 -NUM-GUESTS=0:mailto:fam.jansen@mail.example
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Bijeenkomst
END:VEVENT
END:VCALENDAR
"""
OUTLOOK = f"""BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=SECONDLY;INTERVAL=1
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=DECLINED;CN="Jansen; Fam.":MAILTO:Fam.Jansen@Mail.Example
COMMENT;LANGUAGE=nl-NL:Ik kan niet\\, helaas
UID:{UID}
SUMMARY;LANGUAGE=nl-NL:Geweigerd: Bijeenkomst
DTSTART;TZID=W. Europe Standard Time:20261112T193000
DTEND;TZID=W. Europe Standard Time:20261112T220000
CLASS:PRIVATE
DTSTAMP:20260904T101112Z
SEQUENCE:2
BEGIN:VALARM
ATTENDEE:mailto:wrong@mail.example
UID:wrong
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def _crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def test_a_plain_yes_is_read() -> None:
    assert read_reply(_crlf(PLAIN)) == Reply(
        uid=UID,
        sequence=2,
        stamp=datetime(2026, 9, 4, 10, 11, 12, tzinfo=UTC),
        attendee="fam.jansen@mail.example",
        answer="yes",
    )


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [
        ("ACCEPTED", "yes"),
        ("DECLINED", "no"),
        ("TENTATIVE", "maybe"),
        ("DELEGATED", "delegated"),
        ("accepted", "yes"),
        ('"ACCEPTED"', "yes"),
    ],
)
def test_each_answer_is_read(partstat: str, answer: str) -> None:
    reply = read_reply(_crlf(PLAIN.replace("PARTSTAT=ACCEPTED", f"PARTSTAT={partstat}")))

    assert reply is not None
    assert reply.answer == answer


def test_another_moment_is_asked_for_whatever_else_it_says() -> None:
    reply = read_reply(_crlf(PLAIN.replace("METHOD:REPLY", "METHOD:COUNTER")))

    assert reply is not None
    assert (reply.attendee, reply.answer) == ("fam.jansen@mail.example", "counter")


def test_who_passes_it_on_is_the_one_who_was_invited() -> None:
    both = (
        'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:piet@mail.example"',
        "SEQUENCE:2\nATTENDEE;PARTSTAT=ACCEPTED:mailto:piet@mail.example",
    )
    text = PLAIN.replace("PARTSTAT=ACCEPTED", both[0]).replace("SEQUENCE:2", both[1])

    reply = read_reply(_crlf(text))

    assert reply is not None
    assert (reply.attendee, reply.answer, reply.instead) == (
        "fam.jansen@mail.example",
        "delegated",
        "piet@mail.example",
    )


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("", ""),
        ("\\n \\n", ""),
        ("Ik kom later", "Ik kom later"),
        ("\\nTot dan\\, Jo\\\\Jan\\NDag", "Tot dan, Jo\\Jan\nDag"),
        ("x" * 2000, "x" * 999 + "…"),
    ],
)
def test_words_beside_an_answer_are_read(words: str, read: str) -> None:
    reply = read_reply(_crlf(PLAIN.replace("SEQUENCE:2", f"SEQUENCE:2\nCOMMENT:{words}")))

    assert reply is not None
    assert (reply.with_words, reply.words) == (read != "", read)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_outlooks_way_is_read(ending: str) -> None:
    reply = read_reply(OUTLOOK.replace("\n", ending).encode())

    assert reply is not None
    assert (reply.attendee, reply.answer, reply.uid) == ("fam.jansen@mail.example", "no", UID)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("BEGIN:VCALENDAR\nPRODID", "\ufeffBEGIN:VCALENDAR\nPRODID"),
        ("CN=Anna", "CN=Ann\xe1"),
        ("METHOD:REPLY", "method:reply"),
        ("METHOD:REPLY", "METHOD:REPLY "),
        ("BEGIN:VEVENT", "begin:vevent"),
        ("mailto:fam.jansen", "mailto:fam%2Ejansen"),
        ("END:VCALENDAR\n", "END:VCALENDAR"),
        ("ORGANIZER;CN=Afspraken:mailto:agenda@afspraken.example\n", ""),
    ],
)
def test_small_liberties_are_allowed(before: str, after: str) -> None:
    assert before in PLAIN

    reply = read_reply(_crlf(PLAIN.replace(before, after)))

    assert reply is not None
    assert (reply.attendee, reply.answer) == ("fam.jansen@mail.example", "yes")


def test_bytes_that_are_not_utf_8_do_not_hide_an_answer() -> None:
    assert read_reply(PLAIN.replace("CN=Anna", "CN=Ann\xe1").encode("latin-1")) is not None


def test_no_sequence_means_the_first_version() -> None:
    reply = read_reply(_crlf(PLAIN.replace("SEQUENCE:2\n", "")))

    assert reply is not None
    assert reply.sequence == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("METHOD:REPLY", "METHOD:REQUEST"),
        ("METHOD:REPLY", "METHOD:CANCEL"),
        ("METHOD:REPLY", "METHOD:ADD"),
        ("METHOD:REPLY\n", ""),
        ("METHOD:REPLY\n", "METHOD:REPLY\nMETHOD:CANCEL\n"),
        ("METHOD:REPLY\nBEGIN:VEVENT", "BEGIN:VEVENT\nMETHOD:REPLY"),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=NEEDS-ACTION"),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=ACCEPTED,DECLINED"),
        ("PARTSTAT=ACCEPTED;", ""),
        ("SEQUENCE:2", "SEQUENCE:-1"),
        ("SEQUENCE:2", "SEQUENCE:two"),
        ("SEQUENCE:2", "SEQUENCE:٢"),
        ("SEQUENCE:2", "SEQUENCE:" + "9" * 5_000),
        ("SEQUENCE:2", "SEQUENCE:2\nSEQUENCE:3"),
        ("SEQUENCE:2", "SEQUENCE:2\nRECURRENCE-ID:20261112T183000Z"),
        ("DTSTAMP:20260904T101112Z\n", ""),
        ("DTSTAMP:20260904T101112Z", "DTSTAMP:20260904T101112"),
        ("DTSTAMP:20260904T101112Z", "DTSTAMP:20261304T101112Z"),
        ("DTSTAMP:20260904T101112Z", "DTSTAMP:nu"),
        (f"UID:{UID}\n", ""),
        (f"UID:{UID}", "UID:" + "a" * 256),
        (f"UID:{UID}", f"UID:{UID}\nUID:other"),
        ("mailto:fam.jansen@mail.example", "urn:uuid:1234"),
        ("mailto:fam.jansen@mail.example", "mailto:fam.jansen@mail.example,piet@mail.example"),
        ("SEQUENCE:2", "SEQUENCE:2\nATTENDEE;PARTSTAT=DECLINED:mailto:piet@mail.example"),
        ("END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nUID:other\nEND:VEVENT\n"),
        ("END:VEVENT\n", ""),
        ("END:VCALENDAR\n", ""),
        ("END:VCALENDAR\n", "END:VCALENDAR\nEND:VCALENDAR\n"),
        ("VEVENT", "VTODO"),
    ],
)
def test_what_is_not_a_plain_answer_is_left_to_a_person(before: str, after: str) -> None:
    assert before in PLAIN

    assert read_reply(_crlf(PLAIN.replace(before, after))) is None


def test_our_own_messages_are_no_answers() -> None:
    assert read_reply(ics.request(make_event(), ORGANIZER, GUEST)) is None
    assert read_reply(ics.cancel(make_event(), ORGANIZER, GUEST)) is None
    assert read_reply(_crlf(PLAIN + PLAIN)) is None


def test_a_reply_of_more_than_64_kib_is_not_opened() -> None:
    padded = _crlf(PLAIN.replace("SUMMARY:", "SUMMARY:" + "x" * LIMIT))
    just_fits = _crlf(PLAIN) + b"\r\n" * ((LIMIT - len(_crlf(PLAIN))) // 2)

    assert read_reply(padded) is None
    assert read_reply(just_fits) is not None


@pytest.mark.parametrize(
    "heavy",
    [
        b"BEGIN:VCALENDAR\r\n" * 3_800,
        b"ATTENDEE" + b";A=B" * 16_000,
        b'ATTENDEE;CN="' + b" ;" * 30_000,
        b"\n " * 32_000,
        b"\r\n" * 32_000,
        b"ATTENDEE;" + b"\\" * 60_000,
        b"\x00" * LIMIT,
        b"\xff\xfe" * 30_000,
    ],
)
def test_a_heavy_file_is_simply_no_answer(heavy: bytes) -> None:
    inside = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" + heavy[: LIMIT - 100] + b"\r\nEND:VEVENT\r\n"
    )

    assert read_reply(heavy) is None
    assert read_reply(inside) is None


@given(st.binary(max_size=2_000))
def test_garbage_is_no_answer(raw: bytes) -> None:
    assert read_reply(raw) is None


@given(st.integers(0, len(PLAIN)), st.text(max_size=30), st.integers(0, 20))
def test_a_damaged_answer_never_breaks_the_reader(at: int, added: str, lost: int) -> None:
    damaged = PLAIN[:at] + added + PLAIN[at + lost :]

    reply = read_reply(damaged.encode(errors="surrogatepass"))

    assert reply is None or reply.answer in ("yes", "no", "maybe")
