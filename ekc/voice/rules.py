"""Where a suggestion is, and how working with a team went. No points, no counting per person. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from ekc.errors import DomainError, TooLateError

LATELY = timedelta(days=14)  # an announcement of so long ago is no news any more
HOW = {"good": "Het ging goed", "mixed": "Het kon beter", "bad": "Het ging niet goed"}
OF_YEAR = {"good": "Goed, ik doe het graag", "mixed": "Het kan beter", "bad": "Niet goed"}
STILL_OPEN = 2  # the last month of the next year in which it may still be told
FEWEST = 5  # answers: fewer would say who gave them
LONGEST_SHOWN = timedelta(days=366)


class Stand(StrEnum):
    """What the bureau does with a suggestion."""

    NEW = "new"
    THINKING = "thinking"
    DOING = "doing"
    DONE = "done"
    NOT = "not"


S = Stand
LABELS = {
    S.NEW: ("nog niet beantwoord", "busy"),
    S.THINKING: ("we denken erover na", "busy"),
    S.DOING: ("we zijn ermee bezig", "busy"),
    S.DONE: ("gedaan", "ok"),
    S.NOT: ("dit doen we niet", "neutral"),
}
ANSWERS = {stand.value: words for stand, (words, _) in LABELS.items() if stand != S.NEW}


def check_answer(stand: str, answer: str | None) -> None:
    """DomainError for an answer that says nothing: a stand and a word about it belong together."""
    if stand not in ANSWERS:
        raise DomainError("Kies wat jullie ermee doen.")
    if not answer:
        raise DomainError("Schrijf in een paar woorden wat jullie ermee deden, of waarom niet.")


def check_word(how: str, kind: str) -> None:
    """DomainError where nothing was chosen, or this is about no conference."""
    if how not in HOW:
        raise DomainError("Kies hoe het ging.")
    if kind != "thanks":
        raise DomainError("Dit kan bij een bijeenkomst die is gehouden.")


def is_open(year: int, today: date) -> bool:
    """Whether it can be told how a year was: while it lasts, and until the end of February after it."""
    return year == today.year or (year == today.year - 1 and today.month <= STILL_OPEN)


def check_year(how: str | None, year: int | None, today: date) -> None:
    """DomainError where nothing was chosen, or the year is long over or must come yet."""
    if how not in OF_YEAR:
        raise DomainError("Kies hoe het was.")
    if year is None or not is_open(year, today):
        raise DomainError("Over dit jaar kun je het nu niet vertellen.")


def check_until(until: date | None, today: date) -> None:
    """DomainError for a last day that is over, or so far away that nobody will think of it."""
    if until is None:
        return
    if until < today:
        raise DomainError("Deze dag is al voorbij. Kies een dag die nog komt, of laat het leeg.")
    if until > today + LONGEST_SHOWN:
        raise DomainError("Dit is verder weg dan een jaar. Laat de dag leeg, of kies een eerdere.")


def check_up(taken_down: object) -> None:
    """TooLateError where an announcement was taken down already."""
    if taken_down is not None:
        raise TooLateError("Deze mededeling was al weggehaald.")
