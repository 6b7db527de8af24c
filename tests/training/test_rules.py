"""What can be planned, and who gets a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekc.errors import DomainError, TooLateError
from ekc.training import rules
from ekc.training.rules import Plan, Standing, Year

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
STARTS = NOW + timedelta(days=10)
GOOD = Plan("intervisie", STARTS, STARTS + timedelta(hours=2), 8, place="De Kern")


def test_a_good_plan_is_good():
    rules.check_plan(GOOD, NOW)
    rules.check_plan(replace(GOOD, place=None, locality_id=1), NOW)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"kind": "party"}, DomainError),
        ({"place": None}, DomainError),
        ({"seats": 0}, DomainError),
        ({"seats": 201}, DomainError),
        ({"ends": STARTS}, DomainError),
        ({"ends": STARTS + timedelta(minutes=10)}, DomainError),
        ({"ends": STARTS + timedelta(hours=13)}, DomainError),
        ({"starts": NOW - timedelta(hours=1), "ends": NOW}, TooLateError),
        (
            {"starts": STARTS + timedelta(days=600), "ends": STARTS + timedelta(days=600, hours=1)},
            DomainError,
        ),
    ],
)
def test_what_cannot_be_is_said(wrong, error):
    with pytest.raises(error):
        rules.check_plan(replace(GOOD, **wrong), NOW)


def test_what_is_over_or_off_cannot_be_changed():
    rules.check_open(None, STARTS, NOW)
    for called_off, starts in ((NOW, STARTS), (None, NOW)):
        with pytest.raises(TooLateError):
            rules.check_open(called_off, starts, NOW)


def test_who_was_there_is_told_afterwards():
    rules.check_begun(None, NOW, NOW)
    with pytest.raises(DomainError, match="moet nog komen"):
        rules.check_begun(None, STARTS, NOW)
    with pytest.raises(DomainError, match="afgezegd"):
        rules.check_begun(NOW, NOW, NOW)


def test_no_fewer_seats_than_are_taken():
    rules.check_seats(3, 3)
    with pytest.raises(DomainError, match="al 3 mensen"):
        rules.check_seats(2, 3)


@settings(max_examples=50)
@given(st.sets(st.integers(1, 12)), st.integers(1, 10))
def test_a_free_number_is_free_and_fits(taken, seats):
    number = rules.free_number(taken, seats)
    if number is None:
        assert set(range(1, seats + 1)) <= taken
    else:
        assert number not in taken
        assert 1 <= number <= seats


def test_a_year_knows_what_is_missing():
    assert [Year(4, 1, 1).missing, Year(4, 3, 2).missing] == [2, 0]


@pytest.mark.parametrize(
    ("wanted", "there", "month", "due"),
    [(4, 0, 1, 1), (4, 1, 3, 0), (4, 1, 4, 1), (4, 1, 12, 3), (5, 0, 1, 2)],
)
def test_how_many_intervisies_must_be_planned_by_now(wanted, there, month, due):
    assert Year(wanted, 0, there).due(date(2027, month, 1)) == due
    assert Year(wanted, there, 0).due(date(2027, month, 1)) == due


def test_where_a_yes_stands_in_words():
    assert Standing(has_seat=True).sentence == "Je hebt een plek."
    assert "als nummer 3" in Standing(has_seat=False, before=2).sentence


def test_reminders_leave_in_waking_hours():
    hours = [hour for hour in range(24) if rules.is_waking(NOW.replace(hour=hour))]
    assert (hours[0], hours[-1]) == (9, 19)
