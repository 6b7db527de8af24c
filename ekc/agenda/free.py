"""When several people are free at the same time. Pure.

Everything is in whole quarter hours, counted in UTC from 1970 (`timeslots.quarters`): it knows no clock
that is set forward or back. A block [from, until) is busy from the first up to, not with, the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

Block = tuple[int, int]


def common_free(blocks: Iterable[Block], begin: int, end: int, least: int = 1) -> list[Block]:
    """The stretches of [begin, end) of at least `least` quarters in which none of these blocks lies.

    `blocks` are those of everybody together, in any order; they may overlap, and reach outside.
    """
    found = []
    free_from = begin
    for first, until in sorted(blocks):
        if until <= free_from or until <= first:
            continue
        last = min(end, first)
        if last - free_from >= least:
            found.append((free_from, last))
        free_from = until
    if end - free_from >= least:
        found.append((free_from, end))
    return found


def how_many_can(busy: Sequence[Iterable[Block]], begin: int, end: int, lasts: int) -> list[int]:
    """For each start in [begin, end - lasts]: how many people are free for `lasts` quarters from there.

    `busy` holds the blocks of each person. A block takes away the starts from which something of that length
    would run into it; what a person loses is marked at its two ends only, and added up once for all.
    """
    starts = max(end - begin - lasts + 1, 0)
    change = [0] * (starts + 1)
    for blocks in busy:
        lost = begin
        for first, until in sorted(blocks):
            if first >= until:
                continue
            opens = first - lasts + 1
            opens = max(opens, lost)
            if until > opens and opens - begin < starts:
                change[opens - begin] -= 1
                change[min(until - begin, starts)] += 1
            lost = max(lost, until)
    change[0] += len(busy)
    return list(accumulate(change[:starts]))


def best_starts(busy: Sequence[Iterable[Block]], begin: int, end: int, lasts: int) -> tuple[int, list[int]]:
    """(how many people at most are free together for `lasts` quarters, the starts at which they are)."""
    counted = how_many_can(busy, begin, end, lasts)
    most = max(counted, default=0)
    return most, [begin + number for number, many in enumerate(counted) if many == most]
