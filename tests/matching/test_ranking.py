"""Who may be asked, in which order, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.matching.ranking import (
    AT_YES,
    LAW,
    REASONS,
    LeftOut,
    Volunteer,
    Wanted,
    lines,
    nearest,
    objections,
    rank,
    same_village,
    works_for,
)
from ekc.pool.rules import Papers

TODAY = date(2026, 11, 20)
GOOD = Papers(
    trained_on=date(2025, 1, 1),
    vog_until=date(2028, 1, 1),
    vog_seen_on=date(2025, 1, 1),
    secrecy_on=date(2025, 1, 1),
)
WANTED = Wanted(("nld", "ara"), "9601", 1, "any", ("Lefier", "GGD Groningen"))
FATMA = Volunteer(
    id=1, person_id=11, papers=GOOD, languages=("nld", "ara"), pc4="9611", locality_id=2, km=7.2, done=1
)


def why_not(volunteer: Volunteer, wanted: Wanted = WANTED) -> tuple[str, ...]:
    return objections(wanted, volunteer, TODAY)


def test_somebody_with_everything_in_order_may_be_asked():
    assert why_not(FATMA) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"papers": replace(GOOD, trained_on=None)}, "untrained"),
        ({"papers": replace(GOOD, trained_on=TODAY + timedelta(days=1))}, "untrained"),
        ({"papers": replace(GOOD, vog_until=None)}, "vog_missing"),
        ({"papers": replace(GOOD, vog_seen_on=None)}, "vog_missing"),
        ({"papers": replace(GOOD, vog_until=TODAY - timedelta(days=1))}, "vog_expired"),
        ({"papers": replace(GOOD, secrecy_on=None)}, "no_secrecy"),
        ({"papers": replace(GOOD, secrecy_on=TODAY + timedelta(days=1))}, "no_secrecy"),
        ({"paused_until": TODAY}, "paused"),
        ({"done": 3}, "year_full"),
        ({"active": 1}, "now_full"),
        ({"employer": "Stichting Lefier"}, "involved"),
        ({"in_team": True}, "in_team"),
        ({"member": True}, "member"),
        ({"had_it": True}, "had_it"),
        ({"had_it": True, "offer": "yes"}, "had_it"),
        ({"offer": "no"}, "said_no"),
        ({"offer": "open"}, "asked"),
        ({"offer": "yes"}, "asked"),
    ],
)
def test_each_reason_leaves_her_out_by_itself_and_in_dutch(change, code):
    one = replace(FATMA, **change)
    assert why_not(one) == (code,)
    assert LeftOut(one, (code,)).in_words == REASONS[code]


@pytest.mark.parametrize(
    "change",
    [
        {"papers": replace(GOOD, vog_until=TODAY, trained_on=TODAY, secrecy_on=TODAY)},
        {"paused_until": TODAY - timedelta(days=1)},
        {"done": 2},
        {"active": 1, "max_at_once": 2},
        {"employer": "Lef"},
        {"employer": "Supermarkt"},
        {"offer": "filled"},
        {"offer": "lapsed"},
        {"offer": "withdrawn"},
        {"namesake": True},
    ],
)
def test_what_is_just_within_bounds_keeps_her_in(change):
    assert why_not(replace(FATMA, **change)) == ()


def test_a_wish_about_the_village_leaves_out_whoever_does_not_fit():
    neighbour = replace(FATMA, locality_id=1, pc4="9601")
    assert why_not(neighbour, replace(WANTED, own_village="not")) == ("same_village",)
    assert why_not(FATMA, replace(WANTED, own_village="not")) == ()
    assert why_not(FATMA, replace(WANTED, own_village="only")) == ("other_village",)
    assert why_not(neighbour, replace(WANTED, own_village="only")) == ()


def test_the_village_is_known_by_place_or_else_by_postcode():
    assert same_village(WANTED, replace(FATMA, locality_id=1, pc4="9602"))
    assert not same_village(WANTED, replace(FATMA, locality_id=2, pc4="9601"))
    assert same_village(WANTED, replace(FATMA, locality_id=None, pc4="9601"))
    assert not same_village(Wanted(), FATMA)


@pytest.mark.parametrize(
    ("employer", "organisations", "expected"),
    [
        ("Lefier", ("lefier",), True),
        ("GGD", ("GGD Groningen",), False),  # three letters say too little
        ("GGD Groningen", ("GGD  groningen.",), True),
        ("Stichting De Badde", ("De Badde",), True),
        ("De Baddelaar", ("De Badde",), False),
        (None, ("Lefier",), False),
        ("  ", ("",), False),
        ("Lefier", (), False),
    ],
)
def test_an_employer_is_recognised_however_it_is_spelled(employer, organisations, expected):
    assert works_for(employer, organisations) is expected


def order(wanted: Wanted, *pool: Volunteer) -> list[int]:
    return [one.volunteer.id for one in rank(wanted, pool, TODAY)[0]]


def test_language_goes_before_distance():
    near = replace(FATMA, id=2, languages=("nld",), km=1)
    far = replace(FATMA, id=3, km=60)
    assert order(WANTED, near, far) == [3, 2]


def test_distance_goes_before_village_village_before_load_load_before_waiting():
    far = replace(FATMA, id=2, km=25)
    together = replace(FATMA, id=3, locality_id=1, km=0)
    busy = replace(FATMA, id=4, done=2)
    asked_long_ago = replace(FATMA, id=5, last_asked=datetime(2025, 1, 1, tzinfo=UTC))
    asked_lately = replace(FATMA, id=6, last_asked=datetime(2026, 11, 1, tzinfo=UTC))
    never = replace(FATMA, id=7)
    pool = (far, together, busy, asked_lately, asked_long_ago, never)
    assert order(WANTED, *pool) == [7, 5, 6, 4, 3, 2]


def test_a_wish_for_the_own_village_puts_nobody_back_for_living_there():
    together = replace(FATMA, id=3, locality_id=1, km=0)
    assert order(replace(WANTED, own_village="only"), together, replace(FATMA, id=2)) == [3]


def test_within_ten_kilometres_load_counts_and_the_metres_do_not():
    near = replace(FATMA, id=2, km=1, done=2)
    assert order(WANTED, near, FATMA) == [1, 2]


def test_an_unknown_distance_comes_last():
    assert order(WANTED, replace(FATMA, id=2, km=None), replace(FATMA, id=3, km=150)) == [3, 2]


def test_the_lines_say_what_fits_and_what_she_carries():
    assert lines(WANTED, FATMA, TODAY) == (
        "spreekt Arabisch; woont 7 km verderop, niet in hetzelfde dorp",
        "deed dit jaar 1 van 3; heeft er nu 0 van 1; nog nooit gevraagd",
    )


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


def test_where_nobody_is_left_the_nearest_way_out_is_told_but_never_past_the_law():
    _, left_out = rank(
        replace(WANTED, own_village="only"),
        [
            FATMA,
            replace(FATMA, id=2),
            replace(FATMA, id=3, locality_id=1, paused_until=TODAY),
            replace(FATMA, id=4, locality_id=1, papers=Papers(GOOD.trained_on, None, None, GOOD.secrecy_on)),
            replace(FATMA, id=5, active=1),
        ],
        TODAY,
    )
    assert nearest(left_out) == [("other_village", 2), ("paused", 1)]


DAYS = st.dates(date(2024, 1, 1), date(2029, 1, 1)) | st.none()
VOLUNTEERS = st.builds(
    Volunteer,
    id=st.integers(1, 10**9),
    person_id=st.integers(1, 10**9),
    papers=st.builds(Papers, DAYS, DAYS, DAYS, DAYS),
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
    offer=st.sampled_from([None, "open", "yes", "no", "filled", "lapsed", "withdrawn"]),
    had_it=st.booleans(),
    member=st.booleans(),
    namesake=st.booleans(),
    in_team=st.booleans(),
    km=st.none() | st.floats(0, 300),
)


@given(st.lists(VOLUNTEERS, unique_by=lambda one: one.id), st.sampled_from(["any", "only", "not"]))
def test_nobody_who_may_not_be_asked_is_ever_in_the_list(pool, village):
    wanted = replace(WANTED, own_village=village)
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
        assert one.employer != "Lefier"
        assert (one.member, one.had_it, one.in_team) == (False, False, False)
        assert one.offer in {None, "filled", "lapsed", "withdrawn"}


@given(st.lists(VOLUNTEERS, unique_by=lambda one: one.id))
def test_the_order_does_not_depend_on_how_the_pool_came_in(pool):
    there, back = (rank(WANTED, each, TODAY)[0] for each in (pool, pool[::-1]))
    assert [one.volunteer.id for one in there] == [one.volunteer.id for one in back]


def test_every_reason_of_law_also_holds_at_the_moment_of_yes():
    assert LAW <= AT_YES <= set(REASONS)
