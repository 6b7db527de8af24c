"""What a plan for a day must say, and what a coordinator does next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from ekc.agenda.timeslots import INFORMATION
from ekc.errors import DomainError, TooLateError

if TYPE_CHECKING:
    from collections.abc import Iterable

TOLD = "Wie een bericht kan krijgen, krijgt dat. De anderen staan op de bellijst."
STATES = {
    "planned": "begonnen",
    "cancelled": "afgezegd",
    "held": "gehouden",
    "not_held": "niet doorgegaan",
}
AFTERWARDS = {
    "held": "plan_later",
    "plan_in_making": "plan_later",
    "plan_made": "done",
    "plan_without_meeting": "done",
    "follow_up": "done",
    "closed": "done",
}


class Span(Protocol):
    """From when until when, aware."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """How one person is there, if not as everybody: own hours (aware), a room, or at a distance."""

    person_id: int
    starts: datetime | None = None
    ends: datetime | None = None
    room_id: int | None = None
    remote: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether nothing of it is their own."""
        return self.starts is None and self.ends is None and self.room_id is None and not self.remote


@dataclass(frozen=True, slots=True)
class Plan:
    """A day as somebody fixes it. Instants are aware UTC; the place is a venue of the list, or free words.

    `place_in_invitation`: whether the free words may stand in an invitation. Whose home it is, decides.
    """

    starts: datetime
    ends: datetime
    venue_id: int | None = None
    room_ids: tuple[int, ...] = ()  # of that venue; none: all of it
    place: str | None = None
    place_in_invitation: bool = False
    information_minutes: int = INFORMATION
    safety_checked: bool = False
    mail_shared: bool = False  # also mail to whom somebody reads along with
    by_voice: bool = False  # the place is told by telephone only
    despite: frozenset[str] | None = None  # doubts that somebody ticked; none: nobody filled in a form
    own: tuple[Own, ...] = ()  # of who must not meet another

    @property
    def has_place(self) -> bool:
        """Whether it says where."""
        return self.venue_id is not None or bool(self.place)


@dataclass(frozen=True, slots=True)
class Stand:
    """What decides about the next thing to do in a traject."""

    state: str
    contacted: bool  # the coordinator has spoken the family
    around: int  # people of the kring outside the household
    spoken: int  # those of them who were spoken
    waiting: int = 0  # spoken, and not yet invited to the planned day
    planned_start: datetime | None = None
    calling: int = 0  # how many of those invited asked for a call


def lies_within(part: Span, other: Span) -> bool:
    """Whether a part of a day has all its hours in another, longer one."""
    hours, around = (part.starts_at, part.ends_at), (other.starts_at, other.ends_at)
    return hours != around and around[0] <= hours[0] and hours[1] <= around[1]


def next_step(stand: Stand, *, begun: bool) -> str:
    """The one thing to do now, as a code; `begun`: whether the planned day has begun.

    contact, people, speak, conditions, plan, call, invite, wait, report, plan_later, done or rest.
    """
    if stand.state not in {"matched", "preparation", "planned"}:
        return AFTERWARDS.get(stand.state, "rest")
    if not stand.contacted:
        return "contact"
    if stand.planned_start is None:
        return _before_a_day(stand)
    if begun:
        return "report"
    if stand.calling:
        return "call"
    return "invite" if stand.waiting else "wait"


def has_day_begun(day: date, today: date) -> bool:
    """Whether the day of a conference is here: from then on can be told how it went."""
    return day <= today


def check_place(plan: Plan) -> None:
    """DomainError where a plan does not say where."""
    if not plan.has_place:
        raise DomainError("Kies een plek, of schrijf op waar het is.")


def check_stands(state: str) -> None:
    """TooLateError where a conference is not planned any more."""
    if state != "planned":
        raise TooLateError("Deze bijeenkomst staat niet meer in de agenda.")


def check_open(state: str, starts: datetime, now: datetime) -> None:
    """TooLateError where a conference can no longer be moved, cancelled, or asked for."""
    check_stands(state)
    if starts <= now:
        raise TooLateError(
            "Deze bijeenkomst is al begonnen. Vertel daarna hoe het ging; ook als het niet doorging."
        )


def tally(answers: Iterable[str | None]) -> dict[str, int]:
    """How many said yes, no, maybe, that they want a call (`call_me`), nothing yet (`open`); and how many are
    still to be called (`to_call`)."""
    counted = {"yes": 0, "no": 0, "maybe": 0, "call_me": 0, "to_call": 0, "open": 0}
    for answer in answers:
        counted[answer or "open"] += 1
    return counted


def _before_a_day(stand: Stand) -> str:
    if not stand.around:
        return "people"
    if not stand.spoken:
        return "speak"
    return "conditions" if stand.state == "matched" else "plan"
