"""Everybody a seat at the least total cost, proven. Pure.

Successive shortest augmenting paths on a sparse table, with a price per column that is kept from row to row
(Jonker and Volgenant, Computing 38, 1987). Each row has a place of its own outside the table, at a price, so
that every row always ends somewhere: what is full now is then weighed again for every row that follows, and
a row that had a seat may lose it where that is cheaper for all together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

Row: TypeAlias = Sequence[tuple[int, int]]  # (column, cost): where a row may sit


@dataclass(slots=True)
class _Table:
    """The table while it is filled. A column that has room has price 0, a full one 0 or less."""

    rows: list[list[tuple[int, int]]]  # the last entry of each is the row's own place outside
    room: list[int]
    prices: list[int]
    sitting: list[list[int]]  # rows by column
    seat: list[tuple[int, int]]  # by row: (column, cost)


def fill(rows: Sequence[Row], outside: Sequence[int], room: Sequence[int]) -> list[int | None]:
    """The column of each row, or None where it is left outside; no other filling costs less in total.

    `outside` is what it costs to leave a row without a seat, `room` how many rows a column takes (0 or
    more). Costs are integers, also below zero. The same question always has the same answer.
    """
    many = len(room)
    everywhere = many + len(rows)
    table = _Table(
        rows=[[*row, (many + n, outside[n])] for n, row in enumerate(rows)],
        room=[*room, *([1] * len(rows))],
        prices=[0] * everywhere,
        sitting=[[] for _ in range(everywhere)],
        seat=[],
    )
    for row in range(len(rows)):
        _seat(table, row)
    return [column if column < many else None for column, _ in table.seat]


def _seat(table: _Table, newcomer: int) -> None:
    """Seat one more row; others may move along the shortest path, which ends where there is room."""
    length: dict[int, int] = {}
    came: dict[int, tuple[int, int]] = {}  # how a column was reached: (row, what it costs that row)
    shut: list[int] = []
    heap: list[tuple[int, int]] = []
    shortest = _look(table, newcomer, 0, length, came, heap, None)
    while True:
        so_far, column = heappop(heap)
        if so_far > length[column]:
            continue
        if len(table.sitting[column]) < table.room[column]:
            break
        shut.append(column)
        for row in table.sitting[column]:
            base = so_far + table.prices[column] - table.seat[row][1]
            shortest = _look(table, row, base, length, came, heap, shortest)
    for full in shut:
        table.prices[full] += length[full] - so_far
    _move(table, newcomer, column, came)


def _look(
    table: _Table,
    row: int,
    base: int,
    length: dict[int, int],
    came: dict[int, tuple[int, int]],
    heap: list[tuple[int, int]],
    shortest: int | None,
) -> int | None:
    """Note what can be reached from a row; gives the shortest way so far to a column that has room."""
    prices, sitting, room = table.prices, table.sitting, table.room
    for column, cost in table.rows[row]:
        reach = base + cost - prices[column]
        if shortest is not None and reach >= shortest:
            continue
        if column in length and reach >= length[column]:
            continue
        length[column] = reach
        came[column] = (row, cost)
        heappush(heap, (reach, column))
        if len(sitting[column]) < room[column]:
            shortest = reach
    return shortest


def _move(table: _Table, newcomer: int, column: int, came: dict[int, tuple[int, int]]) -> None:
    """Along the path back, each row takes the seat after it; the newcomer takes the first."""
    table.seat.append((column, 0))
    while True:
        row, cost = came[column]
        table.sitting[column].append(row)
        before, _ = table.seat[row]
        table.seat[row] = (column, cost)
        if row == newcomer:
            return
        table.sitting[before].remove(row)
        column = before
