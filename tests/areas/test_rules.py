"""Beginnings of a place: what holds on a day, and what may follow what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.areas import rules
from ekc.areas.rules import Beginning
from ekc.errors import DomainError

TODAY = date(2026, 11, 20)
A, B = 7, 8
PAST = Beginning(1, 1, TODAY - timedelta(days=300), A)
PLANNED = Beginning(2, 2, TODAY + timedelta(days=30), B)


@pytest.mark.parametrize(("days", "team"), [(-301, None), (-300, A), (0, A), (29, A), (30, B), (400, B)])
def test_a_place_belongs_to_the_team_of_its_last_beginning(days, team):
    found = rules.in_force([PLANNED, PAST], TODAY + timedelta(days=days))
    assert (found.team_id if found else None) == team


def test_what_is_planned_stands_in_order():
    later = Beginning(3, 3, TODAY + timedelta(days=60), None)
    assert rules.to_come([later, PLANNED, PAST], TODAY) == [PLANNED, later]


@given(
    st.lists(st.tuples(st.integers(-900, 900), st.integers(1, 4)), unique_by=lambda one: one[0]),
    st.integers(-999, 999),
)
def test_on_no_day_two_teams_have_a_place(beginnings, day):
    """Whatever is written down, a day has at most one team, and it is that of the nearest beginning."""
    history = [Beginning(n, n, TODAY + timedelta(days=at), team) for n, (at, team) in enumerate(beginnings)]
    found = rules.in_force(history, TODAY + timedelta(days=day))
    before = [one for one in beginnings if one[0] <= day]
    assert (found.team_id if found else None) == (max(before)[1] if before else None)


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=700)])
def test_from_today_on(day):
    rules.check_day(day, TODAY)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(TODAY - timedelta(days=1), "al voorbij"), (date(9999, 12, 31), "verder weg dan twee jaar")],
)
def test_not_before_and_not_beyond(day, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check_day(day, TODAY)


@pytest.mark.parametrize(
    ("history", "days", "team", "sentence"),
    [
        ([PAST, PLANNED], 30, A, "staat al een wijziging, vanaf 20-12-2026"),
        ([PAST, PLANNED], 10, None, "staat al een wijziging"),
        ([PAST], 0, A, "hoort dan al bij dit team"),
        ([], 0, None, "heeft al geen team"),
    ],
)
def test_what_cannot_follow(history, days, team, sentence):
    with pytest.raises(DomainError, match=f"Foxhol.*{sentence}|Voor Foxhol {sentence}"):
        rules.check_next("Foxhol", history, TODAY + timedelta(days=days), team)


def test_what_can_follow():
    rules.check_next("Foxhol", [], TODAY, A)
    rules.check_next("Foxhol", [PAST, PLANNED], TODAY + timedelta(days=31), A)
    rules.check_next("Foxhol", [PAST], TODAY, None)


def test_what_was_so_yesterday_stays_written_down():
    rules.check_withdrawal("Foxhol", TODAY, TODAY)
    with pytest.raises(DomainError, match="al zo voor Foxhol"):
        rules.check_withdrawal("Foxhol", TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize("team", [A, B])
def test_a_team_does_not_end_over_something_planned(team):
    with pytest.raises(DomainError, match="Voor Foxhol staat al een wijziging klaar"):
        rules.check_ending("Foxhol", [PAST, PLANNED], TODAY, team)


def test_a_team_ends_where_nothing_of_it_is_planned():
    rules.check_ending("Foxhol", [PAST], TODAY, A)
    rules.check_ending("Foxhol", [PAST, PLANNED], TODAY + timedelta(days=31), A)
    rules.check_ending("Foxhol", [PAST, PLANNED], TODAY, 99)
