"""The best of the proposed days: as brute force says, on two thousand polls; and why, in words."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from ekc.agenda.best_days import IF_NEEDED, NO, YES, best_first, in_words

START = datetime(2026, 12, 1, 18, tzinfo=UTC)
NAMES = {1: "Oma", 2: "Fatma", 3: "Jan", 4: "Buur"}


def a_poll(chance: random.Random):
    """Days, people, who must be there, and what some of them said."""
    days = [
        (100 + number, START + timedelta(days=chance.randint(0, 3))) for number in range(chance.randint(1, 5))
    ]
    people = list(range(1, chance.randint(1, 7)))
    essential = [one for one in people if chance.random() < 0.3]
    answers = {
        (one, day): chance.choice((YES, IF_NEEDED, NO))
        for one in people
        for day, _ in days
        if chance.random() < 0.8
    }
    return days, people, essential, answers


def beats(one, other, people, essential, answers):
    """Whether a day is better than another, rule by rule, as the sentence at the top of the file says it."""

    def many(day, values, among):
        return sum(answers.get((person, day[0])) in values for person in among)

    must = [person for person in people if person in essential]
    rules = (
        lambda day: -many(day, {NO}, must),
        lambda day: -many(day, {None}, must),
        lambda day: -many(day, {IF_NEEDED}, must),
        lambda day: many(day, {YES, IF_NEEDED}, people),
        lambda day: many(day, {YES}, people),
        lambda day: -day[1].timestamp(),
        lambda day: -day[0],
    )
    for rule in rules:
        if rule(one) != rule(other):
            return rule(one) > rule(other)
    return False


@pytest.mark.parametrize("block", range(8))
def test_the_order_is_what_brute_force_finds(block):
    chance = random.Random(block)
    for _ in range(250):
        days, people, essential, answers = a_poll(chance)
        (expected,) = (
            order
            for order in permutations(days)
            if not any(
                beats(order[later], order[earlier], people, essential, answers)
                for earlier in range(len(order))
                for later in range(earlier + 1, len(order))
            )
        )
        found = best_first(days, people, essential, answers)
        assert [one.day_id for one in found] == [day for day, _ in expected]


def test_a_day_without_oma_comes_after_one_that_suits_few_others():
    days = [(10, START), (11, START + timedelta(days=1))]
    answers = {(1, 10): NO, (2, 10): YES, (3, 10): YES, (1, 11): YES, (2, 11): NO, (3, 11): NO}
    assert best_first(days, [1, 2, 3], [1], answers)[0].day_id == 11
    assert best_first(days, [1, 2, 3], [], answers)[0].day_id == 10


def test_a_yes_more_never_makes_a_day_worse():
    chance = random.Random(5)
    for _ in range(200):
        days, people, essential, answers = a_poll(chance)
        day = chance.choice(days)[0]
        if not people:
            continue
        better = {**answers, (chance.choice(people), day): YES}

        def rank(given, day=day, days=days, people=people, essential=essential):
            return [one.day_id for one in best_first(days, people, essential, given)].index(day)

        assert rank(better) <= rank(answers)


@pytest.mark.parametrize(
    ("said", "essential", "words"),
    [
        (
            {1: YES, 2: YES, 3: IF_NEEDED},
            (),
            "Oma en Fatma kunnen. Jan liever niet. Van Buur weten we het nog niet.",
        ),
        ({3: YES, 2: YES, 1: YES, 4: NO}, (3,), "Jan, Oma en Fatma kunnen. Buur kan niet."),
        (
            {1: NO, 2: YES, 3: NO, 4: IF_NEEDED},
            (1,),
            "Fatma kan. Buur liever niet. Oma en Jan kunnen niet. Zonder Oma gaat het niet.",
        ),
        ({}, (), "Van Oma, Fatma, Jan en Buur weten we het nog niet."),
    ],
)
def test_it_is_explained_in_words(said, essential, words):
    answers = {(one, 10): value for one, value in said.items()}
    (standing,) = best_first([(10, START)], [1, 2, 3, 4], essential, answers)
    assert in_words(standing, NAMES) == words


def test_nobody_asked_has_no_words():
    (standing,) = best_first([(10, START)], [], [], {})
    assert in_words(standing, {}) == ""
