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
class Facts:
    """What is known when a move is asked for. Each guard looks at one of these.

    `lacks`: words of what is not in order; `held`: conferences she organised that took place; `running`:
    what she organises now; `exception`: the bureau wrote down why it makes one.
    """

    lacks: tuple[str, ...] = ()
    block2: bool = False
    held: int = 0
    exception: bool = False
    running: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A named step from one of `sources` to `target`; a target of None stays where she is.

    `guards` are names of `GUARDS`. With `reasons`, one of them must be given.
    """

    name: str
    label: str
    sources: frozenset[Stage]
    target: Stage | None
    guards: tuple[str, ...] = ()
    reasons: bool = False


def _experienced(facts: Facts) -> str | None:
    if facts.held >= WITH_BUDDY or facts.exception:
        return None
    return (
        f"Blok 2 komt na {WITH_BUDDY} bijeenkomsten samen met een maatje; dit zijn er nu {facts.held}. "
        "Maak je een uitzondering? Schrijf dan op waarom."
    )


def _block2(facts: Facts) -> str | None:
    return None if facts.block2 else "Blok 2 van de training is nog niet klaar."


def _in_order(facts: Facts) -> str | None:
    return f"Eerst moet dit in orde zijn: {'; '.join(facts.lacks)}." if facts.lacks else None


def _handed_on(facts: Facts) -> str | None:
    if not facts.running:
        return None
    many = "loopt nog 1 traject" if facts.running == 1 else f"lopen nog {facts.running} trajecten"
    return f"Er {many}. Draag dat eerst over aan iemand anders."


GUARDS = {"experienced": _experienced, "block2": _block2, "in_order": _in_order, "handed_on": _handed_on}
MOVES = (
    Move("meet", "Kennismaking begonnen", frozenset({S.INTERESTED}), S.INTAKE),
    Move("train", "Training begonnen", frozenset({S.INTAKE}), S.TRAINING),
    Move("block2", "Blok 2 van de training klaar", IN_TRAINING_OR_ACTIVE, None, ("experienced",)),
    Move("activate", "Actief in de pool", frozenset({S.TRAINING}), S.ACTIVE, ("block2", "in_order")),
    Move("stop", "Gestopt", frozenset(S) - {S.STOPPED}, S.STOPPED, ("handed_on",), reasons=True),
    Move("come_back", "Komt terug", frozenset({S.STOPPED}), S.INTAKE),
)
BY_NAME = {move.name: move for move in MOVES}
PAUSE, END_PAUSE = "pause", "end_pause"  # no stage, but on her path all the same
WORDS = {
    "enrol": "Bij de pool gekomen",
    PAUSE: "Pauze",
    END_PAUSE: "Weer terug van pauze",
    **{move.name: move.label for move in MOVES},
}


def refusal(name: str, stage: str, facts: Facts, reason: str | None = None) -> str | None:
    """The Dutch sentence why move `name` is not possible from `stage` now; None where it is.

    KeyError for a move that does not exist.
    """
    move = BY_NAME[name]
    if Stage(stage) not in move.sources:
        return f"Dat kan nu niet: de stand is ‘{LABELS[Stage(stage)]}’."
    if move.reasons and reason not in STOP_REASONS:
        return "Kies een reden uit de lijst."
    return next((told for guard in move.guards if (told := GUARDS[guard](facts))), None)


def possible(stage: str) -> tuple[Move, ...]:
    """The moves that start from `stage`, whatever their guards say."""
    return tuple(move for move in MOVES if Stage(stage) in move.sources)
