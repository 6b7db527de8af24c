"""Limits and wishes, one tap at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc.errors import DomainError
from ekc.pool import bounds
from ekc.pool.bounds import Period, Wishes

TODAY = date(2026, 11, 20)
NOW = Wishes(
    today=TODAY,
    languages=("nld", "gos"),
    day_parts=("mon_evening",),
    themes_like=("parenting",),
    themes_not=("nuisance",),
    themes=("parenting", "nuisance", "other"),
)


@pytest.mark.parametrize(
    ("tap", "columns"),
    [
        ("pause:4", {"paused_until": TODAY + timedelta(weeks=4)}),
        ("pause:0", {"paused_until": None}),
        ("max_per_year:5", {"max_per_year": 5}),
        ("max_at_once:2", {"max_at_once": 2}),
        ("max_per_quarter:1", {"max_per_quarter": 1}),
        ("max_per_quarter:any", {"max_per_quarter": None}),
        ("max_km:10", {"max_km": 10}),
        ("max_km:any", {"max_km": None}),
        ("own_village:no", {"own_village": False}),
        ("own_village:yes", {"own_village": True}),
        ("prefers_two:yes", {"prefers_two": True}),
        ("number_on_card:yes", {"number_on_card": True}),
        ("number_on_card:no", {"number_on_card": False}),
        ("part:tue_morning:on", {"day_parts": ("mon_evening", "tue_morning")}),
        ("part:mon_evening:on", {"day_parts": ("mon_evening",)}),
        ("part:mon_evening:off", {"day_parts": ()}),
        ("part:sun_morning:off", {"day_parts": ("mon_evening",)}),
        ("language:ara:on", {"languages": ("nld", "gos", "ara")}),
        ("language:gos:off", {"languages": ("nld",)}),
        ("theme:nuisance:like", {"themes_like": ("parenting", "nuisance"), "themes_not": ()}),
        ("theme:other:not", {"themes_like": ("parenting",), "themes_not": ("nuisance", "other")}),
        ("theme:parenting:any", {"themes_like": (), "themes_not": ("nuisance",)}),
    ],
)
def test_a_tap_says_what_is_so_afterwards(tap, columns):
    assert bounds.changed(tap, NOW) == columns


@pytest.mark.parametrize(
    "tap",
    [
        "",
        "stage:active",
        "pause:3",
        "max_per_year:0",
        "max_per_year:25",
        "max_per_year:any",
        "max_per_year:²",
        "max_at_once:7",
        "max_km:1000000000000",
        "max_km:-1",
        "own_village:maybe",
        "part:mon_night:on",
        "part:mon_evening:perhaps",
        "language:xxx:on",
        "theme:unknown:like",
        "theme:other:love",
        "theme:other",
    ],
)
def test_a_tap_that_is_none_is_refused(tap):
    with pytest.raises(DomainError):
        bounds.changed(tap, NOW)


def test_the_last_language_stays():
    with pytest.raises(DomainError, match="minstens één taal"):
        bounds.changed("language:nld:off", Wishes(today=TODAY, languages=("nld",)))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Period(6, 8, 1), "juni tot en met augustus: hooguit 1"),
        (Period(12, 2, 0), "december tot en met februari: niets"),
        (Period(7, 7, 2), "juli: hooguit 2"),
    ],
)
def test_a_stretch_of_months_in_words(told, words):
    bounds.check_period(told, 3)
    assert told.in_words == words


@pytest.mark.parametrize(
    ("told", "there"),
    [
        (Period(0, 3, 1), 0),
        (Period(1, 13, 1), 0),
        (Period(1, 3, 7), 0),
        (Period(1, 3, -1), 0),
        (Period(6, 8, 2), 4),
    ],
)
def test_a_stretch_that_cannot_be_is_refused(told, there):
    with pytest.raises(DomainError):
        bounds.check_period(told, there)


def test_own_words_are_few_and_each_once():
    assert bounds.own_words("kerk, boerenleven , kerk,,") == ("kerk", "boerenleven")
    assert bounds.own_words(None) == ()
    with pytest.raises(DomainError):
        bounds.own_words(",".join(map(str, range(13))))


def test_months_began_this_year_or_the_year_before():
    began = bounds.starts(TODAY)
    assert (began[11], began[12], began[1]) == (date(2026, 11, 1), date(2025, 12, 1), date(2026, 1, 1))
