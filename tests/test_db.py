"""Ids: ordered by time, and in order of making where the clock stands still."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ekc import clock, db


@pytest.fixture
def fresh_ids() -> Iterator[None]:
    yield
    db.use_random(random.SystemRandom())


class AlmostFull(random.Random):
    """A source whose first number leaves no room below the time."""

    def getrandbits(self, k: int, /) -> int:
        return (1 << 21) - 20 if k > 4 else 15


def test_ids_climb_also_when_the_clock_stands_still_and_the_low_part_is_full(
    fresh_ids: None,
) -> None:
    db.use_random(AlmostFull())
    with clock.at(datetime(2026, 11, 20, 11, tzinfo=UTC)):
        made = [db.new_id() for _ in range(20)]
    assert made == sorted(set(made))
