"""A mail that came in, read with distrust: nothing in it is obeyed, fetched or run. Pure."""

from __future__ import annotations

import email
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail

from ekc.notifications import hygiene
from ekc.notifications.returned import OURS, PARTS, Returned, parts, read_returned

LIMIT = 256 * 1024  # of what is read; an answer of a calendar takes a few kilobytes
CALENDARS = {"text/calendar", "application/ics"}
_AWAY = re.compile(
    r"^\s*(automati(c|sch|sche|cally|que)\b|auto(matic)?[- ]?(reply|antwoord|response)|out of( the)? office"
    r"|afwezig|abwesen|absence|niet aanwezig)",
    re.IGNORECASE,
)
_LISTS = {"bulk", "junk", "list", "auto_reply"}


@dataclass(frozen=True, slots=True)
class Letter:
    """What we read of a mail. `sender` is one address in small letters, None where there is not just one.

    `by_itself`: a machine answered (RFC 3834), or a mail server reports. `maybe_by_itself`: signs that
    calendars leave too, above the answer that their owner gave with a button. `answers_to`: ids of messages
    of ours that it says it answers. `calendars`: its calendar parts, as bytes. `whole`: no part was cut off.
    """

    sender: str | None
    by_itself: bool
    maybe_by_itself: bool
    answers_to: tuple[int, ...]
    calendars: tuple[bytes, ...]
    returned: Returned | None
    whole: bool


def read(content: bytes) -> Letter | None:
    """A mail, or None for what cannot be read. Of one over 256 KiB only the beginning, and no calendar."""
    whole = len(content) <= LIMIT
    try:
        mail = email.message_from_bytes(content[:LIMIT])
        return Letter(
            sender=sender_of(mail),
            by_itself=_by_itself(mail),
            maybe_by_itself=_maybe_by_itself(mail),
            answers_to=_answers_to(mail),
            calendars=tuple(_calendars(mail)) if whole else (),
            returned=read_returned(mail),
            whole=whole,
        )
    except Exception:  # noqa: BLE001 -- on hostile mail the standard library raises whatever it likes
        return None


def _header(mail: Mail, name: str) -> str:
    return " ".join(str(value) for value in mail.get_all(name, []))


def sender_of(mail: Mail) -> str | None:
    """The one address that a mail says it comes from, in small letters; None where there is not just one."""
    values = [str(value) for value in mail.get_all("From", [])]
    found = email.utils.getaddresses(values)
    if len(values) != 1 or len(found) != 1:
        return None
    try:
        return hygiene.address(found[0][1]).lower()
    except ValueError:
        return None


def _by_itself(mail: Mail) -> bool:
    """RFC 3834 sections 2 and 5, RFC 3464, RFC 8098, and what programs did before those."""
    return (
        "auto-replied" in _header(mail, "Auto-Submitted").lower()
        or mail.get_content_type() == "multipart/report"
        or _header(mail, "Return-Path").strip() == "<>"
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "X-Vacation"))
        or _header(mail, "Precedence").strip().lower() == "auto_reply"
    )


def _maybe_by_itself(mail: Mail) -> bool:
    """Exchange calls its out-of-office `auto-generated`, and some calendars call a person's answer so."""
    auto = _header(mail, "Auto-Submitted").strip().lower()
    return (
        auto not in {"", "no"}
        or _header(mail, "Precedence").strip().lower() in _LISTS
        or "X-MS-Exchange-Inbox-Rules-Loop" in mail
        or _AWAY.match(hygiene.one_line(_header(mail, "Subject"), 200)) is not None
    )


def _answers_to(mail: Mail) -> tuple[int, ...]:
    """The newest first: what is answered stands in In-Reply-To, and last in References (RFC 5322 3.6.4)."""
    named = [*OURS.findall(_header(mail, "References"))[-PARTS:], *OURS.findall(_header(mail, "In-Reply-To"))]
    ids = (int(name, 16) for name in reversed(named[-PARTS:]))
    return tuple(dict.fromkeys(number for number in ids if number < 1 << 63))


def _calendars(mail: Mail) -> Iterator[bytes]:
    """Calendar parts of the mail itself: not of a mail that is quoted or returned inside it."""
    for part in parts(mail):
        if part.get_content_type() in CALENDARS:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield body
