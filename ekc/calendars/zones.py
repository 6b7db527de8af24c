"""Which clock a time in a calendar means. Pure.

Names of the IANA list, those names with a company before them, the names that Windows uses, and else the
offsets that the calendar itself tells (RFC 5545 section 3.6.5). What is not known is taken for the clock of
the calendar, or of the municipality.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LONGEST_NAME = 200
A_DAY = 86_400


class Zones:
    """The clocks of one calendar: `home` where nothing is said; `told` are its own STANDARD offsets."""

    def __init__(self, home: tzinfo) -> None:
        self.home = home
        self.told: dict[str, str] = {}
        self._known: dict[str, tzinfo] = {}

    def set_home(self, name: str) -> None:
        """X-WR-TIMEZONE: the clock of the whole calendar, where that is known."""
        self.home = known(name) or self.home

    def of(self, name: str | None) -> tzinfo:
        """The clock of a TZID; that of the calendar for none."""
        if name is None:
            return self.home
        if name not in self._known:
            self._known[name] = known(name) or _fixed(self.told, name) or self.home
        return self._known[name]


def known(name: str) -> tzinfo | None:
    """The clock of a name that the world knows; None for others."""
    name = name.strip().strip('"').strip("/")
    if not name or len(name) > LONGEST_NAME:
        return None
    if name.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    parts = name.split("/")
    for first in range(len(parts)):
        found = _iana("/".join(parts[first:]))
        if found is not None and (first == 0 or len(parts) - first > 1):
            return found
    windows = _windows().get(name)
    return None if windows is None else _iana(windows)


def _iana(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def _windows() -> Mapping[str, str]:
    """Only where such a name occurs: reading the list takes longer than most calendars."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 -- see above

    return WINDOWS_TO_OLSON


def _fixed(told: Mapping[str, str], name: str) -> tzinfo | None:
    """A clock that is never set: what the calendar says itself, such as +0530."""
    text = told.get(name, "")
    digits = text.lstrip("+-")
    if len(digits) not in {4, 6} or not digits.isdigit() or not digits.isascii():
        return None
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:] or 0)
    if seconds >= A_DAY:
        return None
    return timezone(timedelta(seconds=-seconds if text.startswith("-") else seconds))
