"""What a worry and an incident hold, until when somebody may be away, who does which step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ekc.errors import DomainError, TooLateError
from ekc.safety import rules
from ekc.safety.rules import Kind, Told

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
INCIDENT = Told(Kind.INCIDENT, what="hurt", safe_now=False)


def minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def test_a_worry_needs_nothing_more_and_an_incident_a_kind():
    rules.check_told(Told(Kind.WORRY))
    rules.check_told(Told(Kind.WORRY, called=("112", "bureau")))
    rules.check_told(INCIDENT)


@pytest.mark.parametrize(
    "told",
    [
        Told(Kind.WORRY, called=("mijn zus",)),
        replace(INCIDENT, called=("x",)),
        replace(INCIDENT, what="gossip"),
        replace(INCIDENT, what=None),
        replace(INCIDENT, safe_now=None),
    ],
)
def test_what_is_not_of_the_lists_is_refused(told):
    with pytest.raises(DomainError):
        rules.check_told(told)


def test_who_hears_it_at_any_hour():
    assert not rules.is_pressing(Told(Kind.WORRY))
    assert rules.is_pressing(Told(Kind.WORRY, urgent=True))
    assert rules.is_pressing(INCIDENT)
    assert rules.is_pressing(Told(Kind.ALARM))


@pytest.mark.parametrize("number", [5, 60, 14 * 60])
def test_until_when_somebody_may_be_away(number):
    rules.check_until(minutes(number), NOON)


@pytest.mark.parametrize("number", [-60, 0, 4, 14 * 60 + 1])
def test_until_when_not(number):
    with pytest.raises(DomainError):
        rules.check_until(minutes(number), NOON)


def test_longer_counts_from_the_time_or_from_now_where_that_is_past():
    assert rules.later(minutes(20), 30, NOON) == minutes(50)
    assert rules.later(minutes(-20), 60, NOON) == minutes(60)
    with pytest.raises(DomainError):
        rules.later(minutes(20), 10**12, NOON)


def test_steps_are_of_the_list_and_each_is_done_once():
    for step in rules.STEPS:
        rules.check_step(step, taken_by=None, handled=None)
    rules.check_step("handled", taken_by="Petra", handled=None)
    with pytest.raises(DomainError):
        rules.check_step("gossip", taken_by=None, handled=None)
    with pytest.raises(TooLateError, match="Petra heeft dit net opgepakt"):
        rules.check_step("taken", taken_by="Petra", handled=None)
    for step in rules.STEPS:
        with pytest.raises(TooLateError, match="afgerond"):
            rules.check_step(step, taken_by=None, handled=NOON)
