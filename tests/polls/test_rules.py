"""What may be proposed, until when, who is asked how."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ekc.clock import HOME
from ekc.errors import DomainError, TooLateError
from ekc.polls import rules
from ekc.polls.rules import Reach, Times

NOW = datetime(2026, 10, 21, 10, tzinfo=UTC)
START = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY = Times(START, START + timedelta(hours=3))


def test_two_days_at_least_and_twelve_at_most():
    rules.check_number(2)
    rules.check_number(12)
    rules.check_number(1, fewest=1)
    with pytest.raises(DomainError, match="minstens twee"):
        rules.check_number(1)
    with pytest.raises(DomainError, match="hooguit 12"):
        rules.check_number(13)


def test_each_of_the_times_must_be_possible():
    rules.check_times([DAY], NOW)
    with pytest.raises(DomainError, match="half uur"):
        rules.check_times([DAY, Times(START, START + timedelta(minutes=10))], NOW)


def test_people_answer_from_today_until_the_day_before_the_first():
    for on in (date(2026, 10, 21), date(2026, 11, 19)):
        rules.check_answer_on(on, [DAY], NOW, HOME)
    with pytest.raises(DomainError, match="al voorbij"):
        rules.check_answer_on(date(2026, 10, 20), [DAY], NOW, HOME)
    with pytest.raises(DomainError, match="vóór de eerste dag"):
        rules.check_answer_on(date(2026, 11, 20), [DAY], NOW, HOME)


@pytest.mark.parametrize("on", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28)])
def test_the_last_day_ends_at_midnight_also_where_the_clock_changes(on):
    end = rules.end_of(on, HOME)
    assert (end.date(), end.hour) == (on + timedelta(days=1), 0)
    assert rules.last_day(end.astimezone(UTC), HOME) == on
    rules.check_in_time(end, end - timedelta(seconds=1))
    with pytest.raises(TooLateError):
        rules.check_in_time(end, end)


@pytest.mark.parametrize(
    ("poll", "referral", "sentence"),
    [
        ("chosen", "planned", "al een dag gekozen"),
        ("closed", "preparation", "al gesloten"),
        ("open", "planned", "nu geen dag"),
        ("open", "stopped", "nu geen dag"),
    ],
)
def test_what_is_not_open_says_why(poll, referral, sentence):
    with pytest.raises(TooLateError, match=sentence):
        rules.check_open(poll, referral)


def test_what_is_open_is():
    rules.check_open("open", "matched")
    rules.check_open("open", "preparation")
    rules.check_proposing("preparation")
    with pytest.raises(DomainError):
        rules.check_proposing("planned")


@pytest.mark.parametrize("values", [[], ["maybe"], ["yes", "perhaps"]])
def test_something_must_be_said_and_be_an_answer(values):
    with pytest.raises(DomainError, match="minstens één dag"):
        rules.check_values(values)


USUAL = {
    "spoken": True,
    "mailable": True,
    "same_address": True,
    "asked": True,
    "failed": False,
    "answered": False,
}


@pytest.mark.parametrize(
    ("more", "expected", "called"),
    [
        ({}, Reach.ASKED, False),
        ({"failed": True}, Reach.FAILED, True),
        ({"asked": False}, Reach.READY, False),
        ({"same_address": False}, Reach.READY, False),
        ({"mailable": False}, Reach.CALL, True),
        ({"spoken": False}, Reach.SPEAK, True),
        ({"spoken": False, "answered": True}, Reach.DONE, False),
        ({"mailable": False, "answered": True}, Reach.DONE, False),
    ],
)
def test_how_it_stands_with_somebody(more, expected, called):
    stand = rules.reach(**{**USUAL, **more})
    assert (stand, rules.to_call(stand)) == (expected, called)
