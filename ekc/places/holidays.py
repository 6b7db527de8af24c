"""Public holidays in the Netherlands, computed for any year. Pure.

Source: Algemene termijnenwet, article 3, with both Sundays of Easter and Whitsun beside it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SUNDAY = 6


@lru_cache(64)
def holidays(year: int) -> dict[date, str]:
    """The holidays of a year with their Dutch names, in the order of the year."""
    easter = easter_sunday(year)
    found = {
        date(year, 1, 1): "Nieuwjaarsdag",
        easter - timedelta(days=2): "Goede Vrijdag",
        easter: "Eerste paasdag",
        easter + timedelta(days=1): "Tweede paasdag",
        easter + timedelta(days=49): "Eerste pinksterdag",
        easter + timedelta(days=50): "Tweede pinksterdag",
        date(year, 5, 5): "Bevrijdingsdag",
        date(year, 12, 25): "Eerste kerstdag",
        date(year, 12, 26): "Tweede kerstdag",
    }
    for day, name in ((kings_day(year), "Koningsdag"), (easter + timedelta(days=39), "Hemelvaartsdag")):
        found[day] = f"{found[day]} en {name}" if day in found else name
    return dict(sorted(found.items()))


def name_of(day: date) -> str | None:
    """The holiday that a day is; None for any other day."""
    return holidays(day.year).get(day)


def kings_day(year: int) -> date:
    """27 April; the Saturday before where that is a Sunday (since 2014)."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == SUNDAY else day


def easter_sunday(year: int) -> date:
    """The first Sunday after the full moon of spring, as the church reckons it (Meeus, for our calendar)."""
    golden, century = year % 19, year // 100
    shift = century - (century + 8) // 25 + 1
    epact = (19 * golden + century - century // 4 - shift // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    months, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, months, day + 1)
