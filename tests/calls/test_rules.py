"""When somebody is called, and when again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ekc.calls import rules
from ekc.clock import HOME
from ekc.errors import DomainError, TooLateError

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)  # one o'clock in the Netherlands
ASKED = NOW - timedelta(days=1)
FAR, SOON = NOW + timedelta(days=30), NOW + timedelta(days=5)


@pytest.mark.parametrize(
    ("answer", "post", "wrote", "starts", "asked", "why"),
    [
        ("yes", "failed", 1, FAR, ASKED, None),
        ("no", "none", 0, FAR, ASKED, None),
        ("call_me", "left", 0, FAR, ASKED, "call_me"),
        (None, "failed", 0, FAR, ASKED, "failed"),
        ("maybe", "failed", 0, FAR, ASKED, "failed"),
        (None, "left", 1, FAR, ASKED, "wrote"),
        ("maybe", "left", 1, FAR, ASKED, None),
        ("maybe", "left", 0, SOON, ASKED, "maybe"),
        (None, "none", 0, FAR, NOW, "voice"),
        (None, "left", 0, FAR, ASKED, None),
        (None, "left", 0, FAR, NOW - timedelta(days=3), "silent"),
        (None, "waiting", 0, SOON, ASKED, "silent"),
        (None, "left", 0, SOON, NOW, None),
    ],
)
def test_who_is_called_about_a_day(answer, post, wrote, starts, asked, why):
    found = rules.answer_due(answer, post, asked, wrote, starts, NOW)
    assert (found[0] if found else None) == why
    assert why is None or why in rules.WHY


@pytest.mark.parametrize(
    ("when", "now", "local"),
    [
        ("hour", NOW, "02 14:00"),
        ("evening", NOW, "02 17:30"),
        ("evening", NOW + timedelta(hours=8), "03 17:30"),
        ("tomorrow", NOW, "03 09:00"),
        ("week", NOW, "09 09:00"),
    ],
)
def test_called_again_when_it_suits(when, now, local):
    assert f"{rules.again_at(when, now, HOME).astimezone(HOME):%d %H:%M}" == local


def test_no_other_moment_is_taken():
    with pytest.raises(DomainError, match="wanneer"):
        rules.again_at("never", NOW, HOME)


def test_who_was_not_reached_by_day_is_tried_in_the_evening_and_else_next_morning():
    assert f"{rules.after_no_answer(NOW, HOME):%d %H:%M}" == "02 17:30"
    assert f"{rules.after_no_answer(NOW + timedelta(hours=5), HOME):%d %H:%M}" == "03 09:00"
    assert f"{rules.morning_after_letter(NOW, HOME):%d %H:%M}" == "07 09:00"


def test_a_row_of_misses_ends_when_somebody_is_reached():
    assert rules.misses(2, "not_reached") == 3
    assert rules.misses(2, "letter") == 2
    assert rules.misses(2, "later") == 0
    assert rules.misses(2, "reached") == 0


@pytest.mark.parametrize(
    ("answer", "post", "why"),
    [
        ("yes", "none", "off"),
        ("maybe", "paper", "off"),
        ("yes", "left", None),
        (None, "failed", "failed"),
        ("no", "failed", None),
        (None, "none", None),
    ],
)
def test_who_is_told_by_voice_that_it_is_off(answer, post, why):
    assert rules.is_off(answer, post) == why


def test_only_with_a_plan_somebody_calls_how_it_goes():
    for state in rules.HAVE_A_PLAN:
        rules.check_plan(state)
    with pytest.raises(TooLateError):
        rules.check_plan("preparation")


def test_who_comes_second_is_told():
    rules.check_fresh(None, 4)
    rules.check_fresh(4, 4)
    with pytest.raises(TooLateError, match="net al"):
        rules.check_fresh(3, 4)
