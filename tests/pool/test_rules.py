"""Papers and own limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ekc.errors import DomainError
from ekc.pool import rules
from ekc.pool.rules import Papers

TODAY = date(2026, 11, 20)
GOOD = Papers(date(2025, 1, 1), date(2028, 1, 1), date(2025, 1, 1), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("papers", "codes"),
    [
        (GOOD, ()),
        (Papers(), ("untrained", "vog_missing", "no_secrecy")),
        (replace(GOOD, vog_until=TODAY), ()),
        (replace(GOOD, vog_until=TODAY - timedelta(days=1)), ("vog_expired",)),
        (replace(GOOD, trained_on=TODAY + timedelta(days=1)), ("untrained",)),
        (replace(GOOD, secrecy_on=TODAY + timedelta(days=1)), ("no_secrecy",)),
        (replace(GOOD, stage="training"), ()),
        (replace(GOOD, stage="intake"), ("not_begun",)),
        (Papers(stage="interested"), ("not_begun", "vog_missing", "no_secrecy")),
        (Papers(stage="stopped"), ("stopped",)),
        (replace(GOOD, code_asked=1), ("no_code",)),
        (replace(GOOD, code_asked=2, code_version=1), ("no_code",)),
        (replace(GOOD, code_asked=2, code_version=2), ()),
    ],
)
def test_what_is_lacking(papers, codes):
    assert rules.lacking(papers, TODAY) == codes


@pytest.mark.parametrize(
    ("change", "held", "needs"),
    [
        ({"stage": "training"}, 0, True),
        ({"stage": "training", "block2_on": TODAY}, 5, True),
        ({}, 1, True),
        ({}, 2, False),
        ({"block2_on": TODAY}, 0, False),
    ],
)
def test_who_goes_together_with_somebody_experienced(change, held, needs):
    assert rules.needs_buddy(replace(GOOD, **change), held) is needs


@pytest.mark.parametrize(
    ("papers", "paused", "words"),
    [
        (GOOD, None, ("in orde", "ok")),
        (GOOD, TODAY - timedelta(days=1), ("in orde", "ok")),
        (GOOD, TODAY, ("pauze tot en met 20-11-2026", "busy")),
        (
            replace(GOOD, vog_until=TODAY + timedelta(days=30)),
            None,
            ("in orde; de VOG loopt af op 20-12-2026", "attention"),
        ),
        (replace(GOOD, vog_until=None), TODAY, ("er is geen VOG gezien", "attention")),
        (
            replace(GOOD, vog_until=None, vog_seen_on=None, vog_asked_on=TODAY),
            None,
            ("er is geen VOG gezien (aangevraagd op 20-11-2026)", "attention"),
        ),
        (
            replace(GOOD, vog_until=TODAY - timedelta(days=1), vog_asked_on=TODAY),
            None,
            ("de VOG is verlopen (aangevraagd op 20-11-2026)", "attention"),
        ),
        (  # asked for long ago, and seen since: nothing is on its way
            replace(GOOD, vog_until=TODAY - timedelta(days=1), vog_asked_on=date(2000, 1, 1)),
            None,
            ("de VOG is verlopen", "attention"),
        ),
    ],
)
def test_the_state_in_words(papers, paused, words):
    assert rules.state_in_words(papers, paused, TODAY) == words


def test_limits_that_are_limits():
    rules.check_limits(1, 1, None, TODAY)
    rules.check_limits(24, 6, TODAY, TODAY)


@pytest.mark.parametrize(
    ("year", "once", "until", "words"),
    [
        (0, 1, None, "per jaar"),
        (25, 1, None, "per jaar"),
        (3, 0, None, "tegelijk"),
        (3, 7, None, "tegelijk"),
        (3, 1, TODAY - timedelta(days=1), "al voorbij"),
        (3, 1, TODAY + timedelta(days=800), "hooguit twee jaar"),
    ],
)
def test_limits_that_are_none(year, once, until, words):
    with pytest.raises(DomainError, match=words):
        rules.check_limits(year, once, until, TODAY)


def test_papers_of_tomorrow_are_no_papers():
    rules.check_papers(GOOD, TODAY)
    for name in ("trained_on", "vog_asked_on", "vog_seen_on", "secrecy_on"):
        with pytest.raises(DomainError, match="toekomst"):
            rules.check_papers(replace(GOOD, **{name: TODAY + timedelta(days=1)}), TODAY)
    with pytest.raises(DomainError, match="tot wanneer de VOG geldt"):
        rules.check_papers(replace(GOOD, vog_until=None), TODAY)
    with pytest.raises(DomainError, match="niet aflopen voordat hij gezien is"):
        rules.check_papers(replace(GOOD, vog_seen_on=TODAY, vog_until=TODAY - timedelta(days=1)), TODAY)
    rules.check_papers(replace(GOOD, vog_seen_on=TODAY, vog_until=TODAY), TODAY)
