"""Appointments as bytes for calendars: invitation, cancellation, feed (RFC 5545, 5546, 7986).

Every copy lists one guest. The same values give the same bytes, so a second delivery is equal to the first.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

import icalendar

from ekc.invitations.vtimezone import HOME, VTIMEZONE
from ekc.notifications import hygiene

# Neutral on purpose: whoever looks over a shoulder learns nothing from the maker of the file.
PRODID = "-//Afspraken//Agenda 1//NL"
NAMELESS = "Afspraak"
REFRESH = timedelta(hours=1)

# With these an invitation stays far below 64 KiB, also when every character takes four bytes.
SUMMARY_LIMIT, LOCATION_LIMIT, DESCRIPTION_LIMIT, NAME_LIMIT = 200, 300, 4_000, 100

_END = b"END:VCALENDAR\r\n"
_HOST = re.compile(r"[a-z0-9.-]{1,200}")
_UID = re.compile(r"[\x21-\x7e]{1,255}")
# Calendars on the web show a description as HTML; a tag typed into a text must not become one.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# Older clients show the `^'` of RFC 6868 as it is; angle brackets make an address of a name.
_NOT_IN_NAMES = re.compile(r'["^\\<>]')
_FORMULA = re.compile(r"^[\s=+@-]+")
# RFC 6068 section 2: these may stand as they are in the address of a mailto URI.
_PLAIN_IN_MAILTO = "@!$'*+"


@dataclass(frozen=True, slots=True)
class Party:
    """Who invites or is invited: one plain e-mail address (else ValueError), and a name that may be empty."""

    address: str
    name: str

    def __post_init__(self) -> None:
        hygiene.address(self.address)


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment in one version. All instants are aware; they are written in UTC or in Dutch local time.

    `stamp` is the time of making this message and must be later in each message; `sequence` rises when the
    time, the place or the status changes (RFC 5546 2.1.4). ValueError for what no calendar can hold.
    """

    uid: str
    sequence: int
    stamp: datetime
    created: datetime
    changed: datetime
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    cancelled: bool = False

    def __post_init__(self) -> None:
        for moment in (self.stamp, self.created, self.changed, self.starts, self.ends):
            if moment.tzinfo is None:
                raise ValueError("an appointment needs aware instants")
        if self.ends - self.starts < timedelta(seconds=1):
            raise ValueError("an appointment ends after it starts")
        if self.sequence < 0:
            raise ValueError("a sequence is never below 0")
        if not _UID.fullmatch(self.uid):
            raise ValueError(f"not a UID: {self.uid[:80]!r}")


def new_uid(host: str) -> str:
    """A UID for life: 128 bits of chance at `host`, in small letters, else ValueError (RFC 7986 5.3)."""
    if not _HOST.fullmatch(host):
        raise ValueError(f"not a host name: {host[:80]!r}")
    return f"{secrets.token_hex(16)}@{host}"


def request(
    event: Event, organizer: Party, attendee: Party, partstat: str = "NEEDS-ACTION", *, asks: bool = True
) -> bytes:
    """An invitation, or a newer version of it, for one person (METHOD:REQUEST, RFC 5546 3.2.2).

    It asks for an answer, unless it goes to who organises it (`asks`; RSVP, RFC 5545 section 3.2.17). Where
    only the words change, `partstat` says what this person answered before, so that their calendar keeps it.
    ValueError for a cancelled appointment, and for inviting the organizer.
    """
    if event.cancelled:
        raise ValueError("a cancelled appointment cannot be asked for")
    return _personal("REQUEST", event, organizer, attendee, {"PARTSTAT": partstat, "RSVP": str(asks).upper()})


def cancel(event: Event, organizer: Party, attendee: Party) -> bytes:
    """This person need not come any more: METHOD:CANCEL with STATUS:CANCELLED (RFC 5546 3.2.5).

    It asks for no answer. Everybody has a copy of their own, so taking one person out is, in that copy, the
    same as calling it off. ValueError when the attendee is the organizer.
    """
    return _personal("CANCEL", event, organizer, attendee, {})


def event_lines(event: Event) -> bytes:
    """One VEVENT for a feed, to be stored when the appointment changes. No person stands in it.

    Its DTSTAMP is the last change, as RFC 5545 3.8.7.2 has it where there is no METHOD: a feed that did not
    change keeps its bytes.
    """
    lines: bytes = _vevent(event, event.changed, cancelled=event.cancelled).to_ical()
    return lines


