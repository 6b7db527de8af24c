"""Mail that comes in: read with distrust, kept once, never answered.

The hash of its bytes makes twice the same mail one mail.
"""

from __future__ import annotations

import email
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from hashlib import sha256

from sqlalchemy import bindparam, exists, select

from ekc import clock
from ekc.db import db, new_id
from ekc.notifications import hygiene
from ekc.notifications.models import IncomingMail

LIMIT = 256 * 1024  # of what is read; an answer of a calendar takes a few kilobytes
PARTS = 50
OURS = re.compile(r"<([0-9a-f]{1,16})@")
CALENDARS = {"text/calendar", "application/ics"}
KNOWN = select(exists().where(IncomingMail.digest == bindparam("digest")))


@dataclass(frozen=True, slots=True)
class Letter:
    """What we read of a mail. `sender` is one address in small letters, None where there is not just one.

    `automatic`: a machine wrote it by itself (out of office, or a mail server that could not deliver).
    `answers_to`: ids of messages of ours that it says it answers. `calendars`: its calendar parts, as bytes.
    """

    sender: str | None
    automatic: bool
    answers_to: tuple[int, ...]
    calendars: tuple[bytes, ...]


def is_known(content: bytes) -> bool:
    """Whether this very mail was stored before."""
    return bool(db.session.scalar(KNOWN, {"digest": _digest(content)}))


def store(
    content: bytes, outcome: str, municipality_id: int | None = None, about: tuple[str, int] | None = None
) -> IncomingMail:
    """Keep a mail with what came of it, and what it is about as far as that is known."""
    kept = IncomingMail(
        id=new_id(),
        digest=_digest(content),
        received_at=clock.now(),
        raw=content.decode("latin-1"),
        outcome=outcome,
        municipality_id=municipality_id,
        about_kind=about[0] if about else None,
        about_id=about[1] if about else None,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def read(content: bytes) -> Letter | None:
    """A mail of at most 256 KiB, or None for what cannot be read. Nothing in it is obeyed, fetched or run."""
    if len(content) > LIMIT:
        return None
    try:
        mail = email.message_from_bytes(content)
        return Letter(
            sender=_sender(mail),
            automatic=_is_automatic(mail),
            answers_to=_answers_to(mail),
            calendars=tuple(_calendars(mail)),
        )
    except Exception:  # noqa: BLE001 -- on hostile mail the standard library raises whatever it likes
        return None


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _header(mail: Mail, name: str) -> str:
    return " ".join(str(value) for value in mail.get_all(name, []))


def _sender(mail: Mail) -> str | None:
    values = [str(value) for value in mail.get_all("From", [])]
    found = email.utils.getaddresses(values)
    if len(values) != 1 or len(found) != 1:
        return None
    try:
        return hygiene.address(found[0][1]).lower()
    except ValueError:
        return None


def _is_automatic(mail: Mail) -> bool:
    """RFC 3834 sections 2 and 5, RFC 3464, and what programs did before those.

    `auto-generated` is no sign: calendars write it above the answer that their owner gave with a button.
    """
    auto = _header(mail, "Auto-Submitted").lower()
    return (
        "auto-replied" in auto
        or mail.get_content_type() == "multipart/report"
        or _header(mail, "Return-Path").strip() == "<>"
        or "X-Autoreply" in mail
        or "X-Autorespond" in mail
        or _header(mail, "Precedence").lower() == "auto_reply"
    )


def _answers_to(mail: Mail) -> tuple[int, ...]:
    named = OURS.findall(_header(mail, "In-Reply-To") + _header(mail, "References"))
    ids = (int(name, 16) for name in named[-PARTS:])
    return tuple(dict.fromkeys(number for number in ids if number < 1 << 63))


def _calendars(mail: Mail) -> Iterator[bytes]:
    """Calendar parts of the mail itself: not of a mail that is quoted or returned inside it."""
    left, seen = [mail], 0
    while left and seen < PARTS:
        part = left.pop()
        seen += 1
        if part.get_content_type() in CALENDARS:
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield body
        elif part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            left += [inner for inner in part.get_payload() if isinstance(inner, Mail)]
