"""When somebody is reachable, what a shift must say, and which numbers to call. Pure.

The founding document asks it: there is always a professional behind a volunteer, at the day and the hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ekc.errors import DomainError, TooLateError

Span = tuple[datetime, datetime]  # from, until: aware instants

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(days=14)
FURTHEST = timedelta(days=549)  # a year and a half
MOST_REPEATS = 53
WEEK = timedelta(days=7)
ASK_AGAIN = timedelta(
    hours=48
)  # before the start: one reminder, and word to the bureau where nobody is there
FRESH = timedelta(hours=12)  # who was asked shorter ago is not reminded
AHEAD = timedelta(days=7)  # what the bureau sees among today's work
LOOK_BACK = timedelta(days=7)  # what went on without anybody, and nobody said why
LINK_STAYS = timedelta(days=2)

EMERGENCY = "112"
VEILIG_THUIS = "0800-2000"  # day and night, free of charge: the national number of Veilig Thuis
SHORT_NUMBER = re.compile(r"[0-9]{3,15}|\+[0-9]{6,15}", re.ASCII)

GO_AHEAD = {
    "professional_there": "Er is een beroepskracht bij, van begin tot eind",
    "somebody_else": "Iemand anders is bereikbaar; de coördinator heeft dat nummer",
    "bureau_phone": "Het bureau houdt zelf de telefoon bij",
    "agreed": "Bureau en coördinator spraken af dat het veilig kan",
}
ANSWERS = {"yes": "is bereikbaar", "no": "kan niet"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom to call in this municipality, and how long to wait for somebody who does not check out.

    `from_hour` and `until_hour`: between which hours on the clock the rota wants somebody, every day.
    """

    veilig_thuis: str = VEILIG_THUIS
    duty_phone: str | None = None  # of the bureau; without it, the central number
    officer_name: str | None = None  # the aandachtsfunctionaris of the meldcode
    officer_phone: str | None = None
    officer_mail: str | None = None
    from_hour: int = 8
    until_hour: int = 23
    nudge_minutes: int = 10
    alarm_minutes: int = 30
    version: int = 0


def holes(starts: datetime, ends: datetime, spans: Iterable[Span]) -> list[Span]:
    """The stretches of [starts, ends) that no span covers, in order. Spans may overlap and join."""
    found, at = [], starts
    for begin, end in sorted(spans):
        if end <= at or begin >= ends:
            continue
        if begin > at:
            found.append((at, begin))
        at = end
    if at < ends:
        found.append((at, ends))
    return found


def check_shift(starts: datetime, ends: datetime, now: datetime) -> None:
    """DomainError where nobody can be on duty like this, TooLateError where it is all past."""
    if ends <= starts:
        raise DomainError("De eindtijd moet na de begintijd liggen.")
    if not SHORTEST <= ends - starts <= LONGEST:
        raise DomainError("Een dienst duurt minstens een half uur en hooguit 14 dagen.")
    if ends <= now:
        raise TooLateError("Deze dienst is al voorbij. Kies een dag en uur die nog komen.")
    if starts > now + FURTHEST:
        raise DomainError("Dit is verder weg dan anderhalf jaar. Kijk het jaar na.")


def check_numbers(told: Numbers) -> None:
    """DomainError where these numbers or minutes cannot be used."""
    for number in (told.veilig_thuis, told.duty_phone, told.officer_phone):
        if number is not None:
            dial(number)
    if not 0 <= told.from_hour < told.until_hour <= 24:  # noqa: PLR2004 -- the hours of a day
        raise DomainError("Het rooster begint voor het eindigt: kies twee uren van 0 tot en met 24.")
    if told.alarm_minutes <= told.nudge_minutes:
        raise DomainError("Het alarm gaat later af dan de herinnering: kies meer minuten.")


def dial(number: str) -> str:
    """What a telephone dials: '08002000' from '0800-2000'. DomainError where this is no number.

    Short numbers (112, 0800, 0900, 14 with an area code) are numbers here too.
    """
    bare = re.sub(r"[\s\-–.()/]", "", number)
    if SHORT_NUMBER.fullmatch(bare) is None:
        raise DomainError("Dit is geen telefoonnummer. Schrijf het zo: 0800-2000.")
    return bare


def check_answer(value: str) -> None:
    """DomainError where this is no answer to 'can you be reached?'."""
    if value not in ANSWERS:
        raise DomainError("Kies ja of nee.")


def check_current(*, state: str, same: bool, ends: datetime, now: datetime) -> None:
    """TooLateError, in words for the achterwacht, where an answer makes no difference any more.

    `same`: whether the question is still about this person and these hours.
    """
    if state != "planned":
        raise TooLateError("Dit gaat niet door. Je hoeft niets te doen.")
    if not same:
        raise TooLateError("De dag of de tijd is veranderd. Kijk in je nieuwste bericht.")
    if ends <= now:
        raise TooLateError("Dit is al geweest. Dank je wel.")


def check_reason(reason: str) -> None:
    """DomainError where this is no reason to go on with nobody in reach."""
    if reason not in GO_AHEAD:
        raise DomainError("Kies waarom het toch doorgaat.")
