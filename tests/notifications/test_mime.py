"""A mail as bytes: readers get the same words and the same calendar back, and no word becomes a header."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.notifications.mime import Envelope, build
from tests.golden.carried import faults

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Afspraken//NL\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    f"SUMMARY:Bijeenkomst één\r\nDESCRIPTION:{'é' * 30}\r\n {'ë' * 30}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
INVITATION = Envelope(
    message_id="<18f3a2b4c5d6e7f8@afspraken.example>",
    date=datetime(2026, 11, 2, 9, 30, 5, tzinfo=UTC),
    sender=("agenda@afspraken.example", "Afspraken"),
    recipient="fam.jansen@mail.example",
    subject="Afspraak op donderdag 12 november – om 19.30 uur",
    text="Hallo Anna,\n\nKom je ook? Eén tik is genoeg:\nhttps://afspraken.example/k/" + "a" * 90 + "\n",
    html="<!doctype html>\n<p>Hallo Anna, één tik is genoeg.</p>\n",
    calendar=CALENDAR,
    method="REQUEST",
    reply_to="agenda@afspraken.example",
    auto_submitted=True,
)


def _read(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert [defect for part in mail.walk() for defect in part.defects] == []
    return mail


def _leaves(mail: EmailMessage) -> list[EmailMessage]:
    return [part for part in mail.walk() if not part.is_multipart()]


def _words(part: EmailMessage) -> str:
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def _shape(mail: Any) -> Any:
    kind = mail.get_content_type()
    return (kind, [_shape(part) for part in mail.iter_parts()]) if mail.is_multipart() else kind


def test_an_invitation_has_text_html_calendar_and_the_file() -> None:
    alternatives = ["text/plain", "text/html", "text/calendar"]

    assert _shape(_read(build(INVITATION))) == (
        "multipart/mixed",
        [("multipart/alternative", alternatives), "application/ics"],
    )


def test_without_html_or_calendar_the_mail_is_smaller() -> None:
    assert _shape(_read(build(replace(INVITATION, html=None, calendar=None, method=None)))) == "text/plain"
    assert _shape(_read(build(replace(INVITATION, calendar=None, method=None)))) == (
        "multipart/alternative",
        ["text/plain", "text/html"],
    )
    assert _shape(_read(build(replace(INVITATION, html=None)))) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/calendar"]), "application/ics"],
    )


def test_both_calendar_parts_are_the_calendar_to_the_byte() -> None:
    inline, attached = _leaves(_read(build(INVITATION)))[2:]

    assert inline.get_payload(decode=True) == attached.get_payload(decode=True) == CALENDAR


def test_the_inline_part_says_what_outlook_needs() -> None:
    inline, attached = _leaves(_read(build(INVITATION)))[2:]

    assert inline["Content-Type"].params == {"method": "REQUEST", "charset": "UTF-8"}
    assert inline.get_content_disposition() == "inline"
    assert inline["Content-Transfer-Encoding"] == "base64"
    assert inline.get_filename() is None
    assert (attached.get_content_disposition(), attached.get_filename()) == ("attachment", "invite.ics")


def test_the_words_arrive_as_they_were_written() -> None:
    text, html = _leaves(_read(build(INVITATION)))[:2]

    assert _words(text) == INVITATION.text
    assert _words(html) == INVITATION.html
    assert {part.get_content_charset() for part in (text, html)} == {"utf-8"}


def test_the_headers_are_those_of_one_mail_to_one_person() -> None:
    mail = _read(build(INVITATION))

    assert dict(mail.items()) == {
        "From": "Afspraken <agenda@afspraken.example>",
        "To": "fam.jansen@mail.example",
        "Reply-To": "agenda@afspraken.example",
        "Subject": "Afspraak op donderdag 12 november – om 19.30 uur",
        "Date": "Mon, 02 Nov 2026 09:30:05 +0000",
        "Message-ID": "<18f3a2b4c5d6e7f8@afspraken.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": mail["Content-Type"],
    }


def test_a_mail_written_by_a_person_says_nothing_about_machines() -> None:
    mail = _read(build(replace(INVITATION, auto_submitted=False, reply_to=None)))

    assert mail["Auto-Submitted"] is None
    assert mail["Reply-To"] is None


def test_a_retry_is_the_same_to_the_byte() -> None:
    assert build(INVITATION) == build(replace(INVITATION))


def test_another_message_has_other_boundaries() -> None:
    other = build(replace(INVITATION, message_id="<other@afspraken.example>"))

    found, others = (set(re.findall(rb'boundary="([^"]+)"', raw)) for raw in (build(INVITATION), other))
    assert len(found) == len(others) == 2
    assert found.isdisjoint(others)


def test_any_server_may_carry_it() -> None:
    assert faults(build(INVITATION)) == []


def test_lines_that_mean_something_in_mail_arrive_unharmed() -> None:
    tricky = "From hier\n.\n..\n--=_0_\n=20\n" + "lang " * 400 + "\nspatie aan het eind \n\n\n"

    text = _leaves(_read(build(replace(INVITATION, text=tricky))))[0]

    assert _words(text) == tricky


@pytest.mark.parametrize("field", ["subject", "sender"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Dag\r\nBcc: piet@mail.example", "Dag Bcc: piet@mail.example"),
        ("Dag\n\nBody", "Dag Body"),
        ("Dag\r", "Dag"),
        ("Dag\x0bX: 1\x00\x85Y: 2\u2028Z: 3", "Dag X: 1 Y: 2 Z: 3"),
        ("=?utf-8?q?Dag=0D=0ABcc:_piet=40mail.example?=", None),
        ("\u202egnilrats", "gnilrats"),
        ("é\ud800" * 60, None),
    ],
)
def test_no_word_becomes_a_header(field: str, typed: str, shown: str | None) -> None:
    value: Any = (INVITATION.sender[0], typed) if field == "sender" else typed

    raw = build(replace(INVITATION, **{field: value}))

    mail = _read(raw)
    assert faults(raw) == []
    assert list(mail.keys()) == list(_read(build(INVITATION)).keys())
    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].addr_spec == "agenda@afspraken.example"
    if shown is not None:
        assert shown == (mail["Subject"] if field == "subject" else mail["From"].addresses[0].display_name)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "Anna <anna@mail.example>"},
        {"recipient": "anna@mail.example, piet@mail.example"},
        {"recipient": "anna@mail.example\r\nBcc: piet@mail.example"},
        {"recipient": ""},
        {"reply_to": "a@b.example\nX: 1"},
        {"sender": ("agenda", "Afspraken")},
        {"message_id": "18f3a2@afspraken.example"},
        {"message_id": "<18f3a2@afspraken.example>\r\nX: 1"},
        {"message_id": "<18 f3@afspraken.example>"},
        {"date": datetime(2026, 11, 2, 9, 30)},
        {"method": "request"},
        {"method": "CANCEL"},
        {"method": None},
        {"method": "REQUEST\r\nX: 1"},
        {"calendar": CALENDAR.replace(b"METHOD:REQUEST\r\n", b"")},
    ],
)
def test_what_is_not_clean_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"address|message id|date|method"):
        build(replace(INVITATION, **changes))


@pytest.mark.parametrize("length", [40, 100])
def test_a_long_message_id_stays_in_one_piece(length: int) -> None:
    message_id = f"<{'a' * length}@{'b' * 90}.example>"

    raw = build(replace(INVITATION, message_id=message_id))

    assert f"\r\nMessage-ID: {message_id}\r\n".encode() in raw


def _shown_name(raw: bytes) -> str:
    """By the older of two readers in Python; the newer puts a space where a name goes on in a next line."""
    name, _ = parseaddr(message_from_bytes(raw)["From"])
    return str(make_header(decode_header(name)))


ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]), max_size=250)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_words_at_all_make_a_sound_mail(subject: str, name: str, text: str, html: str) -> None:
    sender = (INVITATION.sender[0], name)

    raw = build(replace(INVITATION, subject=subject, sender=sender, text=text, html=html))

    assert faults(raw) == []
    mail = _read(raw)
    assert mail["To"] == "fam.jansen@mail.example"
    assert mail["From"].addresses[0].addr_spec == "agenda@afspraken.example"
    assert _leaves(mail)[2].get_payload(decode=True) == CALENDAR


@given(WORDS, WORDS, WORDS)
def test_ordinary_words_arrive_to_the_letter(subject: str, name: str, text: str) -> None:
    subject, name = (" ".join(words.split())[:100].strip() for words in (subject, name))
    sender = (INVITATION.sender[0], name)

    raw = build(replace(INVITATION, subject=subject, sender=sender, text=text))

    mail = _read(raw)
    assert mail["Subject"] == subject
    assert _shown_name(raw) == name
    assert _words(_leaves(mail)[0]).removesuffix("\n") == text


LOCAL = st.from_regex(r"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,30})?\Z")


@given(LOCAL)
def test_any_plain_address_arrives_unchanged(local: str) -> None:
    address = f"{local}@mail.example"

    raw = build(replace(INVITATION, recipient=address))

    assert f"\r\nTo: {address}\r\n".encode() in raw
    assert _read(raw)["To"].addresses[0].addr_spec == address
