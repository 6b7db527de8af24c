"""What every mail must be, so that any server carries it and any program shows it: a table that can fail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import policy
from email.errors import MessageDefect, MessageError
from email.message import EmailMessage
from email.parser import BytesParser

LONGEST, LONGEST_IN_BODY = 998, 78  # signs of a line without its end: RFC 5322 section 2.1.1
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")  # RFC 5322 3.6, RFC 2045 4
NEVER = ("Cc", "Bcc")
TEXT, HTML, CALENDAR, FILE = "text/plain", "text/html", "text/calendar", "application/ics"


def faults(raw: bytes) -> list[str]:
    """What is wrong with the bytes of a mail; empty when nothing is."""
    found = list(_bytes(raw))
    try:
        mail = BytesParser(EmailMessage, policy=policy.strict).parsebytes(raw)
        found += _mail(mail)
    except (MessageError, MessageDefect, ValueError, LookupError) as error:
        found.append(f"the standard library: {type(error).__name__} {error}")
    return found


def _bytes(raw: bytes) -> Iterator[str]:
    if not raw.isascii() or b"\0" in raw:
        yield "a byte that is no ASCII, or nothing"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", raw):
        yield "a line that does not end in CRLF"
    head, _, body = raw.partition(b"\r\n\r\n")
    for part, most in ((head, LONGEST), (body, LONGEST_IN_BODY)):
        yield from (f"a line of {len(line)}" for line in part.split(b"\r\n") if len(line) > most)


def _mail(mail: EmailMessage) -> Iterator[str]:
    yield from (
        f"{len(mail.get_all(name, []))} × {name}" for name in ONCE if len(mail.get_all(name, [])) != 1
    )
    yield from (f"there is a {name}" for name in NEVER if name in mail)
    for name in ("From", "To"):
        if [bool(one.domain) for one in mail[name].addresses] != [True]:
            yield f"not one address in {name}"
    yield from _parts(mail)
    for part in mail.walk():
        yield from (f"{defect!r}" for defect in part.defects)
        if not part.is_multipart() and not part.get_content():
            yield f"{part.get_content_type()} is empty"


def _parts(mail: EmailMessage) -> Iterable[str]:
    """RFC 2046 section 5.1.4: the plainest first. Outlook wants the calendar inline, others a file."""
    body, *files = mail.iter_parts() if mail.get_content_type() == "multipart/mixed" else (mail,)
    alternatives = list(body.iter_parts()) if body.get_content_type() == "multipart/alternative" else [body]
    kinds = [part.get_content_type() for part in alternatives]
    if kinds != [kind for kind in (TEXT, HTML, CALENDAR) if kind in kinds] or TEXT not in kinds:
        yield f"the alternatives are {kinds}"
    if [part.get_content_type() for part in files] != [FILE] * kinds.count(CALENDAR):
        yield f"{len(files)} files beside {kinds}"
    for part in alternatives:
        if part.get_content_charset() != "utf-8":
            yield f"{part.get_content_type()} in {part.get_content_charset()}"
        if part.get_content_type() == CALENDAR:
            yield from _calendar(part, files)


def _calendar(inline: EmailMessage, files: list[EmailMessage]) -> Iterator[str]:
    """RFC 6047 section 2.4."""
    content, method = inline.get_payload(decode=True), inline.get_param("method")
    if f"\r\nMETHOD:{method}\r\n".encode() not in content:
        yield f"method={method} is not the calendar's"
    if inline.get_content_disposition() != "inline" or inline["Content-Transfer-Encoding"] != "base64":
        yield "a calendar that is not inline in base64"
    if [part.get_payload(decode=True) for part in files] != [content]:
        yield "the file is another calendar"
    if [(part.get_content_disposition(), part.get_filename()) for part in files] != [
        ("attachment", "invite.ics")
    ]:
        yield "the file is called otherwise"
