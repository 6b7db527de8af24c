"""Common free time (S8): thirty people with two hundred busy blocks each over eight weeks, beside sorting
those blocks once."""

from __future__ import annotations

import gc
import random
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from ekc.agenda.free import best_starts, common_free

if TYPE_CHECKING:
    from collections.abc import Callable

    from ekc.agenda.free import Block

ROUNDS = 41
PEOPLE, BLOCKS, QUARTERS, LASTS = 30, 200, 56 * 96, 12
COMMON, BEST = 3.0, 8.0


@dataclass(frozen=True, slots=True)
class Free:
    """One way to look: seconds of CPU, those of sorting all blocks once, and the goal."""

    name: str
    ours: float
    sorting: float
    most: float

    @property
    def times(self) -> float:
        """How many times the sorting."""
        return self.ours / self.sorting

    @property
    def fits(self) -> bool:
        """Whether S8 holds."""
        return self.times <= self.most


def measure() -> list[Free]:
    """Both ways, one round of each in turn."""
    busy = drawn()
    together = [block for blocks in busy for block in blocks]
    verbs: list[Callable[[], object]] = [
        lambda: sorted(together),
        lambda: common_free(together, 0, QUARTERS, LASTS),
        lambda: best_starts(busy, 0, QUARTERS, LASTS),
    ]
    seconds: list[list[float]] = [[] for _ in verbs]
    gc.disable()
    for _ in range(ROUNDS):
        for verb, kept in zip(verbs, seconds, strict=True):
            kept.append(_seconds(verb))
    gc.enable()
    sorting, common, best = (median(kept) for kept in seconds)
    return [
        Free("free for everybody", common, sorting, COMMON),
        Free("where most can", best, sorting, BEST),
    ]


def drawn() -> list[list[Block]]:
    """The busy blocks of everybody, a quarter to four hours long, in no order."""
    chance = random.Random(2027)  # noqa: S311 -- the same case in every run
    return [
        [(first, first + chance.randint(1, 16)) for first in chance.choices(range(QUARTERS), k=BLOCKS)]
        for _ in range(PEOPLE)
    ]


def _seconds(verb: Callable[[], object]) -> float:
    begin = process_time()
    verb()
    return process_time() - begin
