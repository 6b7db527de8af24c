"""One thing beside its floor, in one run."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing beside its floor: seconds of each, and the part or the times that it may take."""

    name: str
    ours: float
    floor: float
    goal: float
    at_least: bool = False  # the goal is a least speed: floor ÷ ours

    @property
    def times(self) -> float:
        """How many times the floor; of a speed, which part of its speed."""
        return self.floor / self.ours if self.at_least else self.ours / self.floor

    @property
    def fits(self) -> bool:
        """Whether the goal holds."""
        return self.times >= self.goal if self.at_least else self.times <= self.goal


def medians(*verbs: Callable[[], object]) -> list[float]:
    """Seconds of CPU of each, taken in turn, garbage collection off."""
    taken: list[list[float]] = [[] for _ in verbs]
    for verb in verbs:
        verb()
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS):
        for verb, times in zip(verbs, taken, strict=True):
            begin = process_time()
            verb()
            times.append(process_time() - begin)
    gc.enable()
    return [median(times) for times in taken]
