"""Days and hours for who reads English. Instants come in aware; what is shown is the time in Amsterdam."""

from __future__ import annotations

from datetime import date, datetime

from ekc.web.speaking import tongues

TAG = "en"


def day(value: date) -> str:
    """'Tuesday 3 March 2026' from an instant (the day it is in Amsterdam) or from a date."""
    return tongues()[TAG].day(value)


def day_and_times(start: datetime, end: datetime) -> str:
    """'Tuesday 3 March 2026, 19:30 – 22:00 (Dutch time)'; over midnight both days are named."""
    return tongues()[TAG].day_and_times(start, end)
