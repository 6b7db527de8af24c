"""In which order they are asked; nobody who may not be asked is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.matching.fitting import Volunteer, Wanted, same_village
from ekc.matching.joint import Home, Seeking, picture
from ekc.matching.ranking import rank
from ekc.matching.weighing import USUAL, Weights, place, score, steps, weighed
from ekc.pool.rules import Papers
from tests.matching.volunteers import FATMA, FULLY, GOOD, TODAY, WANTED, asked, why_not


def test_somebody_with_everything_in_order_may_be_asked():
    assert why_not(FATMA) == ()


def order(wanted: Wanted, *pool: Volunteer) -> list[int]:
    return [one.volunteer.id for one in rank(wanted, pool, TODAY)[0]]


def test_language_goes_before_distance():
    near = replace(FATMA, id=2, languages=("nld",), km=1)
    far = replace(FATMA, id=3, km=60)
    assert order(WANTED, near, far) == [3, 2]


@pytest.mark.parametrize(
    ("change", "wanted", "thing", "many"),
    [
        ({}, WANTED, "language", 0),
        ({"languages": ("nld",)}, WANTED, "language", 1),
        ({"languages": ("tur",)}, WANTED, "language", 2),
        ({}, WANTED, "wish", 0),
        ({}, FULLY, "wish", 1),
        ({"at_home": ("Een vrouw, Koerdisch",)}, FULLY, "wish", 0),
        ({"km": 10.0}, WANTED, "distance", 0),
        ({"km": 10.1}, WANTED, "distance", 1),
        ({"km": 20.0}, WANTED, "distance", 2),
        ({"km": 30.0}, WANTED, "distance", 4),
        ({"km": 50.0}, WANTED, "distance", 7),
        ({"km": 50.1}, WANTED, "distance", 10),
        ({"km": None}, WANTED, "distance", 10),
        ({"locality_id": 1}, WANTED, "village", 1),
        ({"locality_id": 1}, replace(WANTED, own_village="only"), "village", 0),
        ({}, WANTED, "village", 0),
        ({}, WANTED, "day_part", 0),
        ({}, FULLY, "day_part", 1),
        ({"day_parts": ("mon_evening", "sun_morning")}, FULLY, "day_part", 0),
        ({"day_parts": ("sun_morning",)}, FULLY, "day_part", 2),
        ({}, WANTED, "waiting", 0),
        ({"last_asked": asked(3)}, WANTED, "waiting", 6),
        ({"last_asked": asked(20)}, WANTED, "waiting", 5),
        ({"last_asked": asked(50)}, WANTED, "waiting", 4),
        ({"last_asked": asked(100)}, WANTED, "waiting", 3),
        ({"last_asked": asked(150)}, WANTED, "waiting", 2),
        ({"last_asked": asked(300)}, WANTED, "waiting", 1),
        ({"last_asked": asked(365)}, WANTED, "waiting", 0),
        ({"last_asked": asked(3), "asked_lately": 1}, WANTED, "waiting", 6),
        ({"last_asked": asked(3), "asked_lately": 7}, WANTED, "waiting", 12),
        ({"done": 0}, WANTED, "load", 0),
        ({"done": 2, "active": 1, "max_at_once": 2}, WANTED, "load", 11),
        ({}, WANTED, "buddy", 0),
        ({"papers": replace(GOOD, stage="training")}, WANTED, "buddy", 1),
        ({"papers": replace(GOOD, block2_on=None)}, WANTED, "buddy", 1),
        ({"papers": replace(GOOD, block2_on=None), "helped": 2}, WANTED, "buddy", 0),
        ({}, WANTED, "experience", 5),
        ({"led": 3}, WANTED, "experience", 2),
        ({"led": 30}, WANTED, "experience", 0),
        ({}, WANTED, "like", 0),
        ({}, FULLY, "like", 1),
        ({"themes_like": ("parenting",)}, FULLY, "like", 0),
        ({}, FULLY, "dislike", 0),
        ({"themes_not": ("parenting",)}, FULLY, "dislike", 1),
    ],
)
def test_each_thing_has_its_steps(change, wanted, thing, many):
    assert getattr(steps(wanted, replace(FATMA, **change), TODAY), thing) == many


def test_the_score_is_steps_times_weights_added_up():
    one = replace(FATMA, languages=("nld",), km=25.0, last_asked=asked(3))
    assert score(WANTED, one, USUAL, TODAY) == 400 + 4 * 30 + 6 * 10 + 3 * 6 + 5 * 4
    assert weighed(Weights(*range(11)), Weights(*[1] * 11)) == sum(range(11))


def test_a_wish_for_the_own_village_puts_nobody_back_for_living_there():
    together = replace(FATMA, id=3, locality_id=1, km=0)
    assert order(replace(WANTED, own_village="only"), together, replace(FATMA, id=2)) == [3]


def test_within_ten_kilometres_load_counts_and_the_metres_do_not():
    near = replace(FATMA, id=2, km=1, done=2)
    assert order(WANTED, near, FATMA) == [1, 2]


def test_among_equals_whoever_was_asked_longest_ago_goes_first_and_never_before_that():
    pool = [
        replace(FATMA, id=2, last_asked=asked(400)),
        replace(FATMA, id=3, last_asked=asked(500)),
        replace(FATMA, id=4),
    ]
    assert order(WANTED, *pool) == [4, 3, 2]


def test_among_equals_it_is_the_first_of_the_list_and_no_other_than_one_by_one():
    pool = [replace(FATMA, id=2, last_asked=asked(400)), replace(FATMA, id=3, last_asked=asked(500))]
    homes = [Home(each, None) for each in pool]
    found = [
        picture([Seeking(9, "normal", 1, WANTED)], way, {}, USUAL, 1, TODAY) for way in (homes, homes[::-1])
    ]
    assert [[each.volunteer.id for each in one.places[0].names] for one in found] == [[3], [3]]
    assert not any(one.places[0].differs for one in found)


def test_who_was_asked_again_and_again_goes_after_whoever_lives_farther_away():
    spared = replace(FATMA, id=2, km=14, last_asked=asked(3), asked_lately=1)
    assert order(WANTED, spared, replace(FATMA, last_asked=asked(3), asked_lately=2)) == [1, 2]
    assert order(WANTED, spared, replace(FATMA, last_asked=asked(3), asked_lately=7)) == [2, 1]


DAYS = st.dates(date(2024, 1, 1), date(2029, 1, 1)) | st.none()
WEIGHTS = st.lists(st.integers(0, 1000), min_size=11, max_size=11)
VOLUNTEERS = st.builds(
    Volunteer,
    id=st.integers(1, 10**9),
    person_id=st.integers(1, 10**9),
    papers=st.builds(
        Papers, DAYS, DAYS, DAYS, DAYS, DAYS, st.sampled_from(["training", "active", "stopped"])
    ),
    languages=st.lists(st.sampled_from(["nld", "ara", "tur"]), unique=True).map(tuple),
    pc4=st.sampled_from(["9601", "9611"]),
    locality_id=st.sampled_from([1, 2, None]),
    employer=st.sampled_from([None, "Lefier", "Bakker"]),
    max_per_year=st.integers(1, 4),
    max_at_once=st.integers(1, 3),
    paused_until=DAYS,
    active=st.integers(0, 4),
    done=st.integers(0, 5),
    last_asked=st.none() | st.datetimes(timezones=st.just(UTC)),
    this_quarter=st.integers(0, 2),
    period_full=st.booleans(),
    max_per_quarter=st.sampled_from([None, 1, 2]),
    max_km=st.sampled_from([None, 10, 100]),
    own_village=st.booleans(),
    at_home=st.sampled_from([(), ("vrouw",)]),
    day_parts=st.sampled_from([(), ("mon_evening",), ("sun_morning",)]),
    themes_like=st.sampled_from([(), ("parenting",), ("nuisance",)]),
    excluded_by=st.sampled_from([None, "family", "team"]),
    led=st.integers(0, 7),
    helped=st.integers(0, 7),
    offer=st.sampled_from([None, "open", "yes", "no", "filled", "lapsed", "withdrawn"]),
    had_it=st.booleans(),
    member=st.booleans(),
    namesake=st.booleans(),
    in_team=st.booleans(),
    km=st.none() | st.floats(0, 300),
)
DEMANDS = st.lists(
    st.sampled_from(["language:ara", "word:vrouw", "km:10", "part:mon_evening", "led:3", "theme:parenting"]),
    unique=True,
    max_size=2,
)


@given(st.lists(VOLUNTEERS, unique_by=lambda one: one.id), st.sampled_from(["any", "only", "not"]), DEMANDS)
def test_nobody_who_may_not_be_asked_is_ever_in_the_list(pool, village, demands):
    wanted = replace(WANTED, own_village=village, demands=tuple(demands))
    able, left_out = rank(wanted, pool, TODAY)
    assert sorted(one.volunteer.id for one in (*able, *left_out)) == sorted(one.id for one in pool)
    assert all(one.reasons for one in left_out)
    for one in (found.volunteer for found in able):
        papers = one.papers
        assert papers.trained_on is not None
        assert papers.trained_on <= TODAY
        assert papers.vog_seen_on is not None
        assert papers.vog_until is not None
        assert papers.vog_until >= TODAY
        assert papers.secrecy_on is not None
        assert papers.secrecy_on <= TODAY
        assert one.paused_until is None or one.paused_until < TODAY
        assert one.done < one.max_per_year
        assert one.active < one.max_at_once
        assert not one.period_full
        assert one.max_per_quarter is None or one.this_quarter < one.max_per_quarter
        assert one.max_km is None or one.km is None or one.km <= one.max_km
        assert one.own_village or not same_village(wanted, one)
        assert one.excluded_by is None
        assert "language:ara" not in demands or "ara" in one.languages
        assert "word:vrouw" not in demands or one.at_home
        assert "km:10" not in demands or (one.km is not None and one.km <= 10)
        assert "part:mon_evening" not in demands or one.day_parts == ("mon_evening",)
        assert "led:3" not in demands or one.led >= 3
        assert "theme:parenting" not in demands or "parenting" in one.themes_like
        assert one.employer != "Lefier"
        assert (one.member, one.had_it, one.in_team) == (False, False, False)
        assert one.offer in {None, "filled", "lapsed", "withdrawn"}


@given(st.lists(VOLUNTEERS, unique_by=lambda one: one.id))
def test_the_order_does_not_depend_on_how_the_pool_came_in(pool):
    there, back = (rank(WANTED, each, TODAY)[0] for each in (pool, pool[::-1]))
    assert [one.volunteer.id for one in there] == [one.volunteer.id for one in back]


@given(VOLUNTEERS, st.integers(0, 3), st.integers(0, 3), st.integers(0, 9), WEIGHTS)
def test_more_load_never_raises_a_rank(one, more_done, more_active, more_asked, weights):
    busier = replace(
        one,
        done=one.done + more_done,
        active=one.active + more_active,
        asked_lately=one.asked_lately + more_asked,
    )
    assert place(FULLY, busier, Weights(*weights), TODAY) >= place(FULLY, one, Weights(*weights), TODAY)


@given(
    VOLUNTEERS, st.datetimes(timezones=st.just(UTC)), st.lists(st.integers(0, 1000), min_size=11, max_size=11)
)
def test_asked_later_never_raises_a_rank(one, moment, weights):
    earlier = replace(one, last_asked=None if one.last_asked is None else min(moment, one.last_asked))
    assert place(FULLY, earlier, Weights(*weights), TODAY) <= place(FULLY, one, Weights(*weights), TODAY)
