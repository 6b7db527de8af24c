"""Ids: ordered by time, and in order of making where the clock stands still."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from ekc import clock, db
from tests.racing import HANG, processes

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


class AlmostFull(random.Random):
    """A source whose first number leaves no room below the time."""

    def getrandbits(self, k: int, /) -> int:
        return (1 << 21) - 20 if k > 4 else 15


def test_ids_climb_also_when_the_clock_stands_still_and_the_low_part_is_full():
    with clock.at(NOON), db.ids_from(AlmostFull()):
        made = [db.new_id() for _ in range(20)]
    assert made == sorted(set(made))


def test_after_a_demo_was_made_ids_go_on_where_they_were():
    with clock.at(NOON):
        before = db.new_id()
        with db.ids_from(random.Random(1)):
            drawn = [db.new_id() for _ in range(3)]
        assert before < db.new_id() < before + 20
    with clock.at(NOON), db.ids_from(random.Random(1)):
        assert [db.new_id() for _ in range(3)] == drawn


def draw(told: Connection) -> None:
    """An id of another process."""
    with clock.at(NOON):
        told.send(db.new_id())


def test_processes_that_are_forked_off_one_draw_ids_far_apart():
    drawn = []
    for _ in range(2):
        ear, mouth = processes().Pipe(duplex=False)
        other = processes().Process(target=draw, args=(mouth,))
        other.start()
        drawn.append(ear.recv())
        other.join(HANG)
    assert abs(drawn[0] - drawn[1]) > 100
