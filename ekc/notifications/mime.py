"""A message as the bytes of a mail (RFC 5322, 2045, 2047, 6047). The same values give the same bytes.

The standard library makes the parts. The headers are written here, because it decodes an encoded word that
somebody typed into a subject, and writes the line break in it as a new header (CVE-2024-6923).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.contentmanager import raw_data_manager
from email.header import Header
from email.message import EmailMessage
from email.policy import Compat32
from email.utils import format_datetime
from hashlib import sha256

from ekc.notifications import hygiene


class _Plain(Compat32):
    """Headers of parts as they are given: the newer policies read each one again, which takes four times as
    long as making the mail."""

    content_manager = raw_data_manager


# Everything is written in ASCII, so that a server that knows no 8BITMIME may carry it.
_POLICY = _Plain(linesep="\r\n", cte_type="7bit", mangle_from_=False)
SUBJECT_LIMIT, NAME_LIMIT, TEXT_LIMIT = 200, 100, 100_000
FILE_NAME = "invite.ics"

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+-]{1,100}@[A-Za-z0-9.-]{1,100}>")
_METHOD = re.compile(r"[A-Z]+")
# What may stand in a header as it is: also in a name, where commas and dots would mean something.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 '-]{1,60}")
_PLAIN_SUBJECT = re.compile(r"(?!.*=\?)[ -~]{0,66}")


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
    head = "".join(f"{name}: {value}\r\n" for name, value in _headers(envelope))
    body = EmailMessage(_POLICY)
    body.set_content(hygiene.lines(envelope.text, TEXT_LIMIT), cte="quoted-printable")
    if envelope.html is not None:
        html = hygiene.lines(envelope.html, TEXT_LIMIT)
        body.add_alternative(html, subtype="html", cte="quoted-printable")
    if envelope.calendar is not None:
        _add_calendar(body, envelope.calendar, envelope.method)
    _settle_parts(body, envelope.message_id)
    return head.encode("ascii") + body.as_bytes()


def _headers(envelope: Envelope) -> Iterable[tuple[str, str]]:
    if not _MESSAGE_ID.fullmatch(envelope.message_id):
        raise ValueError(f"not a message id: {envelope.message_id[:80]!r}")
    if envelope.date.tzinfo is None:
        raise ValueError("a mail needs an aware date")
    yield "From", _mailbox(*envelope.sender)
    yield "To", hygiene.address(envelope.recipient)
    if envelope.reply_to is not None:
        yield "Reply-To", hygiene.address(envelope.reply_to)
    subject = hygiene.one_line(envelope.subject, SUBJECT_LIMIT)
    yield "Subject", subject if _PLAIN_SUBJECT.fullmatch(subject) else _encoded(subject)
    yield "Date", format_datetime(envelope.date.astimezone(UTC))
    yield "Message-ID", envelope.message_id
    if envelope.auto_submitted:
        yield "Auto-Submitted", "auto-generated"


def _mailbox(address: str, name: str) -> str:
    address, name = hygiene.address(address), hygiene.one_line(name, NAME_LIMIT)
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    return f"{_encoded(name)}\r\n <{address}>" if name else address


def _encoded(words: str) -> str:
    """Encoded words (RFC 2047) on lines of at most 76, each of them whole characters."""
    return Header(words, "utf-8", maxlinelen=76, header_name="Subject").encode(linesep="\r\n")


def _add_calendar(body: EmailMessage, calendar: bytes, method: str | None) -> None:
    if method is None or not _METHOD.fullmatch(method) or f"\r\nMETHOD:{method}\r\n".encode() not in calendar:
        raise ValueError(f"the calendar is not of method {method!r}")
    body.add_alternative(
        calendar,
        maintype="text",
        subtype="calendar",
        disposition="inline",
        params={"method": method, "charset": "UTF-8"},
    )
    body.add_attachment(
        calendar, maintype="application", subtype="ics", filename=FILE_NAME, params={"name": FILE_NAME}
    )


def _settle_parts(body: EmailMessage, message_id: str) -> None:
    """Boundaries from the message id, not by chance: quoted-printable and base64 never hold `=_`."""
    seed = sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(body.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{seed}")
        if part is not body:
            del part["MIME-Version"]
