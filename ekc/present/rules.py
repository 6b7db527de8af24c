"""What can be pressed on the day, which press wins, and what somebody must hear of. Pure.

No field for content: the founding document wants what is said to stay with the family.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ekc.errors import DomainError

OWN_TIME = "own_time"
HERE = "here:"
ANSWERS = ("yes", "no")
OPEN = ("planned", "held")
MOST = 500  # presses in one go: a whole evening, everybody pressed many times
OLDEST = timedelta(days=30)
OWN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
ABOUT = re.compile(r"own_time|here:[0-9]{1,19}", re.ASCII)
NONSENSE = "Dit konden we niet lezen. Laad de bladzijde opnieuw."
CALLED_OFF = "Deze bijeenkomst is afgezegd. Wat je tikte, telt niet mee. Bel het bureau als je er toch bent."
TOO_EARLY = "Die vraag komt pas als de bijeenkomst begonnen is."


@dataclass(frozen=True, slots=True)
class Press:
    """One tap: its own id, made on the phone; about whom or what; yes or no; when (aware)."""

    own_id: str
    about: str
    answer: str
    at: datetime


def read(text: str, sent: str, now: datetime) -> list[Press]:
    """The presses that a phone sends: a JSON list of {id, about, answer, at}; DomainError for anything else.

    `sent` is the moment of sending on the clock of the phone, so that a clock that is wrong does no harm.
    """
    try:
        told = json.loads(text)
        off = now - _moment(sent)
        if not isinstance(told, list) or len(told) > MOST:
            raise DomainError(NONSENSE)
        return [_press(one, off, now) for one in told]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise DomainError(NONSENSE) from error


def check(press: Press) -> Press:
    """DomainError for a press that no page of ours sends."""
    if not (OWN_ID.fullmatch(press.own_id) and ABOUT.fullmatch(press.about) and press.answer in ANSWERS):
        raise DomainError(NONSENSE)
    return press


def too_early(press: Press, starts: datetime, now: datetime) -> bool:
    """Whether this tells how a day went that begins later (aware), as when it was moved meanwhile."""
    return press.about == OWN_TIME and starts > now


def standing(presses: Iterable[Press]) -> dict[str, str]:
    """What holds now, by what it is about: of two presses the later wins, whichever came in first."""
    found: dict[str, Press] = {}
    for press in presses:
        known = found.get(press.about)
        if known is None or (press.at, press.own_id) > (known.at, known.own_id):
            found[press.about] = press
    return {about: press.answer for about, press in found.items()}


def differs(shown: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What stands otherwise than a phone showed it."""
    return sorted(about for about, answer in now.items() if shown.get(about, answer) != answer)


def read_shown(text: str) -> dict[str, str]:
    """What a phone shows: a JSON object; DomainError for anything else."""
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise DomainError(NONSENSE) from error
    if not isinstance(told, dict):
        raise DomainError(NONSENSE)
    return {str(about): str(answer) for about, answer in told.items()}


def _press(told: Any, off: timedelta, now: datetime) -> Press:  # noqa: ANN401 -- whatever was sent
    at = min(max(_moment(told["at"]) + off, now - OLDEST), now)
    return check(Press(str(told["id"]), str(told["about"]), str(told["answer"]), at))


def _moment(text: Any) -> datetime:  # noqa: ANN401 -- whatever was sent
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
