"""A message as the bytes of a mail (RFC 5322, 2045, 6047). The same values give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from ekc.notifications import hygiene

# Everything is written in ASCII, so that a server that knows no 8BITMIME may carry it.
_POLICY = SMTP.clone(cte_type="7bit")
SUBJECT_LIMIT, NAME_LIMIT, TEXT_LIMIT = 200, 100, 100_000
FILE_NAME = "invite.ics"

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+-]{1,100}@[A-Za-z0-9.-]{1,100}>")
_METHOD = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail to one person. `sender` is (address, name); `date` is aware; `message_id` has angle brackets.

    A `calendar` (the bytes of an iCalendar object) goes with its `method`, in capitals.
    """

    message_id: str
    date: datetime
    sender: tuple[str, str]
    recipient: str
    subject: str
    text: str
    html: str | None
    calendar: bytes | None
    method: str | None
    reply_to: str | None
    auto_submitted: bool


def build(envelope: Envelope) -> bytes:
    """The mail, in ASCII with CRLF. ValueError for an address, message id or method that is not clean.

    The calendar stands inline as the last alternative (Outlook and Gmail make their buttons of it) and once
    more as a file, with the same bytes, for programs that only know files.
    """
    mail = EmailMessage(_POLICY)
    for name, value in _headers(envelope):
        mail[name] = value
    mail.set_content(hygiene.lines(envelope.text, TEXT_LIMIT), cte="quoted-printable")
    if envelope.html is not None:
        html = hygiene.lines(envelope.html, TEXT_LIMIT)
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if envelope.calendar is not None:
        _add_calendar(mail, envelope.calendar, envelope.method)
    _settle_parts(mail, envelope.message_id)
    return mail.as_bytes()


def _headers(envelope: Envelope) -> Iterable[tuple[str, object]]:
    if not _MESSAGE_ID.fullmatch(envelope.message_id):
        raise ValueError(f"not a message id: {envelope.message_id[:80]!r}")
    if envelope.date.tzinfo is None:
        raise ValueError("a mail needs an aware date")
    address, name = envelope.sender
    yield "From", Address(hygiene.one_line(name, NAME_LIMIT), addr_spec=hygiene.address(address))
    yield "To", hygiene.address(envelope.recipient)
    if envelope.reply_to is not None:
        yield "Reply-To", hygiene.address(envelope.reply_to)
    yield "Subject", hygiene.one_line(envelope.subject, SUBJECT_LIMIT)
    yield "Date", envelope.date
    yield "Message-ID", envelope.message_id
    if envelope.auto_submitted:
        yield "Auto-Submitted", "auto-generated"


def _add_calendar(mail: EmailMessage, calendar: bytes, method: str | None) -> None:
    if method is None or not _METHOD.fullmatch(method) or f"\r\nMETHOD:{method}\r\n".encode() not in calendar:
        raise ValueError(f"the calendar is not of method {method!r}")
    mail.add_alternative(
        calendar,
        maintype="text",
        subtype="calendar",
        disposition="inline",
        params={"method": method, "charset": "UTF-8"},
    )
    mail.add_attachment(
        calendar, maintype="application", subtype="ics", filename=FILE_NAME, params={"name": FILE_NAME}
    )


def _settle_parts(mail: EmailMessage, message_id: str) -> None:
    """Boundaries from the message id, not by chance: quoted-printable and base64 never hold `=_`."""
    seed = sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{seed}")
        if part is not mail:
            del part["MIME-Version"]
