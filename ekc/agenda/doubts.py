"""What somebody should look at before a day is fixed: the place is shut, or she has something else. Pure.

It may be meant so: each is a tick of its own, and with all of them ticked the day is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ekc.agenda import opening
from ekc.agenda.timeslots import quarters
from ekc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from ekc.agenda.free import Block

LOOK = "Kijk dit eerst na. Klopt het? Zet er dan een vinkje bij, en druk nog een keer op de knop."


class Doubt(NamedTuple):
    """One thing to look at. `code` is hours or busy; `key` says of which hours (and place), so that a tick
    counts for nothing else; `sentence` is what the tick says."""

    code: str
    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a place: its name, and when it is open in whatever words."""

    venue_id: int
    name: str
    words: str | None


class DoubtsError(DomainError):
    """Something to look at, without a tick yet."""

    def __init__(self, found: Sequence[Doubt]) -> None:
        super().__init__(LOOK)
        self.found = found


def about_place(hours: Hours, starts: datetime, ends: datetime, zone: tzinfo) -> list[Doubt]:
    """Where a place is not open all the time, as far as its words are understood; instants are aware."""
    week = opening.read(hours.words)
    wall, until = starts.astimezone(zone), ends.astimezone(zone)
    if week is None or opening.is_open(week, wall, until):
        return []
    day = wall.weekday()
    told = f"Op {opening.DAYS[day]}: {opening.on_a_day(week[day])}."
    sentence = f"Toch in {hours.name}, al is het daar dan niet de hele tijd open. {told}"
    return [Doubt("hours", f"open-{hours.venue_id}-{_hours(starts, ends)}", sentence)]


def about_person(busy: Iterable[Block], starts: datetime, ends: datetime, name: str | None) -> list[Doubt]:
    """Where somebody has something else, without saying what; `name` is the first name, none for herself."""
    wanted = quarters(starts, ends)
    if not any(first < wanted.stop and until > wanted.start for first, until in busy):
        return []
    who = f"is {name}" if name else "ben je"
    sentence = f"Toch op dit uur, al {who} dan bezet volgens de agenda."
    return [Doubt("busy", f"busy-{_hours(starts, ends)}", sentence)]


def check(found: Sequence[Doubt], despite: frozenset[str]) -> None:
    """DoubtsError unless each of these was ticked."""
    if not {one.key for one in found} <= despite:
        raise DoubtsError(found)


def _hours(starts: datetime, ends: datetime) -> str:
    found = quarters(starts, ends)
    return f"{found.start}-{found.stop}"
