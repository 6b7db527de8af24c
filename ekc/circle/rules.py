"""Who may stand around a household, and in which relation. Pure."""

from __future__ import annotations

from datetime import date

from ekc.errors import DomainError

HOUSEHOLD = "household"
PROFESSIONAL = "professional"
RELATIONS = {
    HOUSEHOLD: "woont in huis",
    "family": "familie",
    "friend": "vriend of vriendin",
    "neighbour": "buur",
    "other": "iemand anders",
    PROFESSIONAL: "beroepskracht (komt alleen iets vertellen)",
}
SHORT = {**RELATIONS, PROFESSIONAL: "beroepskracht"}
NOT_AROUND = frozenset({HOUSEHOLD, PROFESSIONAL})  # these are not 'the people around the household'


def check(given_name: str, relation: str) -> None:
    """DomainError for a person without a name to call them by, or in a relation that is not in the list."""
    if not given_name.strip():
        raise DomainError("Vul een voornaam in. Een roepnaam is genoeg.")
    if relation not in RELATIONS:
        raise DomainError("Kies hoe deze persoon bij de familie hoort.")


def is_outside(relation: str) -> bool:
    """Whether somebody belongs to the people around the household: not of it, and not there for work."""
    return relation not in NOT_AROUND


def check_contact_day(on: date, since: date, today: date) -> None:
    """DomainError where the family cannot have been spoken on day `on`: to come, or before the assignment."""
    if on > today:
        raise DomainError("Die dag moet nog komen.")
    if on < since:
        raise DomainError("Op die dag was je nog niet gekoppeld. Kies een latere dag.")
