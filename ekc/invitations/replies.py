"""What calendar programs send for their owners (METHOD:REPLY and COUNTER, RFC 5546), read with distrust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import unquote

from icalendar.parser import Contentline, Contentlines

from ekc.notifications import hygiene

# A calendar program answers in about one kilobyte.
LIMIT = 64 * 1024
WORDS = 1000  # what is kept of what somebody typed beside it

Said = Literal["yes", "no", "maybe", "counter", "delegated"]
_ANSWERS: dict[str, Said] = {
    "ACCEPTED": "yes",
    "DECLINED": "no",
    "TENTATIVE": "maybe",
    "DELEGATED": "delegated",
}
_CALENDAR, _EVENT = ["VCALENDAR"], ["VCALENDAR", "VEVENT"]
# Where a line must stand to be read: an alarm or another part may hold lines of the same name.
_PLACES = {
    "METHOD": _CALENDAR,
    "UID": _EVENT,
    "SEQUENCE": _EVENT,
    "DTSTAMP": _EVENT,
    "ATTENDEE": _EVENT,
    "COMMENT": _EVENT,
    "RECURRENCE-ID": _EVENT,
}
_MAILTO = re.compile("^mailto:", re.IGNORECASE)
_UID = re.compile(r"[\x21-\x7e]{1,255}")
_SEQUENCE = re.compile("[0-9]{1,9}")
_STAMP = re.compile("[0-9]{8}T[0-9]{6}Z")

_Line = tuple[Mapping[str, object], str]
_FIRST_VERSION: list[_Line] = [({}, "0")]


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered. `stamp` is aware UTC; `attendee` is an e-mail address in small letters.

    `with_words`: somebody typed something beside it, the `words`. `counter`: they ask for another moment;
    `delegated`: for somebody else in their place, `instead`: an e-mail address, empty where it is not said.
    """

    uid: str
    sequence: int
    stamp: datetime
    attendee: str
    answer: Said
    with_words: bool = False
    words: str = field(default="", compare=False)
    instead: str = field(default="", compare=False)


def read_reply(raw: bytes) -> Reply | None:
    """The answer in a calendar object of at most 64 KiB. None for anything else, garbage included.

    Only these values are read: a reply cannot move, cancel or add anything. One about several appointments
    or by several people is for a human to look at. ORGANIZER and time zones are not looked at:
    Outlook leaves out the one and has its own names for the other.
    """
    if len(raw) > LIMIT:
        return None
    try:
        content = Contentlines.from_ical(raw.decode("utf-8-sig", "replace"))  # type: ignore[no-untyped-call] # -- untyped in the library
        found = _direct_lines(content)
        method = _only(found["METHOD"])[1].upper()
        if method not in {"REPLY", "COUNTER"} or "RECURRENCE-ID" in found:
            return None
        person, address = _who(found["ATTENDEE"])
        words = _words(found.get("COMMENT", ()))
        return Reply(
            uid=_value(_UID, found["UID"]),
            sequence=int(_value(_SEQUENCE, found.get("SEQUENCE", _FIRST_VERSION))),
            stamp=datetime.fromisoformat(_value(_STAMP, found["DTSTAMP"])),
            attendee=hygiene.address(unquote(_MAILTO.sub("", address))).lower(),
            answer="counter" if method == "COUNTER" else _ANSWERS[str(person["PARTSTAT"]).upper()],
            with_words=bool(words),
            words=words,
            instead=_instead(person),
        )
    except (ValueError, LookupError):
        return None


def _direct_lines(content: Iterable[Contentline]) -> dict[str, list[_Line]]:
    """The lines we read, by name, from one whole calendar with one event; ValueError if it is not that."""
    path: list[str] = []
    parts: list[list[str]] = []
    found: dict[str, list[_Line]] = {}
    for line in content:
        start, _, rest = line.partition(":")
        name = start.partition(";")[0].strip().upper()
        if name == "BEGIN":
            path.append(rest.strip().upper())
            parts += [path[:]] if path in (_CALENDAR, _EVENT) else []
        elif name == "END" and path.pop() != rest.strip().upper():
            raise ValueError("a part ends that did not begin")
        elif _PLACES.get(name) == path:
            if line.upper().count(";PARTSTAT=") > 1:
                raise ValueError("two answers in one")
            _, parameters, value = line.parts()
            found.setdefault(name, []).append((parameters, value.strip()))
    if path or parts != [_CALENDAR, _EVENT]:
        raise ValueError("not one calendar with one event")
    return found


def _who(lines: list[_Line]) -> _Line:
    """Whose answer it is; where somebody else is to come instead, the one who was invited."""
    passed_on = [line for line in lines if str(line[0].get("PARTSTAT", "")).upper() == "DELEGATED"]
    return _only(passed_on or lines)


def _words(lines: Iterable[_Line]) -> str:
    """What was typed; the library took away the escapes of TEXT (RFC 5545 section 3.3.11)."""
    return hygiene.lines("\n".join(value for _, value in lines).strip(), WORDS)


def _instead(person: Mapping[str, object]) -> str:
    """To whom it was passed on (DELEGATED-TO, RFC 5545 section 3.2.5), where that is one plain address."""
    try:
        return hygiene.address(unquote(_MAILTO.sub("", str(person.get("DELEGATED-TO", "")))))
    except ValueError:
        return ""


def _only(lines: list[_Line]) -> _Line:
    (line,) = lines
    return line


def _value(pattern: re.Pattern[str], lines: list[_Line]) -> str:
    value = _only(lines)[1]
    if not pattern.fullmatch(value):
        raise ValueError(f"unexpected value {value[:80]!r}")
    return value
