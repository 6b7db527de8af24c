"""The joint proposal (S7) beside OR-tools' flow solver: the same answer, its CPU time and its memory."""

from __future__ import annotations

import gc
import random
import tracemalloc
import warnings
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from ekc.matching.asks import Ask
from ekc.matching.proposal import propose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 5
TIMES, MEGABYTES = 5.0, 50.0
OUTSIDE = 1_000_000
DEAREST = 10_000
GOAL = (2_000, 10_000, 40)  # referrals, coordinators, candidates each
OURS = (60, 24, 24)  # a whole year of one municipality at once: to see, without a goal


@dataclass(frozen=True, slots=True)
class Joint:
    """One size: seconds of CPU of ours and of the flow solver, megabytes more, whether both pay the same."""

    asks: int
    people: int
    each: int
    ours: float
    theirs: float
    megabytes: float
    equal: bool

    @property
    def times(self) -> float:
        """How many times the flow solver."""
        return self.ours / self.theirs

    @property
    def fits(self) -> bool:
        """Whether S7 holds, at the size that it is about."""
        lean = self.times <= TIMES and self.megabytes <= MEGABYTES
        return self.equal and (lean or (self.asks, self.people, self.each) != GOAL)


def measure() -> list[Joint]:
    """All sizes."""
    return [_measured(*size) for size in (GOAL, OURS)]


def drawn(asks: int, people: int, each: int) -> tuple[list[Ask], dict[int, int]]:
    """So many asks with candidates at chance costs, and the room of everybody: 1 or 2."""
    chance = random.Random(2027)  # noqa: S311 -- the same case in every run
    rows = [
        Ask(
            n,
            OUTSIDE,
            {one: chance.randint(0, DEAREST) for one in sorted(chance.sample(range(people), each))},
        )
        for n in range(asks)
    ]
    return rows, {one: chance.randint(1, 2) for one in range(people)}


def flow(asks: Sequence[Ask], room: Mapping[int, int]) -> Any:  # noqa: ANN401 -- a class without types
    """The same question, ready for the flow solver."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas, which it brings along
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- for development only
    solver = min_cost_flow.SimpleMinCostFlow()
    source = len(asks) + len(room)
    sink = source + 1
    for n, ask in enumerate(asks):
        solver.add_arc_with_capacity_and_unit_cost(source, n, 1, 0)
        solver.add_arc_with_capacity_and_unit_cost(n, sink, 1, ask.outside)
        for one, cost in ask.leads.items():
            solver.add_arc_with_capacity_and_unit_cost(n, len(asks) + one, 1, cost)
    for one, many in room.items():
        solver.add_arc_with_capacity_and_unit_cost(len(asks) + one, sink, many, 0)
    solver.set_node_supply(source, len(asks))
    solver.set_node_supply(sink, -len(asks))
    return solver


def _measured(asks: int, people: int, each: int) -> Joint:
    rows, room = drawn(asks, people, each)
    solver = flow(rows, room)
    solver.solve()
    equal = propose(rows, room).total == solver.optimal_cost()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: propose(rows, room)))
        theirs.append(_seconds(flow(rows, room).solve))  # building its question is not counted
    tracemalloc.start()
    propose(rows, room)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Joint(asks, people, each, median(ours), median(theirs), peak / 1e6, equal)


def _seconds(verb: Callable[[], object]) -> float:
    gc.collect()
    begin = process_time()
    verb()
    return process_time() - begin
