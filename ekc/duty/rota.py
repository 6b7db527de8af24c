"""The rota as a page shows it: day by day, who is on, and where nobody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ekc.clock import HOME
from ekc.duty import rules
from ekc.duty.queries import Shift
from ekc.duty.rules import Numbers, Span

DAYS = 14  # on one page
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the rota: the shifts that touch it, and the hours in which somebody is missing."""

    day: date
    shifts: list[Shift]
    holes: list[Span]


def midnight(day: date) -> datetime:
    """The instant at which a day begins in the Netherlands, in UTC."""
    return datetime.combine(day, time(), HOME).astimezone(UTC)


def lines(first: date, shifts: Iterable[Shift], numbers: Numbers) -> list[Line]:
    """Fourteen days from `first`; holes are looked for between the hours that the rota wants somebody."""
    there = list(shifts)
    return [_line(first + n * A_DAY, there, numbers) for n in range(DAYS)]


def wanted(day: date, numbers: Numbers) -> Span:
    """The hours of a day in which the rota wants somebody, as instants; 24 is the midnight that ends it."""
    begin = datetime.combine(day, time(numbers.from_hour), HOME)
    last = midnight(day + A_DAY)
    if numbers.until_hour < 24:  # noqa: PLR2004 -- the hours of a day
        last = datetime.combine(day, time(numbers.until_hour), HOME).astimezone(UTC)
    return begin.astimezone(UTC), last


def _line(day: date, shifts: list[Shift], numbers: Numbers) -> Line:
    begin, end = midnight(day), midnight(day + A_DAY)
    on = [one for one in shifts if one.starts_at < end and one.ends_at > begin]
    return Line(day, on, rules.holes(*wanted(day, numbers), [one.span for one in on]))
