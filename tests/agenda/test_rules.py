"""What comes next in a traject, and what a plan must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ekc.agenda import rules
from ekc.agenda.rules import Plan, Stand
from ekc.errors import DomainError, TooLateError

START = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
READY = Stand("preparation", contacted=True, around=3, spoken=1)
PLANNED = replace(READY, state="planned", planned_start=START)


@pytest.mark.parametrize(
    ("stand", "begun", "step"),
    [
        (Stand("matched", contacted=False, around=0, spoken=0), False, "contact"),
        (replace(READY, around=0, spoken=0), False, "people"),
        (replace(READY, spoken=0), False, "speak"),
        (replace(READY, state="matched"), False, "conditions"),
        (READY, False, "plan"),
        (PLANNED, False, "wait"),
        (replace(PLANNED, waiting=2), False, "invite"),
        (replace(PLANNED, waiting=2, calling=1), False, "call"),
        (replace(PLANNED, calling=1), True, "report"),
        (PLANNED, True, "report"),
        (replace(PLANNED, waiting=2), True, "report"),
        (replace(READY, state="held"), False, "plan_later"),
        (replace(READY, state="plan_in_making"), False, "plan_later"),
        (replace(READY, state="plan_made"), False, "done"),
        (replace(READY, state="plan_without_meeting"), False, "done"),
        (replace(READY, state="follow_up"), False, "done"),
        (replace(READY, state="closed"), False, "done"),
        (replace(READY, state="paused"), False, "rest"),
    ],
)
def test_there_is_always_one_thing_to_do(stand, begun, step):
    assert rules.next_step(stand, begun=begun) == step


def test_a_day_has_begun_from_its_morning_on():
    day = date(2026, 11, 20)
    assert rules.has_day_begun(day, day)
    assert rules.has_day_begun(day, day + timedelta(days=1))
    assert not rules.has_day_begun(day, day - timedelta(days=1))


@pytest.mark.parametrize(
    ("plan", "there"),
    [
        (Plan(START, START, venue_id=1), True),
        (Plan(START, START, place="bij oma"), True),
        (Plan(START, START, place=""), False),
        (Plan(START, START), False),
    ],
)
def test_a_plan_says_where(plan, there):
    assert plan.has_place is there
    if there:
        rules.check_place(plan)
    else:
        with pytest.raises(DomainError, match="Kies een plek"):
            rules.check_place(plan)


def test_only_what_is_to_come_can_be_changed():
    rules.check_open("planned", START, START - timedelta(minutes=1))
    with pytest.raises(TooLateError, match="al begonnen"):
        rules.check_open("planned", START, START)
    with pytest.raises(TooLateError, match="niet meer in de agenda"):
        rules.check_open("cancelled", START, START - timedelta(days=1))


def test_answers_are_counted():
    assert rules.tally(["yes", "yes", "no", "maybe", "call_me", "to_call", "to_call", None]) == {
        "yes": 2,
        "no": 1,
        "maybe": 1,
        "call_me": 1,
        "to_call": 2,
        "open": 1,
    }
