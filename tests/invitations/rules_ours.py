"""What we promise of each invitation and cancellation beyond RFC 5546, for real programs and for privacy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.invitations.content_lines import Line, Part, read

UNSEEN = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
MAILTO = re.compile(r"mailto:[^\s<>\"@,;:]+@[a-zA-Z0-9.-]+")
ANY_ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
LOCAL_TIME = re.compile(r"\d{8}T\d{6}")
# Beginnings of words that tell what an appointment is about.
TELLING = re.compile(
    r"(?:aanmeld|adhd|advies|agress|alcohol|angst|armoed|autis|begeleid|behandel|beperking|bescherm"
    r"|bewindvoer|casus|centrum|cliënt|conferentie|crisis|depress|dossier|drang|drugs|dwang|echtscheid"
    r"|eigen|eigenkracht|ekc|geweld|gezag|gezin|ggz|huiselijk|hulp|indicatie|jeugd|kind|kring"
    r"|leefgebied|maatje|mantel|melding|mishandel|moeder|ondersteun|onderzoek|opvoed|ouder|overlast"
    r"|pleeg|probleem|psych|raad|school|schuld|sociaal|team|therap|toezicht|traject|trauma|vader"
    r"|veilig|verslav|verwaarloos|voogd|wijk|wmo|zorg)[\w-]*"
)

# Nothing else stands in a copy: no other people, no file, no picture, no markup, no rule that repeats.
_MAY_STAND = {
    "UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "CLASS", "STATUS", "TRANSP",
    "SUMMARY", "LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE",
}  # fmt: skip
_NEEDED = {
    "REQUEST": {
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "ROLE": "REQ-PARTICIPANT",
        "CUTYPE": "INDIVIDUAL",
    },
    "CANCEL": {"ROLE": "REQ-PARTICIPANT", "CUTYPE": "INDIVIDUAL"},
}
_ORGANISES = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
_STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}


def broken_promises(raw: bytes, *, organises: bool = False) -> list[str]:
    """Which promises this personal copy breaks; empty when it keeps them all. `organises`: it is hers who
    organises it, and asks nothing."""
    calendar = read(raw)
    method = calendar.value("METHOD")
    (event,) = calendar.children("VEVENT")
    return [
        *_bytes(raw),
        *_people(method, event, raw, _ORGANISES if organises and method == "REQUEST" else {}),
        *_times(event),
        *_zones(calendar),
        *(f"{name} is not {value}" for name, value in _wanted(method) if event.value(name) != value),
        *(f"{part.name} in the event" for part in event.parts),
        *(f"{name} in the event" for name in sorted({line.name for line in event.lines} - _MAY_STAND)),
    ]


def telling_words(text: str) -> list[str]:
    """Which words of a text tell what the appointment is about."""
    return [word for word in re.findall(r"[\w-]+", text.lower()) if TELLING.fullmatch(word)]


def _wanted(method: str) -> Iterable[tuple[str, str]]:
    return (("CLASS", "PRIVATE"), ("STATUS", _STATUS[method]))


def _bytes(raw: bytes) -> Iterable[str]:
    if len(raw) >= 64 * 1024:
        yield "64 KiB or more"
    if not raw.endswith(b"END:VCALENDAR\r\n") or re.search(rb"\r(?!\n)|(?<!\r)\n", raw):
        yield "a line does not end in CRLF"
    for line in raw.split(b"\r\n"):
        if len(line) > 75:
            yield f"{len(line)} octets in a line"
        if line.decode(errors="replace").count("\ufffd"):
            yield "a fold splits a character"
    if UNSEEN.search(raw.decode(errors="replace")):
        yield "a character nobody sees"


def _people(method: str, event: Part, raw: bytes, otherwise: dict[str, str]) -> Iterable[str]:
    needed = _NEEDED[method] | otherwise
    guests, (organizer,) = event.all("ATTENDEE"), event.all("ORGANIZER")
    if len(guests) != 1:
        yield f"{len(guests)} guests in one copy"
    for person in (*guests, organizer):
        if not MAILTO.fullmatch(person.value):
            yield f"not one mailto: {person.value}"
        if re.search(r'^[=+@-]|["^\\<>]', person.parameters.get("CN", "")):
            yield f"a name that older programs do not read: {person.parameters['CN']}"
    for guest in guests:
        if {name: guest.parameters.get(name) for name in needed} != needed:
            yield f"the guest has {guest.parameters}"
        if guest.value.lower() == organizer.value.lower():
            yield "the organizer is asked"
        if method == "CANCEL" and "RSVP" in guest.parameters:
            yield "a cancellation asks for an answer"
    yield from _strangers([*guests, organizer], event.value("UID"), raw)


def _strangers(known: list[Line], uid: str, raw: bytes) -> Iterable[str]:
    """Addresses in the bytes that belong to nobody who may stand there."""
    expected = {person.value.removeprefix("mailto:").lower() for person in known} | {uid.lower()}
    for found in ANY_ADDRESS.findall(raw.replace(b"\r\n ", b"")):
        if found.decode().lower() not in expected:
            yield f"a stranger's address: {found.decode()}"


def _times(event: Part) -> Iterable[str]:
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        if not UTC_TIME.fullmatch(event.value(name)):
            yield f"{name} is not in UTC"
    for name in ("DTSTART", "DTEND"):
        (line,) = event.all(name)
        local = line.parameters == {"TZID": "Europe/Amsterdam"} and LOCAL_TIME.fullmatch(line.value)
        in_utc = not line.parameters and UTC_TIME.fullmatch(line.value)
        if not (local or in_utc):
            yield f"{name} floats: {line}"


def _zones(calendar: Part) -> Iterable[str]:
    for zone in calendar.children("VTIMEZONE"):
        if [part.name for part in zone.parts] != ["DAYLIGHT", "STANDARD"]:
            yield "a zone without summer or winter"
        for rule in zone.parts:
            names = {line.name for line in rule.lines}
            missing = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE"} - names
            if missing or "RDATE" in names or "BYDAY=-1SU" not in rule.value("RRULE"):
                yield f"a zone that Outlook does not read: {names}"
