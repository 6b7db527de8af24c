"""The clock of a kleine kring, and what is asked: names, and yes or no. No story. Pure.

The founding document asks it: who cannot stay at home is helped by a small circle within 24 hours. A
professional on duty runs it; no volunteer is alarmed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc.errors import DomainError, TooLateError
from ekc.referrals.lifecycle import State
from ekc.referrals.reasons import REASONS

ALARMS = (4, 12, 20)  # hours after the start
WITHIN = timedelta(hours=24)
MOST = 12  # who can be called in one evening
ANSWERS = ("yes", "no")
RUNNING = frozenset({State.CIRCLE_STARTED, State.CIRCLE_CALLING, State.CIRCLE_CONSULT})
ALL = RUNNING | {State.CIRCLE_DECIDED}
OVER = "Deze kleine kring is al klaar. Kijk hoe het er nu voor staat."
FULL = f"Er staan al {MOST} mensen op de lijst. Bel hen eerst."
PLACE_FIRST = "Vul eerst in of er een plek is voor vannacht."
PLACED = "placed"  # the reason to go on that needs no asking: of `REASONS["circle_on"]`
WITHOUT = {code: words for code, words in REASONS["circle_on"].items() if code != PLACED}


def due(started: datetime, now: datetime) -> list[int]:
    """The alarms whose hour has come, the earliest first."""
    return [hours for hours in ALARMS if now >= started + timedelta(hours=hours)]


def hours_over(started: datetime, now: datetime) -> int:
    """Whole hours since the start."""
    return max(0, (now - started) // timedelta(hours=1))


def still_looking(state: str, place: str | None) -> bool:
    """Whether there is no place yet: a no may still become a yes, so nothing ends with it."""
    return state in RUNNING or (state == State.CIRCLE_DECIDED and place == "no")


def check_looking(state: str, place: str | None) -> None:
    """TooLateError where there is a place, it stopped, or it is an ordinary aanmelding already."""
    if not still_looking(state, place):
        raise TooLateError(OVER)


def why_it_goes_on(place: str | None, reason: str | None) -> str:
    """There is a place, or else why without one, of `WITHOUT`. DomainError without an answer, or a reason."""
    if place is None:
        raise DomainError(PLACE_FIRST)
    if place == "no" and reason not in WITHOUT:
        raise DomainError("Kies waarom je verder gaat zonder plek.")
    return reason if place == "no" and reason else PLACED


def check_answer(answer: str) -> None:
    """DomainError for anything but yes or no."""
    if answer not in ANSWERS:
        raise DomainError("Kies ja of nee.")
