"""What a worry and an incident hold, and when somebody who does not check out is missed. Pure.

A worry is a fact and never a story: the volunteer tells it to a person. Volunteers notice and tell; weighing
and reporting is for professionals (Besluit verplichte meldcode, the steps for organisations with volunteers).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ekc.errors import DomainError, TooLateError

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=14)
LENGTHS = ((60, "een uur"), (90, "anderhalf uur"), (120, "twee uur"), (180, "drie uur"))
LONGER = (30, 60)  # minutes, one tap each
BEFORE = timedelta(hours=3)  # a bijeenkomst that begins within this is offered at checking in


class Kind(StrEnum):
    """What somebody must look at."""

    WORRY = "worry"
    INCIDENT = "incident"
    ALARM = "alarm"


KINDS = {
    Kind.WORRY: "Iemand maakt zich zorgen",
    Kind.INCIDENT: "Er is iets gebeurd",
    Kind.ALARM: "Iemand heeft zich niet afgemeld",
}
CALLED = {
    "112": "112",
    "veilig_thuis": "Veilig Thuis",
    "achterwacht": "mijn achterwacht",
    "duty": "wie dienst heeft",
    "bureau": "het bureau",
    "officer": "de aandachtsfunctionaris",
}
WHAT = {
    "threatened": "Ik ben bedreigd of uitgescholden",
    "hurt": "Ik ben geslagen of gewond",
    "unsafe": "Ik voelde me niet veilig en ben weggegaan",
    "damage": "Iets van mij is stuk of weg",
    "other": "Iets anders; ik vertel het aan de telefoon",
}
BACK = "Je bent al afgemeld. Dank je wel."
STEPS = {"seen": "gezien", "taken": "opgepakt", "handled": "afgerond"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a coordinator tells: facts from short lists, no words of her own."""

    kind: Kind
    referral_id: int | None = None
    urgent: bool = False
    called: tuple[str, ...] = ()
    what: str | None = None
    safe_now: bool | None = None


def check_told(told: Told) -> None:
    """DomainError where it is not of the lists."""
    if not set(told.called) <= set(CALLED):
        raise DomainError("Kies wie je belde uit de lijst.")
    if told.kind == Kind.INCIDENT and told.what not in WHAT:
        raise DomainError("Kies wat er gebeurde.")
    if told.kind == Kind.INCIDENT and told.safe_now is None:
        raise DomainError("Kies of je nu veilig bent.")


def is_pressing(told: Told) -> bool:
    """Whether the achterwacht and who is on duty hear it too, at any hour."""
    return told.urgent or told.kind != Kind.WORRY


def check_until(until: datetime, now: datetime) -> None:
    """DomainError where somebody cannot be expected back then."""
    if until - now < SHORTEST:
        raise DomainError("Kies een tijd die nog komt: minstens vijf minuten.")
    if until - now > LONGEST:
        raise DomainError("Dit is langer dan 14 uur. Kies een tijd vandaag of vannacht.")


def later(until: datetime, minutes: int, now: datetime) -> datetime:
    """Until when somebody stays who stays `minutes` longer: counted from now where the time is past."""
    if minutes not in LONGER:
        raise DomainError("Kies een half uur of een uur.")
    return max(until, now) + timedelta(minutes=minutes)


def check_step(step: str, *, taken_by: str | None, handled: datetime | None) -> None:
    """DomainError where this is no step, TooLateError where a colleague did it before.

    `taken_by`: the name of who took it up.
    """
    if step not in STEPS:
        raise DomainError("Kies wat je doet.")
    if handled is not None:
        raise TooLateError("Dit is al afgerond.")
    if step == "taken" and taken_by is not None:
        raise TooLateError(f"{taken_by} heeft dit net opgepakt.")
