"""How long each step of an aanmelding may take, in days that count. Pure.

The first figures are our own choice, between custom in this work and what keeps a conference within ten
weeks; a municipality chooses its own. Working days are Monday to Friday without the holidays of the
Algemene termijnenwet. Only professionals see a clock; a family or a volunteer never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from ekc.errors import DomainError
from ekc.referrals.lifecycle import State
from ekc.referrals.rules import working_days_after

LONGEST = 365
AMBER, RED = "amber", "red"
WORDS = {AMBER: "duurt lang", RED: "duurt te lang"}
TOO_SHORT = "Bij '{label}' moet 'te lang' later zijn dan 'lang', of op dezelfde dag."


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day without a word, and the last day before it is too long: days after the step began."""

    amber: int
    red: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A step with a clock: what it is called, in which days it counts, and its first limits."""

    code: str
    label: str
    working: bool
    first: Limit


S = State
CLOCKS = (
    Clock(S.DRAFT, "Formulier nog niet verstuurd", True, Limit(10, 20)),
    Clock(S.SUBMITTED, "Aangemeld, nog niets gevraagd", True, Limit(1, 3)),
    Clock(S.ASSENT_ASKED, "Instemming gevraagd", True, Limit(5, 10)),
    Clock(S.WANTS_EXPLANATION, "Wil eerst uitleg", True, Limit(5, 10)),
    Clock(S.ONE_PARENT_MISSING, "Één ouder nog niet", True, Limit(5, 10)),
    Clock(S.ASSENT_GIVEN, "Instemming gegeven, nog niet gezocht", True, Limit(2, 5)),
    Clock(S.RETURNED, "Terug naar het team", True, Limit(2, 5)),
    Clock(S.SAFETY_FIRST, "Eerst veiligheid", False, Limit(28, 42)),
    Clock(S.STABILISE_FIRST, "Eerst stabiliseren: na de afgesproken dag", True, Limit(0, 5)),
    Clock(S.MATCHING, "Coördinator zoeken", True, Limit(2, 5)),
    Clock("matching_urgent", "Coördinator zoeken bij spoed", True, Limit(0, 1)),
    Clock(S.MATCHED, "Kennismaken: na de dag die ervoor staat", True, Limit(0, 3)),
    Clock(S.PREPARATION, "Voorbereiding, vanaf de aanmelding", False, Limit(56, 70)),
    Clock("preparation_urgent", "Voorbereiding bij spoed, vanaf de aanmelding", False, Limit(3, 4)),
    Clock(S.PLANNED, "De dag is geweest, nog niet verteld hoe het ging", True, Limit(2, 5)),
    Clock(S.HELD, "Gehouden, nog niet verteld of er een plan is", True, Limit(2, 5)),
    Clock(S.PLAN_IN_MAKING, "Plan in de maak", True, Limit(10, 20)),
    Clock(S.PLAN_MADE, "Plan gemaakt, nog niet nagebeld", False, Limit(28, 42)),
    Clock(S.PLAN_WITHOUT_MEETING, "Plan zonder bijeenkomst, nog niet nagebeld", False, Limit(28, 42)),
    Clock(S.FOLLOW_UP, "Opvolging", False, Limit(28, 42)),
    Clock(S.CIRCLE_STARTED, "Kleine kring, nog niemand gebeld", False, Limit(0, 1)),
    Clock(S.CIRCLE_CALLING, "Kleine kring, bellen", False, Limit(0, 1)),
    Clock(S.CIRCLE_CONSULT, "Kleine kring, overleg", False, Limit(0, 1)),
    Clock(S.CIRCLE_DECIDED, "Kleine kring, nog geen gewone aanmelding", True, Limit(1, 3)),
    Clock(S.PAUSED, "Even stil", False, Limit(28, 56)),
)
BY_CODE = {str(each.code): each for each in CLOCKS}
Limits = Mapping[str, Limit]
FIRST: Limits = MappingProxyType({code: each.first for code, each in BY_CODE.items()})


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when a step lasts, and what else its clock looks at. All days are days in the Netherlands."""

    state: str
    since: date
    urgency: str = "normal"
    submitted: date | None = None
    paused_days: int = 0  # how long it stood still since it was sent
    revisit_on: date | None = None
    first_contact_by: date | None = None  # none: they spoke
    day_over: date | None = None  # when the planned day is over; none: that is not known here


def limits(kept: Iterable[str]) -> Limits:
    """The limits of a municipality from how it keeps them; a step it did not choose has the first ones."""
    return {**FIRST, **dict(_read(one) for one in kept)}


def kept(wanted: Limits) -> tuple[str, ...]:
    """As a municipality keeps them. DomainError where 'too long' comes before 'long', or is out of bounds."""
    for code, limit in wanted.items():
        if not 0 <= limit.amber <= limit.red <= LONGEST:
            raise DomainError(TOO_SHORT.format(label=BY_CODE[code].label))
    return tuple(f"{code}:{limit.amber}:{limit.red}" for code, limit in wanted.items())


def last_days(one: Standing, by: Limits = FIRST) -> tuple[date, date] | None:
    """(the last day that says nothing, the last before it is too long); None for a step without a clock."""
    code = _code(one)
    start = _start(one)
    if code not in BY_CODE or start is None:
        return None
    limit = by[code]
    return _after(start, limit.amber, code), _after(start, limit.red, code)


def colour(one: Standing, today: date, by: Limits = FIRST) -> str:
    """How a step stands today: nothing, amber or red."""
    found = last_days(one, by)
    if found is None or today <= found[0]:
        return ""
    return RED if today > found[1] else AMBER


def _code(one: Standing) -> str:
    urgent = f"{one.state}_urgent"
    return urgent if one.urgency == "urgent" and urgent in BY_CODE else str(State(one.state))


def _start(one: Standing) -> date | None:
    if one.state == S.STABILISE_FIRST:
        return one.revisit_on
    if one.state == S.PLANNED:
        return one.day_over
    if one.state == S.MATCHED:
        return one.first_contact_by
    if one.state == S.PREPARATION:
        return (one.submitted or one.since) + timedelta(days=one.paused_days)
    return one.since


def _after(start: date, days: int, code: str) -> date:
    return working_days_after(start, days) if BY_CODE[code].working else start + timedelta(days=days)


def _read(text: str) -> tuple[str, Limit]:
    code, amber, red = text.split(":")
    return code, Limit(int(amber), int(red))