def location(place: str) -> str:
    """A place as a calendar file says it."""
    return str(_text(hygiene.one_line(place, LOCATION_LIMIT)))


def feed(name: str, blocks: Iterable[bytes]) -> bytes:
    """A calendar to subscribe to, from many `event_lines`. No METHOD: PUBLISH would ask for an ORGANIZER."""
    head = _head()
    title = _text(hygiene.one_line(name, NAME_LIMIT) or NAMELESS)
    head.add("name", title, encode=False)
    head.add("x-wr-calname", title, encode=False)
    head.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", icalendar.vDuration(REFRESH))
    return _calendar(_opened(head), blocks)


def resource(block: bytes) -> bytes:
    """One appointment as a calendar on a server keeps it: without METHOD (RFC 4791 section 4.1), and without
    people, so that no server mails anybody about it (RFC 6638)."""
    return _calendar(_opened(_head()), [block])


class _Text(icalendar.vText):
    """TEXT by RFC 5545 3.3.11. The library's own way makes a line break of a typed backslash and N."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
        return escaped.encode()


def _text(plain: str) -> _Text:
    return _Text(_TAG.sub("\u2039", plain))


def _personal(method: str, event: Event, organizer: Party, attendee: Party, asked: dict[str, str]) -> bytes:
    if organizer.address.lower() == attendee.address.lower():
        raise ValueError("the organizer is not a guest")
    made = _vevent(event, event.stamp, cancelled=method == "CANCEL")
    made.add("organizer", _person(organizer, {}), encode=False)
    guest = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"} | asked
    made.add("attendee", _person(attendee, guest), encode=False)
    return _calendar(_letterhead(method), [made.to_ical()])


def _head() -> icalendar.Calendar:
    head = icalendar.Calendar()
    head.add("prodid", PRODID)
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    return head


@cache
def _letterhead(method: str) -> bytes:
    head = _head()
    head.add("method", method)
    return _opened(head)


def _opened(head: icalendar.Calendar) -> bytes:
    whole: bytes = head.to_ical()
    return whole.removesuffix(_END) + VTIMEZONE


def _calendar(opened: bytes, blocks: Iterable[bytes]) -> bytes:
    return b"".join((opened, *blocks, _END))


def _vevent(event: Event, stamp: datetime, *, cancelled: bool) -> icalendar.Event:
    made = icalendar.Event()
    values: dict[str, Any] = {
        "uid": event.uid,
        "sequence": event.sequence,
        "dtstamp": stamp.astimezone(UTC),
        "created": event.created.astimezone(UTC),
        "last-modified": event.changed.astimezone(UTC),
        "dtstart": _on_the_wall(event.starts),
        "dtend": _on_the_wall(event.ends),
        "class": "PRIVATE",
        "status": "CANCELLED" if cancelled else "CONFIRMED",
        # A calendar that keeps a cancelled appointment must not keep its owner busy.
        "transp": "TRANSPARENT" if cancelled else "OPAQUE",
    }
    for name, value in values.items():
        made.add(name, value)
    # An invitation must have a SUMMARY (RFC 5546 3.2.2), and libical drops an empty one.
    made.add("summary", _text(hygiene.one_line(event.summary, SUMMARY_LIMIT) or NAMELESS), encode=False)
    if where := location(event.location):
        made.add("location", _text(where), encode=False)
    if description := hygiene.lines(event.description, DESCRIPTION_LIMIT).strip():
        made.add("description", _text(description), encode=False)
    return made


def _on_the_wall(moment: datetime) -> datetime:
    """Dutch local time; but UTC in the autumn hour that comes twice, which local time cannot tell apart."""
    local = moment.astimezone(HOME)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if twice else local


def _person(party: Party, parameters: dict[str, str]) -> icalendar.vCalAddress:
    """A mailto: address (RFC 6068) with its parameters; the name only when something of it is left."""
    name = _FORMULA.sub("", hygiene.one_line(_NOT_IN_NAMES.sub(" ", party.name), NAME_LIMIT))
    known = {"CN": name} if name else {}
    address = quote(party.address, safe=_PLAIN_IN_MAILTO)
    return icalendar.vCalAddress(f"mailto:{address}", params=known | parameters)
