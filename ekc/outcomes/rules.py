"""What can be told about a conference afterwards, and what follows from it. Nothing is counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ekc.errors import DomainError, TooLateError
from ekc.referrals.reasons import REASONS

KINDS = {
    "ekc_plan": "een EKC-plan",
    "family_group_plan": "een familiegroepsplan",
    "own_plan": "een eigenkrachtplan",
}
PLAN = {
    "yes": "ja",
    "in_making": "het is in de maak",
    "no": "nee",
    "unknown": "dat weet ik nog niet",
}
OWN_TIME = {"yes": "ja", "no": "nee", "unknown": "dat weet ik niet"}
FOLLOWS = {"yes": "plan_made", "in_making": "plan_in_making", "no": "no_plan"}
LATER = frozenset({"held", "plan_in_making"})  # the states in which a plan may still come
MOST_PEOPLE = 200
PLAN_TOLD_BEFORE = "Dank je wel, maar dit was al doorgegeven."
TOLD_BEFORE = "Dank je wel, maar het was al doorgegeven hoe deze bijeenkomst ging."


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells after the day. `reason` when it was not held; `plan_kind` when there is a plan."""

    held: bool
    reason: str | None = None
    own_time: str = "unknown"
    people: int | None = None
    plan: str = "unknown"
    plan_kind: str | None = None


def check(told: Told, day: date, today: date) -> None:
    """DomainError where what is told cannot be, or lacks its reason or kind."""
    if today < day:
        raise DomainError("Deze dag moet nog komen. Vertel daarna hoe het ging.")
    if not told.held:
        if told.reason not in REASONS["unplan"]:
            raise DomainError("Kies waarom het niet doorging.")
        return
    if told.own_time not in OWN_TIME or told.plan not in PLAN:
        raise DomainError("Kies een van de antwoorden. 'Weet ik niet' mag ook.")
    if told.people is not None and not 0 <= told.people <= MOST_PEOPLE:
        raise DomainError(f"Vul in met hoeveel mensen jullie waren, van 0 tot en met {MOST_PEOPLE}.")
    if told.plan == "yes":
        check_kind(told.plan_kind)


def check_kind(kind: str | None) -> None:
    """DomainError where a plan is of no kind that we know."""
    if kind not in KINDS:
        raise DomainError("Kies wat voor plan het is.")


def check_first(state: str) -> None:
    """TooLateError where it was told before how a conference went, or where it was called off."""
    if state == "cancelled":
        raise TooLateError("Deze bijeenkomst was afgezegd.")
    if state != "planned":
        raise TooLateError(TOLD_BEFORE)


def check_plan_later(state: str, plan: str, kind: str | None) -> None:
    """Whether `plan` (yes, in_making, no) can be told of a referral in `state`.

    TooLateError where that was told before, DomainError where no answer or no kind was chosen.
    """
    if plan not in FOLLOWS:
        raise DomainError("Is er een plan? Kies een van de antwoorden.")
    if state not in LATER or (state == "plan_in_making" and plan == "in_making"):
        raise TooLateError(PLAN_TOLD_BEFORE)
    if plan == "yes":
        check_kind(kind)
