"""A volunteer's path: every stage, every move, and what must be true before a move. Pure.

Interested, intake, training (block 1, two conferences with a buddy, block 2), active, stopped. A pause is no
stage: it is a day until which she is asked nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a volunteer is on her path."""

    INTERESTED = "interested"
    INTAKE = "intake"
    TRAINING = "training"
    ACTIVE = "active"
    STOPPED = "stopped"


S = Stage
LABELS = {
    S.INTERESTED: "heeft interesse",
    S.INTAKE: "kennismaking",
    S.TRAINING: "in training",
    S.ACTIVE: "actief",
    S.STOPPED: "gestopt",
}
IN_TRAINING_OR_ACTIVE = frozenset({S.TRAINING, S.ACTIVE})  # only these are asked
WITH_BUDDY = 2  # conferences that a new coordinator organises together with an experienced one
SOURCES = {
    "asked": "wij vroegen haar of hem zelf",
    "coordinator": "via een andere coördinator",
    "own_conference": "had zelf een bijeenkomst",
    "volunteer_desk": "via het steunpunt vrijwilligers",
    "village": "via het dorp of de wijk",
    "paper": "via krant of folder",
    "online": "via internet",
    "study": "via een opleiding",
    "other": "anders",
    "unknown": "onbekend",
}
STOP_REASONS = {
    "time": "te weinig tijd",
    "moved": "verhuisd",
    "health": "om de gezondheid",
    "work": "betaald werk gevonden",
    "no_match": "het past toch niet",
    "unhappy": "niet tevreden over hoe het ging",
    "bureau": "besluit van het bureau",
    "other": "anders",
    "unknown": "wil of kan het niet zeggen",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. `needs` is a field of `Facts`; `reasons` a list to choose from."""

    name: str
    label: str
    sources: frozenset[Stage]
    target: Stage
    needs: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a move is asked for. `held`: conferences with a buddy; `running`: trajecten now."""

    lacks: tuple[str, ...] = ()
    block2: bool = False
    held: int = 0
    exception: bool = False
    running: int = 0
