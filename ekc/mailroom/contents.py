"""What a person may read of a mail: its words, as plain text. Pure.

No picture, no link that can be followed, no attachment, nothing that somebody hid in it.
"""

from __future__ import annotations

import email
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Mail

from ekc.calendars.zones import known
from ekc.invitations.replies import Reply, read_reply
from ekc.notifications import hygiene, letters
from ekc.notifications.returned import parts

WORDS, SUBJECT = 4000, 200
READ = 64 * 1024
# Not what Python knows beside them: some of its codecs take very long over a page of nonsense.
CHARSETS = re.compile(
    r"utf-?(8|16(le|be)?|7)|us-ascii|ascii|iso-?8859-?\d{1,2}|iso-2022-(jp|kr)|(windows|cp)-?\d{3,4}|koi8-[ru]"
    r"|gb(k|2312|18030)|big5|shift_jis|euc-(jp|kr)|macintosh",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*>")
_TAG = re.compile(r"/?[a-z0-9]+")
_HIDDEN = {"script", "style", "head", "title", "template", "noscript"}
_BREAKS = {"br", "p", "/p", "div", "/div", "tr", "/tr", "li", "h1", "h2", "h3", "/h1", "/h2", "/h3", "hr"}
_MANY_BREAKS = re.compile(r"\s*\n\s*\n\s*\n\s*")
_MOMENT = re.compile(r"(?m)^(DTSTART|DTEND)((?:;[^:\r\n]{0,200})?):(\d{8}T\d{6})(Z?)\s*$")
_TZID = re.compile(r';TZID="?([^;"]{1,100})"?')
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Contents:
    """The sender as the mail names it, the words without what they quote, and how many things hang on it.

    `proposed`: (begin, end) of the moment that a calendar asks for, aware; empty where it does not. `note`:
    what was typed beside an answer in a calendar, where the text does not say it; `instead`: the address of
    who is to come in their place.
    """

    sender: str
    subject: str
    text: str
    attachments: int
    proposed: tuple[datetime, ...]
    note: str = ""
    instead: str = ""


def contents(raw: bytes, home: tzinfo) -> Contents:
    """What can be shown of any mail; what cannot be read is empty. `home`: the clock where none is named."""
    try:
        mail = email.message_from_bytes(raw[: letters.LIMIT])
        inside = list(parts(mail))
        text, reply = _text(inside), _reply(inside)
        return Contents(
            sender=_sender(mail),
            subject=hygiene.one_line(_words(str(mail.get("Subject", ""))[:2000]), SUBJECT),
            text=text,
            attachments=sum(_hangs(part) for part in inside),
            proposed=_proposed(inside, home),
            note=reply.words if reply and reply.words not in text else "",
            instead=reply.instead if reply else "",
        )
    except Exception:  # noqa: BLE001 -- on hostile mail the standard library raises whatever it likes
        return Contents("", "", "", 0, ())


def _sender(mail: Mail) -> str:
    found = letters.sender_of(mail)
    return found or hygiene.one_line(str(mail.get("From", ""))[:2000], SUBJECT)


def _words(header: str) -> str:
    try:
        found = decode_header(header)
    except (HeaderParseError, ValueError):
        return header
    return "".join(part if isinstance(part, str) else _decode(part, charset) for part, charset in found)


def _decode(content: bytes, charset: str | None) -> str:
    name = charset if charset and CHARSETS.fullmatch(charset) else "utf-8"
    try:
        return content.decode(name, "replace")
    except (LookupError, ValueError):
        return content.decode("latin-1")


def _text(inside: list[Mail]) -> str:
    for kind in ("text/plain", "text/html"):
        for part in inside:
            if part.get_content_type() == kind and not part.get_filename():
                body = part.get_payload(decode=True)
                words = _decode(body[:READ], part.get_content_charset()) if isinstance(body, bytes) else ""
                found = _own(_stripped(words) if kind == "text/html" else words)
                if found:
                    return found
    return ""


def _own(words: str) -> str:
    """Without the lines that quote what we wrote."""
    kept = [line.rstrip() for line in hygiene.lines(words, READ).split("\n") if not _QUOTED.match(line)]
    return hygiene.lines(_MANY_BREAKS.sub("\n\n", "\n".join(kept)).strip(), WORDS)


def _stripped(page: str) -> str:
    """The words of an HTML page, in one pass: no page of nonsense takes long."""
    first, *rest = page.split("<")
    found, hidden = [first], ""
    for piece in rest:
        inside, _, words = piece.partition(">")
        tag = _TAG.match(inside.lower())
        name = tag[0] if tag else ""
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
            words = "" if hidden else words
        elif name in _HIDDEN:
            hidden, words = name, ""
        found += ["\n"] if name in _BREAKS else []
        found.append(words)
    return html.unescape("".join(found))


def _hangs(part: Mail) -> bool:
    kind = part.get_content_maintype()
    calendar = part.get_content_type() in letters.CALENDARS
    return not calendar and kind != "multipart" and (kind != "text" or part.get_filename() is not None)


def _calendars(inside: list[Mail]) -> Iterator[bytes]:
    for part in inside:
        body = part.get_payload(decode=True) if part.get_content_type() in letters.CALENDARS else None
        if isinstance(body, bytes):
            yield body


def _reply(inside: list[Mail]) -> Reply | None:
    return next((found for body in _calendars(inside) if (found := read_reply(body))), None)


def _proposed(inside: list[Mail], home: tzinfo) -> tuple[datetime, ...]:
    """The times of the event in a COUNTER (RFC 5546 section 3.2.7)."""
    for body in _calendars(inside):
        words = body[:READ].decode("utf-8", "replace")
        head, begun, event = re.sub(r"\r?\n[ \t]", "", words).upper().partition("BEGIN:VEVENT")
        if begun and "METHOD:COUNTER" in head:
            found = {match[1]: _moment(match, home) for match in _MOMENT.finditer(event)}
            begin, end = found.get("DTSTART"), found.get("DTEND")
            return (begin, end) if begin and end and begin < end else ()
    return ()


def _moment(found: re.Match[str], home: tzinfo) -> datetime | None:
    zone = _TZID.search(found[2])
    clock = known("UTC") if found[4] else (_named(zone[1]) if zone else home)
    try:
        moment = datetime.strptime(found[3], "%Y%m%dT%H%M%S").replace(tzinfo=clock)
    except ValueError:
        return None
    return moment if clock is not None and moment.year in _YEARS else None


def _named(name: str) -> tzinfo | None:
    """A zone whose name came in capitals: EUROPE/AMSTERDAM, W. EUROPE STANDARD TIME."""
    return known(name) or known(name.title())
