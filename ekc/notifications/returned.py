"""Mail that came back: what a mail server says it could not deliver. Pure.

RFC 3464 says how to tell it; servers of before tell it in words. Either way it counts only for who can show
the id of a message of ours, which nobody can guess, and the address that it went to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail

PARTS = 50
TEXT = 64 * 1024
OURS = re.compile(r"<([0-9a-f]{1,16})@")
_NAMED = re.compile(r"(?im)^[>\s]*message-id:\s*<([0-9a-f]{1,16})@")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_FAILURE = re.compile(
    r"undeliver|not delivered|could not be delivered|delivery[^\n]{0,40}fail|fail(ure|ed)\b|returned mail"
    r"|onbestelbaar|niet (be|af)geleverd|niet bezorgd|non remis|unzustellbar",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"delay|warning|vertraag|vertraging|still (being )?(retried|trying)|verz.gerung", re.IGNORECASE
)
_SERVERS = ("mailer-daemon@", "postmaster@", "mail-daemon@", "microsoftexchange")
_NO_CODE = "5"


@dataclass(frozen=True, slots=True)
class Returned:
    """Ids of messages of ours that did not arrive, and the addresses named as failing, in small letters."""

    ids: tuple[int, ...]
    addresses: frozenset[str]


def read_returned(mail: Mail) -> Returned | None:
    """What did not arrive for ever; None where the mail is no such report, or the server still tries."""
    inside = list(parts(mail))
    status = [part for part in inside if part.get_content_type() == "message/delivery-status"]
    if status:
        addresses = frozenset(address for part in status for address in _failed(part))
        return Returned(_ids(mail, inside, ""), addresses) if addresses else None
    text = _text(inside)
    if not _is_plain_report(mail):
        return None
    named = str(mail.get("X-Failed-Recipients", "")) or text
    return Returned(_ids(mail, inside, text), frozenset(map(str.lower, _ADDRESS.findall(named)[:PARTS])))


def parts(mail: Mail) -> Iterator[Mail]:
    """At most 50 parts of the mail itself, the outer first; a mail inside it is one part, not opened."""
    left, seen = [mail], 0
    while left and seen < PARTS:
        part = left.pop(0)
        seen += 1
        yield part
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            left += [inner for inner in payload[:PARTS] if isinstance(inner, Mail)]


def _failed(status: Mail) -> Iterator[str]:
    """The recipients of a delivery-status part that were given up (RFC 3464 section 2.3)."""
    groups = status.get_payload()
    for group in groups[:PARTS] if isinstance(groups, list) else ():
        if not isinstance(group, Mail):
            continue
        action = str(group.get("Action", "")).strip().lower()
        failed = action == "failed" or (not action and str(group.get("Status", "")).startswith(_NO_CODE))
        for name in ("Original-Recipient", "Final-Recipient") if failed else ():
            found = _ADDRESS.search(str(group.get(name, "")))
            if found:
                yield found[0].lower()


def _is_plain_report(mail: Mail) -> bool:
    sender = str(mail.get("From", "")).lower()
    by_server = any(name in sender for name in _SERVERS) or str(mail.get("Return-Path", "")).strip() == "<>"
    subject = str(mail.get("Subject", ""))
    failed = "X-Failed-Recipients" in mail or _FAILURE.search(subject) is not None
    return by_server and failed and _DELAY.search(subject) is None


def _ids(mail: Mail, inside: list[Mail], text: str) -> tuple[int, ...]:
    named = OURS.findall(f"{mail.get('In-Reply-To', '')} {mail.get('References', '')}")[:PARTS]
    for part in inside:
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        if part.get_content_type() == "message/rfc822" and isinstance(inner, Mail):
            named += OURS.findall(str(inner.get("Message-ID", "")))
        elif part.get_content_type() in {"text/rfc822-headers", "message/rfc822"}:
            named += _NAMED.findall(_decoded(part))
    named += _NAMED.findall(text)
    ids = (int(name, 16) for name in named)
    return tuple(dict.fromkeys(number for number in ids if number < 1 << 63))[:PARTS]


def _text(inside: list[Mail]) -> str:
    return "\n".join(_decoded(part) for part in inside if part.get_content_type() == "text/plain")[:TEXT]


def _decoded(part: Mail) -> str:
    body = part.get_payload(decode=True)
    return body[:TEXT].decode("utf-8", "replace") if isinstance(body, bytes) else ""
