"""What an agency may set beforehand, until when that changes, and who is told first. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ekc.errors import DomainError, TooLateError
from ekc.referrals.lifecycle import BEFORE_HELD, State

LONGEST = 300
MOST = 10
BASES = {
    "supervision": "ondertoezichtstelling",
    "guardianship": "voogdij",
    "contact_ban": "contactverbod of huisverbod",
    "area_ban": "gebiedsverbod",
    "rent_ruling": "huurvonnis",
    "other_ruling": "andere uitspraak van een rechter",
    "probation": "toezicht van de reclassering",
    "safety": "afspraak over veiligheid met Veilig Thuis",
    "law": "een wet die dit eist",
}
REASONS = {
    "ruling": "er is een nieuwe uitspraak of beslissing",
    "situation": "de situatie is veranderd",
    "ended": "de maatregel is afgelopen",
    "mistake": "het stond er niet goed",
}
TESTED = {"yes": "ja", "no": "nee", "unknown": "weet ik nog niet"}
ANSWERED = frozenset({"yes", "no"})
OPEN = BEFORE_HELD | {State.PAUSED}
BEGUN = frozenset({State.PREPARATION, State.PLANNED})
TESTABLE = frozenset(
    {State.HELD, State.PLAN_IN_MAKING, State.PLAN_WITHOUT_MEETING, State.PLAN_MADE, State.FOLLOW_UP}
)
WITH_PLAN = frozenset({State.PLAN_WITHOUT_MEETING, State.PLAN_MADE, State.FOLLOW_UP})
FAMILY_FIRST = "Vertel het eerst aan de familie, en vraag of de anderen het mogen horen."
CHANGED = "De voorwaarden zijn net veranderd. Lees ze eerst, en vertel het dan."
OWN_PAGE = "De voorbereiding is begonnen. Voorwaarden verander je nu op hun eigen pagina, met een reden."
STILL_THERE = "Er staan voorwaarden opgeschreven. Haal die eerst weg op hun eigen pagina."


def is_stated(answer: str, written: int) -> bool:
    """Whether it is known which conditions there are: none, or some that are written down."""
    return answer == "none" or (answer == "some" and written > 0)


def has_begun(state: str, paused_from: str | None) -> bool:
    """Whether the preparation has begun, also while it stands still: from then on a change asks a reason and
    everybody is told anew."""
    return State(paused_from or state) in BEGUN


def check_open(state: str, paused_from: str | None, reason: str | None) -> None:
    """TooLateError once the meeting was held; DomainError where a late change has no reason of the list."""
    if State(state) not in OPEN or State(state) == State.DRAFT:
        raise TooLateError("Dit kan nu niet. Voorwaarden staan vast zodra de bijeenkomst geweest is.")
    if has_begun(state, paused_from) and reason not in REASONS:
        raise DomainError("De voorbereiding is begonnen. Kies waarom dit nu verandert.")


def check(organisation: str, basis: str, words: str, there: int) -> None:
    """DomainError for a condition without who sets it, on what it is based or what it is; or one too many."""
    if not organisation.strip():
        raise DomainError("Schrijf op welke organisatie dit stelt.")
    if basis not in BASES:
        raise DomainError("Kies waarop dit berust. Zonder zo'n grond is het een wens.")
    if not words.strip():
        raise DomainError("Schrijf in een paar woorden op wat de voorwaarde is.")
    if there >= MOST:
        raise DomainError(f"Meer dan {MOST} voorwaarden kan niet. Kijk welke samen kunnen.")


def check_answer(state: str, paused_from: str | None, *, now: str, wanted: str, written: int) -> None:
    """DomainError where the answer of the aanmelding (none, some) may not be changed on its own form."""
    if wanted == now:
        return
    if written and wanted == "none":
        raise DomainError(STILL_THERE)
    if has_begun(state, paused_from) and now != "unknown":
        raise DomainError(OWN_PAGE)


def check_telling(seen: int, current: int, *, is_focus: bool, shared: bool | None) -> None:
    """DomainError where somebody is told before the family found that fine; TooLateError where the conditions
    changed since the page was read."""
    if seen != current:
        raise TooLateError(CHANGED)
    if not is_focus and not shared:
        raise DomainError(FAMILY_FIRST)


def is_tested(answers: Iterable[str | None]) -> bool:
    """Whether of each condition it is known that the plan keeps to it or not; not where there is none."""
    given = list(answers)
    return bool(given) and all(answer in ANSWERED for answer in given)


def check_testing(state: str, outcome: str) -> None:
    """DomainError where there is no plan to test yet, or for an answer that is none of `TESTED`."""
    if outcome not in TESTED:
        raise DomainError("Kies een van de antwoorden.")
    if State(state) not in TESTABLE:
        raise DomainError("Er is nog geen plan. Dit vraag je na de bijeenkomst.")
