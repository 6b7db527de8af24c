"""Common free time: the same as looking at every quarter hour for everybody, both DST nights included."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from ekc.agenda.free import best_starts, common_free, how_many_can
from ekc.agenda.timeslots import quarters
from ekc.clock import HOME

EIGHT_WEEKS = timedelta(weeks=8)
AUTUMN, SPRING = datetime(2026, 10, 1, tzinfo=HOME), datetime(2027, 3, 1, tzinfo=HOME)
NO_BLOCKS: list[tuple[int, int]] = []


def crowd(chance: random.Random, begin: datetime, people: int = 30, each: int = 200):
    """The busy blocks of people in eight weeks from `begin`, some reaching outside."""
    window = quarters(begin, begin + EIGHT_WEEKS)
    busy = []
    for _ in range(people):
        blocks = []
        for _ in range(each):
            first = chance.randrange(window.start - 20, window.stop + 20)
            blocks.append((first, first + chance.choice((1, 2, 4, 6, 8, 16))))
        busy.append(blocks)
    return window.start, window.stop, busy


def naive_counts(busy, begin, end, lasts):
    """For each start, look at each quarter hour of each person."""
    taken = [{quarter for first, until in blocks for quarter in range(first, until)} for blocks in busy]
    return [
        sum(all(quarter not in mine for quarter in range(start, start + lasts)) for mine in taken)
        for start in range(begin, end - lasts + 1)
    ]


def naive_common(blocks, begin, end, least):
    """Walk along the raster."""
    taken = {quarter for first, until in blocks for quarter in range(first, until)}
    found, since = [], None
    for quarter in range(begin, end + 1):
        free = quarter < end and quarter not in taken
        if free and since is None:
            since = quarter
        if not free and since is not None:
            if quarter - since >= least:
                found.append((since, quarter))
            since = None
    return found


@pytest.mark.parametrize("begin", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_thirty_people_with_two_hundred_blocks_in_eight_weeks(begin):
    chance = random.Random(8)
    first, last, busy = crowd(chance, begin)
    assert how_many_can(busy, first, last, 12) == naive_counts(busy, first, last, 12)
    few = [blocks[:12] for blocks in busy]  # of all blocks together nothing would be left
    together = [block for blocks in few for block in blocks]
    found = common_free(together, first, last, 4)
    assert found == naive_common(together, first, last, 4)
    assert found


@pytest.mark.parametrize("seed", range(60))
def test_small_crowds_and_every_length(seed):
    chance = random.Random(seed)
    begin, end = 1000, 1000 + chance.randint(0, 60)
    busy = [
        [(first, first + chance.randint(-1, 9)) for first in chance.choices(range(990, 1065), k=5)]
        for _ in range(chance.randint(0, 5))
    ]
    together = [block for blocks in busy for block in blocks]
    for lasts in (1, 2, 5, 30, 61):
        assert how_many_can(busy, begin, end, lasts) == naive_counts(busy, begin, end, lasts)
        assert common_free(together, begin, end, lasts) == naive_common(together, begin, end, lasts)


def test_best_starts_are_those_at_which_most_can():
    assert best_starts([[(4, 8)], [(0, 4)]], 0, 12, 4) == (2, [8])
    assert best_starts([[(0, 12)], NO_BLOCKS], 0, 12, 6) == (1, list(range(7)))
    assert best_starts([NO_BLOCKS], 0, 3, 4) == (0, [])


@pytest.mark.parametrize(("month", "day", "hours"), [(10, 25, 25), (3, 28, 23)])
def test_a_night_on_which_the_clock_changes_has_its_own_number_of_quarters(month, day, hours):
    year = 2026 if month == 10 else 2027
    midnight = datetime(year, month, day, tzinfo=HOME)
    window = quarters(midnight, datetime(year, month, day + 1, tzinfo=HOME))
    assert common_free([], window.start, window.stop) == [(window.start, window.start + hours * 4)]
    small_hours = quarters(midnight, midnight.replace(hour=3))
    ((first, _),) = common_free([(small_hours.start, small_hours.stop)], window.start, window.stop)
    assert datetime.fromtimestamp(first * 900, HOME).hour == 3
