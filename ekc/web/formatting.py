"""Days, hours, distances and numbers as people in the Netherlands say them.

Instants come in aware; what is shown is the time in Amsterdam.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime

from ekc.clock import HOME
from ekc.errors import DomainError
from ekc.web.amounts import amount, euros, hours

if TYPE_CHECKING:
    from flask import Flask

ZONE = "(Nederlandse tijd)"
LOCALE = "nl"
REMEMBERED = 8192
MOBILE = "06"
NATIONAL_DIGITS = 10
SHORT_AREA_CODES = re.compile(r"01[0358]|02[0346]|03[03568]|04[0356]|05[0358]|07[0-9]|08[58]")


def init_app(app: Flask) -> None:
    """Templates get these as filters (`{{ dt|moment }}`); those with more arguments as functions."""
    for each in (moment, day, short_day, clock_time, km, phone, dial, machine_time, machine_day):
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.filters.update(amount=amount, euros=euros, hours=hours)
    app.jinja_env.globals.update(day_and_times=day_and_times, count=count)


@lru_cache(REMEMBERED)
def moment(instant: datetime) -> str:
    """'dinsdag 3 maart 2026, 19.30 uur'."""
    return f"{day(instant)}, {clock_time(instant)} uur"


@lru_cache(REMEMBERED)
def day(value: date) -> str:
    """'dinsdag 3 maart 2026' from an instant (the day it is in Amsterdam) or from a date."""
    return format_date(_local_day(value), "EEEE d MMMM y", LOCALE)


@lru_cache(REMEMBERED)
def short_day(value: date) -> str:
    """'di 3 mrt' for lists of this year, from an instant or a date."""
    return format_date(_local_day(value), "EEEEEE d MMM", LOCALE).rstrip(".")


@lru_cache(REMEMBERED)
def clock_time(instant: datetime) -> str:
    """'19.30'."""
    return format_datetime(_aware(instant), "H.mm", HOME, LOCALE)


@lru_cache(REMEMBERED)
def day_and_times(start: datetime, end: datetime) -> str:
    """'dinsdag 3 maart 2026, 19.30 – 22.00 uur'; over midnight both days are named."""
    if _local_day(start) == _local_day(end):
        return f"{day(start)}, {clock_time(start)} – {clock_time(end)} uur"
    return f"{moment(start)} – {moment(end)}"


def told_moment(instant: datetime) -> str:
    """The same as `moment`, as it stands in a message: whoever reads it may be in another country."""
    return f"{moment(instant)} {ZONE}"


def told_times(start: datetime, end: datetime) -> str:
    """The same as `day_and_times`, as it stands in a message."""
    return f"{day_and_times(start, end)} {ZONE}"


def km(distance: float) -> str:
    """'7 km' from a distance in kilometres; below half a kilometre 'minder dan 1 km'."""
    whole = round(distance)
    return f"{whole} km" if whole else "minder dan 1 km"


@lru_cache(REMEMBERED)
def phone(number: str) -> str:
    """'06 12 34 56 78' from '+31612345678'; numbers from abroad and short numbers stay as they are."""
    national = "0" + number[3:] if number.startswith("+31") else number
    if len(national) != NATIONAL_DIGITS or not national.isdigit() or not national.startswith("0"):
        return number
    if national.startswith(MOBILE):
        return f"06 {_pairs(national[2:])}"
    if SHORT_AREA_CODES.match(national):
        return f"{national[:3]} {national[3:6]} {_pairs(national[6:])}"
    return f"{national[:4]} {_pairs(national[4:])}"


def dial(number: str) -> str:
    """What a telephone dials: '08002000' from '0800-2000'."""
    return re.sub(r"[^0-9+]", "", number)


def count(number: int, one: str, many: str) -> str:
    """'1 dag', '3 dagen', '0 dagen'."""
    return f"{number} {one if number == 1 else many}"


def machine_time(instant: datetime) -> str:
    """For the `datetime` attribute: '2026-03-03T19:30+01:00'."""
    return _aware(instant).astimezone(HOME).isoformat(timespec="minutes")


def machine_day(value: date) -> str:
    """For the `datetime` attribute: '2026-03-03'."""
    return _local_day(value).isoformat()


def local_to_utc(on: date, at: time) -> datetime:
    """The instant when the clocks in the Netherlands show `at` on the day `on`.

    The hour that comes twice in autumn is taken the first time. DomainError for the hour that the night of
    spring skips.
    """
    local = datetime.combine(on, at, HOME)
    instant = local.astimezone(UTC)
    if instant.astimezone(HOME).time() != at:
        raise DomainError(
            f"Op {day(on)} gaat de klok om 2.00 uur een uur vooruit. "
            f"{at.hour}.{at.minute:02} uur bestaat dan niet. Kies een andere tijd."
        )
    return instant


def _local_day(value: date) -> date:
    return _aware(value).astimezone(HOME).date() if isinstance(value, datetime) else value


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is no instant")
    return instant


def _pairs(digits: str) -> str:
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
