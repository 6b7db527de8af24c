"""What stands on the family's own page, and what a hoofdpersoon may do there. Pure."""

from __future__ import annotations

from datetime import timedelta

from ekc.errors import DomainError
from ekc.referrals.lifecycle import BEFORE_HELD, ENDED, State

STANDS = timedelta(days=182)  # how long the link opens, from when it was last sent or printed
BY_ITSELF = "asked"  # the reason of a pause that the family asked for
NEXT = {
    State.MATCHING: "We zoeken iemand die de bijeenkomst met jullie regelt. Je hoort het van ons.",
    State.MATCHED: "Jullie spreken elkaar binnenkort voor het eerst.",
    State.PREPARATION: "Samen bedenk je wie erbij moeten zijn. Daarna kiezen jullie een dag en een plek.",
    State.PLANNED: "De dag staat vast. Wie komt, kreeg een uitnodiging of een telefoontje.",
    State.HELD: "De bijeenkomst is geweest. Het plan is van jullie.",
    State.PLAN_IN_MAKING: "Jullie werken nog aan het plan. Neem de tijd.",
    State.PLAN_MADE: "Er is een plan. Over een paar weken bellen we hoe het gaat, als je dat goed vindt.",
    State.PLAN_WITHOUT_MEETING: "Er is een plan. Over een paar weken bellen we hoe het gaat, "
    "als je dat goed vindt.",
    State.FOLLOW_UP: "We bellen een keer hoe het gaat, als je dat goed vindt.",
    State.PAUSED: "Het staat nu even stil. Je hoeft niets te doen.",
}
OTHERWISE = "Wil je weten hoe het verdergaat? Bel ons gerust."
OVER = "Dit is afgerond. Is er weer iets? Bel ons gerust."
COMES = {
    "comes": "komt",
    "later": "komt later",
    "remote": "doet op afstand mee",
    "letter": "stuurt een brief",
    "if": "komt misschien",
    "maybe": "weet het nog niet",
    "call_me": "weet het nog niet",
    "no": "komt niet",
    "asked": "zei nog niets",
    "to_call": "wordt nog gebeld",
}
NOT_ASKED = "is nog niet gevraagd"
CANNOT_REST = "Dat kan nu niet meer. Bel ons, dan kijken we samen."
NOT_YOURS = "Het staat om een andere reden stil. Bel ons, dan kijken we samen."


def is_over(state: str) -> bool:
    """Whether the traject ended: then the page says that, and nobody's name any more."""
    return State(state) in ENDED


def next_words(state: str) -> str:
    """What happens next, in a sentence for the family."""
    if is_over(state):
        return OVER
    return NEXT.get(State(state), OTHERWISE)


def comes_words(stand: str | None) -> str:
    """What somebody around the family said about coming; never on what condition."""
    return COMES.get(stand or "", NOT_ASKED)


def may_rest(state: str) -> bool:
    """Whether the family can let it stand still: until the meeting was held."""
    return State(state) in BEFORE_HELD


def may_go_on(state: str, reason: str | None) -> bool:
    """Whether the family can go on by itself: it stands still because they asked."""
    return State(state) == State.PAUSED and reason == BY_ITSELF


def check_rest(state: str) -> None:
    """DomainError where there is nothing to let stand still any more."""
    if not may_rest(state):
        raise DomainError(CANNOT_REST)


def check_go_on(state: str, reason: str | None) -> None:
    """DomainError where it does not stand still, or somebody else had a reason."""
    if State(state) != State.PAUSED:
        raise DomainError(CANNOT_REST)
    if not may_go_on(state, reason):
        raise DomainError(NOT_YOURS)
