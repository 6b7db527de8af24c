"""The cheapest filling of seats, beside an independent solver (OR-tools' flow)."""

from __future__ import annotations

import random
import warnings
from typing import NamedTuple

import pytest

from ekc.matching.seats import fill

CASES = 1_000


class Case(NamedTuple):
    """Rows with (column, cost), what it costs to leave one outside, and the room of the columns."""

    rows: list[list[tuple[int, int]]]
    outside: list[int]
    room: list[int]


@pytest.fixture(scope="module")
def flow():
    """OR-tools' solver; it brings pandas along, so that only this module asks for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- costs a second
    return min_cost_flow.SimpleMinCostFlow


def drawn(chance: random.Random) -> Case:
    """A case with short capacity, empty rows, full columns and many ties among them."""
    rows, columns = chance.randint(0, 14), chance.randint(1, 9)
    dearest = chance.choice((1, 3, 40, 5_000))
    most = chance.choice((1, 2, 3))
    return Case(
        [
            [
                (one, chance.randint(0, dearest))
                for one in chance.sample(range(columns), chance.randint(0, columns))
            ]
            for _ in range(rows)
        ],
        [chance.choice((0, dearest, 10 * dearest)) for _ in range(rows)],
        [chance.randint(0, most) for _ in range(columns)],
    )


def least(flow, case: Case) -> int:
    """What the independent solver pays."""
    asked, source = flow(), len(case.rows) + len(case.room)
    sink = source + 1
    for n, row in enumerate(case.rows):
        asked.add_arc_with_capacity_and_unit_cost(source, n, 1, 0)
        asked.add_arc_with_capacity_and_unit_cost(n, sink, 1, case.outside[n])
        for column, cost in row:
            asked.add_arc_with_capacity_and_unit_cost(n, len(case.rows) + column, 1, cost)
    for column, many in enumerate(case.room):
        asked.add_arc_with_capacity_and_unit_cost(len(case.rows) + column, sink, many, 0)
    asked.set_node_supply(source, len(case.rows))
    asked.set_node_supply(sink, -len(case.rows))
    assert asked.solve() == asked.OPTIMAL
    return asked.optimal_cost()


def paid(case: Case, found: list[int | None]) -> int:
    """What a filling costs; fails where a column holds more than it has room for, or a row sits elsewhere."""
    for column, many in enumerate(case.room):
        assert found.count(column) <= many
    return sum(
        case.outside[n] if column is None else dict(case.rows[n])[column] for n, column in enumerate(found)
    )


def test_never_dearer_than_the_independent_solver(flow):
    chance = random.Random(2027)
    for number in range(CASES):
        case = drawn(chance)
        assert paid(case, fill(*case)) == least(flow, case), f"case {number}: {case}"


def test_a_large_case_too_with_too_few_seats(flow):
    chance = random.Random(5)
    rows = [[(one, chance.randint(0, 9_999)) for one in chance.sample(range(150), 12)] for _ in range(400)]
    case = Case(rows, [100_000] * 400, [chance.randint(0, 3) for _ in range(150)])
    assert paid(case, fill(*case)) == least(flow, case)


def test_who_was_left_outside_is_weighed_again():
    """The second row takes the only seat from the first, and the third takes it from the second."""
    assert fill([[(0, 5)], [(0, 5)], [(0, 5)]], [10, 20, 30], [1]) == [None, None, 0]


def test_nobody_takes_a_seat_that_is_dearer_than_none():
    assert fill([[(0, 11)]], [10], [1]) == [None]


def test_the_same_question_has_the_same_answer():
    rows = [[(0, 1), (1, 1), (2, 1)], [(0, 1), (1, 1), (2, 1)]]
    assert fill(rows, [9, 9], [1, 1, 1]) == fill(rows, [9, 9], [1, 1, 1]) == [0, 1]


def test_nothing_asked_and_nobody_there():
    assert fill([], [], []) == []
    assert fill([[]], [3], []) == [None]
