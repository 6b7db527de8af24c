"""Stretches of time with nobody in reach, shifts that can be, numbers that can be dialled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.clock import HOME
from ekc.duty import rota, rules
from ekc.duty.queries import Shift
from ekc.duty.rules import Numbers
from ekc.errors import DomainError, TooLateError

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def spans(*pairs: tuple[float, float]):
    return [(at(begin), at(end)) for begin, end in pairs]


@pytest.mark.parametrize(
    ("shifts", "missing"),
    [
        ([], [(0, 3)]),
        ([(0, 3)], []),
        ([(-1, 9)], []),
        ([(0, 1.5), (1.5, 3)], []),  # two shifts together
        ([(1.5, 3), (0, 1.5)], []),  # in whatever order
        ([(0, 2), (1, 3)], []),  # that overlap
        ([(0, 1), (2, 3)], [(1, 2)]),
        ([(1, 2)], [(0, 1), (2, 3)]),
        ([(0, 3), (1, 2)], []),  # one within another
        ([(3, 5), (-4, 0)], [(0, 3)]),  # that only touch it
    ],
)
def test_where_nobody_is(shifts, missing):
    assert rules.holes(at(0), at(3), spans(*shifts)) == spans(*missing)


@given(st.lists(st.tuples(st.integers(-4, 12), st.integers(1, 6)), max_size=6))
def test_each_minute_is_covered_or_in_a_hole(shifts):
    there = [(at(begin), at(begin + length)) for begin, length in shifts]
    missing = rules.holes(at(0), at(8), there)
    for minute in range(0, 8 * 60, 15):
        moment = at(minute / 60)
        covered = any(begin <= moment < end for begin, end in there)
        in_hole = sum(begin <= moment < end for begin, end in missing)
        assert in_hole == (not covered)


@pytest.mark.parametrize(
    ("begin", "end", "error"),
    [
        (1, 1, DomainError),
        (2, 1, DomainError),
        (1, 1.4, DomainError),
        (1, 1 + 14 * 24 + 1, DomainError),
        (-3, 0, TooLateError),
        (550 * 24, 550 * 24 + 2, DomainError),
    ],
)
def test_a_shift_that_cannot_be(begin, end, error):
    with pytest.raises(error):
        rules.check_shift(at(begin), at(end), NOON)


@pytest.mark.parametrize(("begin", "end"), [(1, 1.5), (-1, 1), (1, 1 + 14 * 24), (549 * 24, 549 * 24 + 8)])
def test_a_shift_that_can_be(begin, end):
    rules.check_shift(at(begin), at(end), NOON)


@pytest.mark.parametrize(
    ("number", "dialled"),
    [("112", "112"), ("0800-2000", "08002000"), ("14 0598", "140598"), ("+31 (0598) 12.34", "+3105981234")],
)
def test_what_a_telephone_dials(number, dialled):
    assert rules.dial(number) == dialled


@pytest.mark.parametrize("number", ["", "bel mij", "12", "1" * 16, "+123", "١١٢", "0800-2OOO", "0\x0012"])
def test_what_is_no_number(number):
    with pytest.raises(DomainError):
        rules.dial(number)


@pytest.mark.parametrize(
    "wrong",
    [
        {"veilig_thuis": "geen"},
        {"duty_phone": "x"},
        {"officer_phone": "x"},
        {"from_hour": 23, "until_hour": 23},
        {"from_hour": -1},
        {"until_hour": 25},
        {"nudge_minutes": 30, "alarm_minutes": 30},
    ],
)
def test_numbers_that_cannot_be_used(wrong):
    rules.check_numbers(Numbers())
    with pytest.raises(DomainError):
        rules.check_numbers(Numbers(**wrong))


@pytest.mark.parametrize(
    ("state", "same", "ends", "open_"),
    [
        ("planned", True, 1, True),
        ("cancelled", True, 1, False),
        ("planned", False, 1, False),
        ("planned", True, 0, False),
    ],
)
def test_whether_an_answer_still_makes_a_difference(state, same, ends, open_):
    if open_:
        rules.check_current(state=state, same=same, ends=at(ends), now=NOON)
        return
    with pytest.raises(TooLateError):
        rules.check_current(state=state, same=same, ends=at(ends), now=NOON)


def test_answers_and_reasons_are_of_the_list():
    rules.check_answer("yes")
    rules.check_reason("agreed")
    for check in (rules.check_answer, rules.check_reason):
        with pytest.raises(DomainError):
            check("maybe")


def test_the_rota_wants_the_hours_of_the_clock_also_when_that_changes():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    numbers = Numbers(from_hour=0, until_hour=24)
    lengths = [end - begin for begin, end in (rota.wanted(day, numbers) for day in (spring, autumn))]
    assert lengths == [timedelta(hours=23), timedelta(hours=25)]
    begin, end = rota.wanted(spring, Numbers(from_hour=8, until_hour=23))
    assert [each.astimezone(HOME).hour for each in (begin, end)] == [8, 23]


def test_a_shift_over_midnight_stands_at_both_days():
    begin = datetime(2026, 11, 20, 22, tzinfo=HOME)
    shift = Shift(1, 1, "Petra", "Post", "112", begin, begin + timedelta(hours=10))
    lines = rota.lines(date(2026, 11, 20), [shift], Numbers())
    assert [len(line.shifts) for line in lines] == [1, 1] + [0] * 12
    first, second = (
        [(a.astimezone(HOME).hour, b.astimezone(HOME).hour) for a, b in line.holes] for line in lines[:2]
    )
    assert (first, second) == ([(8, 22)], [(8, 23)])
