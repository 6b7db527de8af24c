"""When the family can be asked, and what can be told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc.errors import DomainError, TooLateError
from ekc.referrals.lifecycle import State
from ekc.thanks import rules

TODAY = date(2026, 11, 20)
AFTER = {"held", "plan_in_making", "plan_made", "plan_without_meeting", "follow_up", "closed"}


@pytest.mark.parametrize("state", list(State))
def test_the_family_is_asked_after_the_meeting_and_not_before(state):
    if state in AFTER:
        rules.check_permission(state, "focus", TODAY, TODAY)
    else:
        with pytest.raises(DomainError, match="na de bijeenkomst"):
            rules.check_permission(state, "focus", TODAY, TODAY)


@pytest.mark.parametrize(("said_by", "said_on"), [("neighbour", TODAY), ("focus", TODAY + timedelta(days=1))])
def test_somebody_of_the_family_said_it_and_not_tomorrow(said_by, said_on):
    with pytest.raises(DomainError):
        rules.check_permission("held", said_by, said_on, TODAY)


@pytest.mark.parametrize("state", list(State))
def test_it_is_told_from_the_follow_up_on(state):
    if state in {"follow_up", "closed"}:
        rules.check_sentence(state, "well", allowed=True, told=False)
    else:
        with pytest.raises(DomainError, match="vanaf de opvolging"):
            rules.check_sentence(state, "well", allowed=True, told=False)


@pytest.mark.parametrize(
    ("sentence", "allowed", "told", "refusal"),
    [
        ("well", False, False, DomainError),
        ("well", True, True, TooLateError),
        ("Bij Jansen gaat het goed", True, False, DomainError),
        ("", True, False, DomainError),
    ],
)
def test_nothing_is_told_without_leave_twice_or_in_other_words(sentence, allowed, told, refusal):
    with pytest.raises(refusal):
        rules.check_sentence("follow_up", sentence, allowed=allowed, told=told)
