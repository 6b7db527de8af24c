"""Hours of a conference: which are possible, in which quarter hours they fall, who is there when. Pure.

Instants are aware and in UTC; only `ends_on` works with what the clock on the wall shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ekc.errors import DomainError, TooLateError

QUARTER = 900  # seconds
SHORTEST = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=549)  # a year and a half
MORNING = time(6)
CIRCLE = "circle"
GUESTS = "guests"
INFORMATION = 60  # minutes, unless another length is chosen


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a conference: `circle` is there for all of it, `guests` for the information at its start."""

    audience: str
    starts: datetime
    ends: datetime


def quarters(starts: datetime, ends: datetime) -> range:
    """The quarter hours, counted in UTC from 1970, that [starts, ends) touches.

    In UTC no hour is missing and none comes twice, whatever the clock on the wall does.
    """
    first = int(starts.timestamp()) // QUARTER
    return range(first, -(-int(ends.timestamp()) // QUARTER))


def check_hours(starts: datetime, ends: datetime, now: datetime) -> None:
    """DomainError where a conference cannot be at these hours; any day and any time of the day is fine."""
    if ends <= starts:
        raise DomainError("De eindtijd moet na de begintijd liggen.")
    if ends - starts < SHORTEST:
        raise DomainError("Een bijeenkomst duurt minstens een half uur.")
    if ends - starts > LONGEST:
        raise DomainError("Een bijeenkomst duurt hooguit 12 uur.")
    if starts <= now:
        raise TooLateError("Dit moment is al voorbij. Kies een dag en uur die nog komen.")
    if starts > now + FURTHEST:
        raise DomainError("Dit is verder weg dan anderhalf jaar. Kijk het jaar na.")


def split(starts: datetime, ends: datetime, information_minutes: int, *, guests: bool) -> tuple[Part, ...]:
    """The parts of a conference: all of it for the kring and, with guests, the information at its start.

    DomainError where the information would leave the kring no time of its own.
    """
    whole = Part(CIRCLE, starts, ends)
    if not guests:
        return (whole,)
    until = starts + timedelta(minutes=information_minutes)
    if until >= ends:
        raise DomainError("Zo blijft er geen tijd over voor de kring zelf. Kies een korter informatiedeel.")
    return (whole, Part(GUESTS, starts, until))


def ends_on(day: date, begins: time, until: time) -> date:
    """The day on which a conference of `day` ends: the next one when that is in the small hours."""
    return day + timedelta(days=1) if until <= begins and until <= MORNING else day
