"""What an answer, a word and an announcement need."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc.errors import DomainError, TooLateError
from ekc.voice import rules

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.mark.parametrize("stand", ["thinking", "doing", "done", "not"])
def test_an_answer_is_a_stand_and_words(stand):
    rules.check_answer(stand, "We hebben het besproken.")
    with pytest.raises(DomainError):
        rules.check_answer(stand, "")


@pytest.mark.parametrize("stand", ["new", "", "great"])
def test_nothing_else_is_an_answer(stand):
    with pytest.raises(DomainError):
        rules.check_answer(stand, "Ja")


def test_a_word_is_about_a_conference_that_was_held():
    for how in rules.HOW:
        rules.check_word(how, "thanks")
    for how, kind in (("5", "thanks"), ("good", "onward")):
        with pytest.raises(DomainError):
            rules.check_word(how, kind)


@pytest.mark.parametrize("until", [None, TODAY, TODAY + 366 * DAY])
def test_an_announcement_stays_until_a_day_or_as_long_as_it_is_wanted(until):
    rules.check_until(until, TODAY)


@pytest.mark.parametrize("until", [TODAY - DAY, TODAY + 367 * DAY])
def test_a_day_that_makes_no_sense_is_refused(until):
    with pytest.raises(DomainError):
        rules.check_until(until, TODAY)


def test_what_is_down_is_not_taken_down_again():
    rules.check_up(None)
    with pytest.raises(TooLateError):
        rules.check_up(TODAY)
