"""The lines under a name: what fits, what else counts, and how often she was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ekc.matching.explaining import lines
from ekc.pool.wording import own_words, wish_words
from tests.matching.volunteers import FATMA, FULLY, GOOD, TODAY, WANTED


def test_the_lines_say_what_fits_and_what_she_carries():
    assert lines(WANTED, FATMA, TODAY) == (
        "spreekt Arabisch; woont 7 km verderop, niet in hetzelfde dorp",
        "deed dit jaar 1 van 3; heeft er nu 0 van 1; nog nooit gevraagd",
    )


@pytest.mark.parametrize(
    ("change", "number", "words"),
    [
        ({"at_home": ("vrouw",)}, 0, "past bij de wens: vrouw"),
        ({"day_parts": ("mon_evening", "sun_morning")}, 0, "kan ook op maandagavond"),
        ({"day_parts": ("sun_morning",)}, 0, "kan niet op de dagdelen van de familie"),
        ({"themes_like": ("parenting",)}, 0, "doet dit onderwerp graag"),
        ({"themes_not": ("parenting",)}, 0, "doet dit onderwerp liever niet"),
        ({"signs_in": False}, 0, "kan nog niet inloggen"),
        ({"papers": replace(GOOD, stage="training")}, 1, "samen met een maatje"),
        ({"prefers_two": True}, 1, "doet het liefst samen met iemand"),
        ({"led": 3}, 1, "leidde er eerder 3"),
    ],
)
def test_the_lines_say_what_else_counts(change, number, words):
    assert words in lines(FULLY, replace(FATMA, **change), TODAY)[number]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"languages": ("nld",)}, "spreekt Nederlands; spreekt geen Arabisch; woont 7 km"),
        ({"languages": ("ara",)}, "spreekt Arabisch; woont 7 km"),
        ({"languages": ("tur",)}, "spreekt geen Arabisch; woont 7 km"),
        ({"km": 0.3}, "spreekt Arabisch; woont vlakbij, niet in hetzelfde dorp"),
        ({"km": None}, "spreekt Arabisch; afstand onbekend"),
        ({"locality_id": 1}, "spreekt Arabisch; woont in hetzelfde dorp"),
        ({"namesake": True}, "niet in hetzelfde dorp; heet net zo als iemand in de aanmelding: vraag dat na"),
    ],
)
def test_the_first_line_in_every_case(change, words):
    assert words in lines(WANTED, replace(FATMA, **change), TODAY)[0]


@pytest.mark.parametrize(
    ("days", "words"),
    [(3, "kort geleden gevraagd"), (21, "3 weken geleden gevraagd"), (100, "3 maanden geleden gevraagd")],
)
def test_when_she_was_asked_before(days, words):
    asked = datetime(2026, 11, 20, 12, tzinfo=UTC) - timedelta(days=days)
    assert lines(WANTED, replace(FATMA, last_asked=asked), TODAY)[1].endswith(words)


@pytest.mark.parametrize(
    ("lately", "words"), [(3, "kort geleden gevraagd"), (4, "al 4 keer gevraagd in vier weken")]
)
def test_who_was_asked_often_of_late_is_told_with_her_name(lately, words):
    asked = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert words in lines(WANTED, replace(FATMA, last_asked=asked, asked_lately=lately), TODAY)[1]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (None, ()),
        ("Liever een vrouw", ("vrouw",)),
        ("geen vrouw, wel iemand met kinderen", ("kinderen",)),
        ("niet te streng graag rustig", ("rustig",)),
        ("Liefst een Koerdische vrouw of moeder", ("koerdische", "vrouw", "moeder")),
    ],
)
def test_the_words_of_a_wish_are_those_that_tell_something(wishes, words):
    assert wish_words(wishes) == words


def test_her_own_words_are_compared_one_by_one():
    assert own_words(("Koerdische vrouwen", "VROUWEN", "en zo")) == ("koerdische", "vrouwen")
