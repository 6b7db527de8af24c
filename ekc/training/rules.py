"""What kinds of gatherings there are, what a plan for one must say, and who gets a place. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from ekc.errors import DomainError, TooLateError

if TYPE_CHECKING:
    from collections.abc import Collection

KINDS = {
    "block1": "Training, blok 1",
    "block2": "Training, blok 2",
    "deepening": "Verdieping",
    "return_day": "Terugkomdag",
    "intervisie": "Intervisie",
    "workshop": "Workshop",
}
DATES = {"block1": "trained_on", "block2": "block2_on"}  # which date of the pool being there fills
CERTIFIED = ("block1", "block2", "deepening", "return_day", "workshop")
INTERVISIE = "intervisie"
NOT_COMING = frozenset({"no", "maybe", "call_me"})
AUDIENCES = {
    "active": "Iedereen die actief is",
    "training": "Iedereen die in training is",
    "ticked": "Alleen wie ik aankruis",
}
MOST_SEATS = 200
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=12)
FURTHEST = timedelta(days=549)
REMIND_BEFORE = timedelta(days=2)
REMIND_NO_LATER = timedelta(hours=12)  # nearer than this a reminder comes too late to change a plan
WAKING = range(9, 20)  # hours on the clock in which a reminder may leave
NO_NAMES = "We bespreken geen namen, en niets waaraan je iemand herkent."


@dataclass(frozen=True, slots=True)
class Plan:
    """A gathering as the bureau plans it. Instants are aware; where it is: in words, a village, or both."""

    kind: str
    starts: datetime
    ends: datetime
    seats: int
    place: str | None = None
    locality_id: int | None = None
    led_by: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands who said yes: a place, or this many in front of them on the waiting list."""

    has_seat: bool
    before: int = 0

    @property
    def sentence(self) -> str:
        """In words for whoever just said yes."""
        if self.has_seat:
            return "Je hebt een plek."
        return (
            f"Er is helaas geen plek meer vrij. Je staat op de wachtlijst, als nummer {self.before + 1}. "
            "Komt er een plek vrij, dan hoor je het."
        )


@dataclass(frozen=True, slots=True)
class Year:
    """How many intervisies a municipality wants in a year, and how many there were or will be."""

    wanted: int
    held: int
    planned: int

    @property
    def missing(self) -> int:
        """How many must still be planned."""
        return max(0, self.wanted - self.held - self.planned)

    def due(self, today: date) -> int:
        """How many must be planned by now: they are spread over the quarters of the year."""
        by_now = ceil(self.wanted * ((today.month - 1) // 3 + 1) / 4)
        return max(0, by_now - self.held - self.planned)


def check_plan(plan: Plan, now: datetime) -> None:
    """DomainError where this cannot be planned, TooLateError where its hour is past."""
    if plan.kind not in KINDS:
        raise DomainError("Kies wat het is.")
    if not plan.place and plan.locality_id is None:
        raise DomainError("Kies een dorp of wijk, of schrijf op waar het is.")
    if not 1 <= plan.seats <= MOST_SEATS:
        raise DomainError(f"Kies een aantal plekken van 1 tot en met {MOST_SEATS}.")
    if plan.ends <= plan.starts:
        raise DomainError("De eindtijd moet na de begintijd liggen.")
    if not SHORTEST <= plan.ends - plan.starts <= LONGEST:
        raise DomainError("Kies tijden die minstens een half uur en hooguit 12 uur uit elkaar liggen.")
    if plan.starts <= now:
        raise TooLateError("Dit moment is al voorbij. Kies een dag en uur die nog komen.")
    if plan.starts > now + FURTHEST:
        raise DomainError("Dit is verder weg dan anderhalf jaar. Kijk het jaar na.")


def check_open(called_off: datetime | None, starts: datetime, now: datetime) -> None:
    """TooLateError where it was called off, or has begun."""
    if called_off is not None:
        raise TooLateError("Dit gaat niet door. Het is al afgezegd.")
    if starts <= now:
        raise TooLateError("Dit is al begonnen of al geweest. Er kan niets meer aan veranderen.")


def check_begun(called_off: datetime | None, starts: datetime, now: datetime) -> None:
    """Whether it can be told who was there: DomainError before it begins, or where it was called off."""
    if called_off is not None:
        raise TooLateError("Dit is afgezegd. Er was dus niemand.")
    if now < starts:
        raise DomainError("Dit moet nog komen. Vul daarna in wie er was.")


def check_seats(seats: int, taken: int) -> None:
    """DomainError where fewer places are wanted than people have one already."""
    if seats < taken:
        raise DomainError(f"Er hebben al {taken} mensen een plek. Kies een aantal van {taken} of meer.")


def free_number(taken: Collection[int], seats: int) -> int | None:
    """The lowest number of a place that nobody has; None where it is full."""
    return next((number for number in range(1, seats + 1) if number not in taken), None)


def is_waking(local: datetime) -> bool:
    """Whether a reminder may leave now; `local` is the time on the clocks in the Netherlands."""
    return local.hour in WAKING
