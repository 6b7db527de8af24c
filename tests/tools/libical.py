"""libical through ctypes: the reader behind many calendars, and a strict judge by RFC 5546's tables."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from datetime import UTC, datetime


class _Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (
        ("year", c_int),
        ("month", c_int),
        ("day", c_int),
        ("hour", c_int),
        ("minute", c_int),
        ("second", c_int),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    )


_lib = ctypes.CDLL("libical.so.3")
_SIGNATURES: dict[str, tuple[object, list[object]]] = {
    "icalparser_parse_string": (c_void_p, [c_char_p]),
    "icalcomponent_free": (None, [c_void_p]),
    "icalcomponent_isa": (c_int, [c_void_p]),
    "icalcomponent_string_to_kind": (c_int, [c_char_p]),
    "icalcomponent_get_first_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_next_component": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_first_property": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_next_property": (c_void_p, [c_void_p, c_int]),
    "icalcomponent_get_timezone": (c_void_p, [c_void_p, c_char_p]),
    "icalcomponent_get_dtstart": (_Time, [c_void_p]),
    "icalcomponent_get_dtend": (_Time, [c_void_p]),
    "icalproperty_string_to_kind": (c_int, [c_char_p]),
    "icalproperty_get_value": (c_void_p, [c_void_p]),
    "icalvalue_get_text": (c_char_p, [c_void_p]),
    "icalproperty_get_value_as_string": (c_char_p, [c_void_p]),
    "icalproperty_get_parameter_as_string": (c_char_p, [c_void_p, c_char_p]),
    "icalrestriction_check": (c_int, [c_void_p]),
    "icaltime_as_timet_with_zone": (c_int64, [_Time, c_void_p]),
}
for _name, (_result, _arguments) in _SIGNATURES.items():
    _function = getattr(_lib, _name)
    _function.restype, _function.argtypes = _result, _arguments

_ANY_COMPONENT, _ANY_PROPERTY = 1, 0


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT as libical reads it; the instants are aware UTC."""

    method: str | None
    uid: str | None
    sequence: int | None
    status: str | None
    starts: datetime
    ends: datetime
    summary: str | None
    location: str | None
    description: str | None
    organizer: str | None
    attendees: tuple[str, ...]


def errors(calendar: bytes) -> list[str]:
    """Give what is wrong: lines that do not parse, and what RFC 5546 asks or forbids for the METHOD."""
    with _parsed(calendar) as root:
        if root is None:
            return ["not a calendar"]
        allowed = _lib.icalrestriction_check(root)
        kind = _lib.icalproperty_string_to_kind(b"X-LIC-ERROR")
        found = [error for part in _walk(root) for error in _values(part, kind)]
        found += [f"TZID {tzid} has no VTIMEZONE" for tzid in sorted(_lost_zones(root))]
        return found if found or allowed else ["refused by icalrestriction_check"]


def events(calendar: bytes) -> list[Event]:
    """Read every VEVENT. Raises ValueError when the bytes are no calendar, or a time has no zone."""
    with _parsed(calendar) as root:
        if root is None:
            raise ValueError("not a calendar")
        method = _first(root, "METHOD")
        kind = _lib.icalcomponent_string_to_kind(b"VEVENT")
        return [_event(part, method) for part in _walk(root) if _lib.icalcomponent_isa(part) == kind]


def instants(calendar: bytes, tzid: str, walls: Sequence[datetime]) -> list[int]:
    """Turn wall times (naive) into epoch seconds by the file's own VTIMEZONE; ValueError when it has none."""
    with _parsed(calendar) as root:
        zone = _lib.icalcomponent_get_timezone(root, tzid.encode()) if root else None
        if not zone:
            raise ValueError(f"no VTIMEZONE {tzid}")
        return [
            _lib.icaltime_as_timet_with_zone(
                _Time(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second, 0, 0, zone), zone
            )
            for wall in walls
        ]


@contextmanager
def _parsed(calendar: bytes) -> Iterator[int | None]:
    root = _lib.icalparser_parse_string(calendar)
    try:
        yield root
    finally:
        if root:
            _lib.icalcomponent_free(root)


def _walk(part: int) -> Iterator[int]:
    yield part
    child = _lib.icalcomponent_get_first_component(part, _ANY_COMPONENT)
    children = []
    while child:
        children.append(child)
        child = _lib.icalcomponent_get_next_component(part, _ANY_COMPONENT)
    for one in children:
        yield from _walk(one)


def _properties(part: int, kind: int) -> Iterator[int]:
    found = _lib.icalcomponent_get_first_property(part, kind)
    while found:
        yield found
        found = _lib.icalcomponent_get_next_property(part, kind)


def _values(part: int, kind: int) -> list[str]:
    raw = [_lib.icalproperty_get_value_as_string(one) for one in _properties(part, kind)]
    return [value.decode() for value in raw if value is not None]


def _first(part: int, name: str) -> str | None:
    return next(iter(_values(part, _lib.icalproperty_string_to_kind(name.encode()))), None)


def _text(part: int, name: str) -> str | None:
    found = next(_properties(part, _lib.icalproperty_string_to_kind(name.encode())), None)
    raw = _lib.icalvalue_get_text(_lib.icalproperty_get_value(found)) if found else None
    return None if raw is None else str(raw.decode())


def _lost_zones(root: int) -> set[str]:
    named = {
        tzid.decode()
        for part in _walk(root)
        for one in _properties(part, _ANY_PROPERTY)
        if (tzid := _lib.icalproperty_get_parameter_as_string(one, b"TZID"))
    }
    return {tzid for tzid in named if not _lib.icalcomponent_get_timezone(root, tzid.encode())}


def _instant(time: _Time) -> datetime:
    if not time.year or not time.zone:
        raise ValueError("a time without a zone")
    return datetime.fromtimestamp(_lib.icaltime_as_timet_with_zone(time, time.zone), UTC)


def _event(part: int, method: str | None) -> Event:
    sequence = _first(part, "SEQUENCE")
    return Event(
        method=method,
        uid=_text(part, "UID"),
        sequence=None if sequence is None else int(sequence),
        status=_first(part, "STATUS"),
        starts=_instant(_lib.icalcomponent_get_dtstart(part)),
        ends=_instant(_lib.icalcomponent_get_dtend(part)),
        summary=_text(part, "SUMMARY"),
        location=_text(part, "LOCATION"),
        description=_text(part, "DESCRIPTION"),
        organizer=_first(part, "ORGANIZER"),
        attendees=tuple(_values(part, _lib.icalproperty_string_to_kind(b"ATTENDEE"))),
    )
