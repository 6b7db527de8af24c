"""The clock of a kleine kring, and what is asked: names, and yes or no. No story. Pure.

The founding document asks it: who cannot stay at home is helped by a small circle within 24 hours. A
professional on duty runs it; no volunteer is alarmed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc.errors import DomainError, TooLateError
from ekc.referrals.lifecycle import State

ALARMS = (4, 12, 20)  # hours after the start
WITHIN = timedelta(hours=24)
MOST = 12  # who can be called in one evening
ANSWERS = ("yes", "no")
RUNNING = frozenset({State.CIRCLE_STARTED, State.CIRCLE_CALLING, State.CIRCLE_CONSULT})
ALL = RUNNING | {State.CIRCLE_DECIDED}
OVER = "Deze kleine kring is al klaar. Kijk hoe het er nu voor staat."
FULL = f"Er staan al {MOST} mensen op de lijst. Bel hen eerst."
PLACE_FIRST = "Vul eerst in of er een plek is voor vannacht."


def due(started: datetime, now: datetime) -> list[int]:
    """The alarms whose hour has come, the earliest first."""
    return [hours for hours in ALARMS if now >= started + timedelta(hours=hours)]


def hours_over(started: datetime, now: datetime) -> int:
    """Whole hours since the start."""
    return max(0, (now - started) // timedelta(hours=1))


def check_running(state: str) -> None:
    """TooLateError where it is decided, stopped, or an ordinary aanmelding already."""
    if state not in RUNNING:
        raise TooLateError(OVER)


def check_answer(answer: str) -> None:
    """DomainError for anything but yes or no."""
    if answer not in ANSWERS:
        raise DomainError("Kies ja of nee.")
