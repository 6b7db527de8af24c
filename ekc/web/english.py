"""Days and hours for who reads English. Instants come in aware; what is shown is the time in Amsterdam."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from ekc.clock import HOME

LOCALE = "en_GB"
ZONE = "(Dutch time)"


def day(value: date) -> str:
    """'Tuesday 3 March 2026' from an instant (the day it is in Amsterdam) or from a date."""
    local = value.astimezone(HOME).date() if isinstance(value, datetime) else value
    return format_date(local, "EEEE d MMMM y", LOCALE)


def day_and_times(start: datetime, end: datetime) -> str:
    """'Tuesday 3 March 2026, 19:30 – 22:00 (Dutch time)'; over midnight both days are named."""
    until = _clock_time(end) if day(start) == day(end) else f"{day(end)}, {_clock_time(end)}"
    return f"{day(start)}, {_clock_time(start)} – {until} {ZONE}"


def _clock_time(instant: datetime) -> str:
    return format_datetime(instant, "H:mm", HOME, LOCALE)
