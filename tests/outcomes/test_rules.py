"""What can be told about a conference afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc.errors import DomainError, TooLateError
from ekc.outcomes import rules
from ekc.outcomes.rules import Told
from ekc.referrals.lifecycle import BY_NAME
from ekc.referrals.reasons import REASONS

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "told",
    [
        Told(held=True),
        Told(held=True, own_time="yes", people=12, plan="yes", plan_kind="ekc_plan"),
        Told(held=True, own_time="no", people=0, plan="no"),
        Told(held=True, plan="in_making"),
        Told(held=False, reason="focus_asked"),
        Told(held=False, reason="not_held"),
    ],
)
def test_it_may_be_told_on_the_day_and_long_after(told):
    rules.check(told, DAY, DAY)
    rules.check(told, DAY, DAY + timedelta(days=300))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (Told(held=False), "waarom het niet doorging"),
        (Told(held=False, reason="rain"), "waarom het niet doorging"),
        (Told(held=True, own_time="perhaps"), "Kies een van de antwoorden"),
        (Told(held=True, plan="perhaps"), "Kies een van de antwoorden"),
        (Told(held=True, people=-1), "hoeveel mensen"),
        (Told(held=True, people=201), "hoeveel mensen"),
        (Told(held=True, plan="yes"), "wat voor plan"),
        (Told(held=True, plan="yes", plan_kind="secret"), "wat voor plan"),
    ],
)
def test_what_cannot_be(told, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check(told, DAY, DAY)


def test_the_day_before_is_too_soon():
    with pytest.raises(DomainError, match="moet nog komen"):
        rules.check(Told(held=True), DAY, DAY - timedelta(days=1))


def test_it_is_told_once():
    rules.check_first("planned")
    with pytest.raises(TooLateError, match="al doorgegeven"):
        rules.check_first("held")
    with pytest.raises(TooLateError, match="al doorgegeven"):
        rules.check_first("not_held")
    with pytest.raises(TooLateError, match="afgezegd"):
        rules.check_first("cancelled")


def test_every_answer_about_a_plan_leads_somewhere_or_waits():
    assert set(rules.FOLLOWS) == set(rules.PLAN) - {"unknown"}
    assert set(rules.FOLLOWS.values()) <= set(BY_NAME)
    assert "not_held" in REASONS["unplan"]
