"""Eighty hostile calendars from a real server: each ends with a clear sentence, and nobody else waits."""

from __future__ import annotations

import resource
from datetime import UTC, datetime

import pytest

from ekc.calendars import reader, service
from ekc.calendars.rules import TROUBLES
from tests.calendars.feeds import calendar, reply, serving
from tests.calendars.hostile import CASES, HOUR

NOW = datetime(2026, 11, 1, tzinfo=UTC)
GOOD = "/good"
GROWN = 60_000  # kilobytes; the bomb alone is 400 MB
SECONDS = 5


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """What came of all of them and of a good one at the very end, and by how much this process grew."""
    with serving(tmp_path_factory.mktemp("feeds")) as server:
        addresses = {}
        for name, where, says, _ in CASES:
            addresses[name] = where.format(port=server.port) if "://" in where else server.address(where)
            if says is not None:
                path = where.partition(":{port}")[2] or where
                server.says[path] = (
                    says.replace(b"{port}", b"%d" % server.port) if isinstance(says, bytes) else says
                )
        server.says[GOOD] = reply(calendar(HOUR))
        addresses[GOOD] = server.address(GOOD)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        questions = [
            reader.question(each, int(NOW.timestamp()), "Europe/Amsterdam", "ekc.example", plain=False)
            for each in addresses.values()
        ]
        answers = service.ask(questions, server.child(SECONDS))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return dict(zip(addresses, answers, strict=True)), grown


@pytest.mark.parametrize(("name", "expected"), [(name, expected) for name, _, _, expected in CASES])
def test_each_ends_with_what_is_wrong(read, name, expected):
    answer = read[0][name]
    if isinstance(expected, int):
        assert (answer.trouble, answer.unread) == (None, expected)
    else:
        assert answer.trouble in expected.split()
        assert TROUBLES[answer.trouble].endswith(".")


def test_there_are_sixty_and_more_by_different_names():
    assert len({name for name, *_ in CASES}) == len(CASES) >= 60


def test_a_good_one_among_them_is_read_and_this_process_stays_small(read):
    answers, grown = read
    first = int(datetime(2026, 11, 3, 10, tzinfo=UTC).timestamp()) // 900
    assert answers[GOOD].blocks == [(first, first + 4)]
    assert grown < GROWN
