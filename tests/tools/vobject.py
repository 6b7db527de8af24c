"""vobject, the reader behind Radicale: one more judge of calendar files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import vobject


class Event(NamedTuple):
    """One VEVENT as vobject reads it; the instants are aware UTC."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str


def events(calendar: bytes) -> list[Event]:
    """Read every VEVENT, after vobject found nothing missing (RFC 5545's tables).

    ValueError or vobject's own error where it is no sound calendar, or where a time floats.
    """
    (root,) = vobject.readComponents(calendar.decode())
    root.validate(raiseException=True)
    return [_event(each) for each in root.contents.get("vevent", [])]


def _event(found: vobject.base.Component) -> Event:
    told = {name: lines[0].value for name, lines in found.contents.items()}
    if told["dtstart"].tzinfo is None or told["dtend"].tzinfo is None:
        raise ValueError("a floating time")
    return Event(
        told["uid"],
        int(told["sequence"]),
        told["dtstart"].astimezone(UTC),
        told["dtend"].astimezone(UTC),
        told["summary"],
        told.get("location", ""),
        told.get("description", ""),
    )
