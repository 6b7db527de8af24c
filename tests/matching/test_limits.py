"""What leaves somebody out, and what would help where nobody is left: demands, and letting one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc.matching.fitting import Volunteer, Wanted, same_village, works_for
from ekc.matching.limits import (
    AT_YES,
    LAW,
    REASONS,
    LeftOut,
    demand_in_words,
    hard,
    meets,
    nearest,
    possible_demands,
    reason,
    released,
    remaining,
)
from ekc.pool.dayparts import DAY_PARTS
from ekc.pool.rules import Papers
from tests.matching.crowd import surveyed
from tests.matching.volunteers import FATMA, FULLY, GOOD, TODAY, WANTED, why_not


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
        ({"this_quarter": 1, "max_per_quarter": 1}, "quarter_full"),
        ({"period_full": True}, "period_full"),
        ({"active": 1}, "now_full"),
        ({"excluded_by": "family"}, "excluded_family"),
        ({"excluded_by": "team"}, "excluded_team"),
        ({"max_km": 7}, "too_far"),
        ({"own_village": False, "locality_id": 1}, "own_village"),
        ({"employer": "Stichting Lefier"}, "involved"),
        ({"in_team": True}, "in_team"),
        ({"member": True}, "member"),
        ({"had_it": True}, "had_it"),
        ({"had_it": True, "offer": "yes"}, "had_it"),
        ({"offer": "no"}, "said_no"),
        ({"offer": "refused"}, "refused"),
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
        {"this_quarter": 1, "max_per_quarter": 2},
        {"max_km": 8},
        {"max_km": 1, "km": None},
        {"own_village": False},
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


def test_where_nobody_is_left_the_nearest_way_out_is_told_but_never_past_the_law():
    found = surveyed(
        replace(WANTED, own_village="only"),
        [
            FATMA,
            replace(FATMA, id=2),
            replace(FATMA, id=3, locality_id=1, paused_until=TODAY),
            replace(FATMA, id=4, locality_id=1, papers=Papers(GOOD.trained_on, None, None, GOOD.secrecy_on)),
            replace(FATMA, id=5, active=1),
        ],
        (),
        TODAY,
    )
    assert nearest(found) == [(("other_village",), 2), (("paused",), 1)]


HARD = replace(WANTED, demands=("word:vrouw", "language:ara"))


def test_a_demand_leaves_out_and_says_so_and_so_does_what_was_not_told():
    one = replace(FATMA, languages=("nld",))
    assert why_not(one, HARD) == ("word:vrouw", "language:ara")
    assert LeftOut(one, ("language:ara",)).in_words == "voldoet niet aan de eis ‘Arabisch’"
    assert why_not(replace(FATMA, at_home=("Vrouw",)), HARD) == ()
    for demand, change in (("km:10", {"km": 10.0}), ("part:mon_evening", {"day_parts": ("mon_evening",)})):
        wanted = replace(WANTED, demands=(demand,))
        assert why_not(replace(FATMA, km=None), wanted) == (demand,)
        assert why_not(replace(FATMA, **change), wanted) == ()


def test_before_a_wish_is_made_hard_it_is_told_how_many_would_remain():
    pool = [FATMA, replace(FATMA, id=2, languages=("nld",)), replace(FATMA, id=3, paused_until=TODAY)]
    demands = ["language:ara", "language:nld", "word:vrouw", "village:not", "led:1", "theme:parenting"]
    found = surveyed(WANTED, pool, demands, TODAY)
    counts = {"language:ara": 1, "language:nld": 2, "word:vrouw": 0, "village:not": 2}
    assert remaining(found) == (2, {**counts, "led:1": 0, "theme:parenting": 0})
    assert remaining([]) == (0, {})


def test_letting_a_demand_go_tells_how_many_more_could_be_asked():
    pool = [FATMA, replace(FATMA, id=2, languages=("nld",)), replace(FATMA, id=3, languages=(), active=1)]
    asked = replace(WANTED, demands=("language:ara",))
    assert released(surveyed(asked, pool, (), TODAY), "language:ara") == 1
    neighbour = replace(FATMA, id=4, locality_id=1)
    village = surveyed(replace(WANTED, own_village="not"), [FATMA, neighbour], (), TODAY)
    assert (released(village, "village:not"), remaining(village)[0]) == (1, 1)


@pytest.mark.parametrize(
    ("own_village", "found"),
    [("any", ("km:5",)), ("not", ("village:not", "km:5")), ("only", ("village:only", "km:5"))],
)
def test_what_is_hard_now_has_the_own_village_in_it(own_village, found):
    assert hard(replace(WANTED, own_village=own_village, demands=("km:5",))) == found


def test_what_can_be_made_hard_comes_from_the_family():
    assert possible_demands(FULLY) == [
        "language:nld",
        "language:ara",
        *("word:vrouw", "word:man"),
        *("village:not", "village:only"),
        *("km:5", "km:10", "km:20"),
        "part:mon_evening",
        *("led:1", "led:3"),
        "theme:parenting",
    ]
    nowhere = possible_demands(Wanted())
    assert not [one for one in nowhere if one.startswith(("km", "village", "language", "theme"))]
    assert len([one for one in nowhere if one.startswith("part")]) == len(DAY_PARTS)


@pytest.mark.parametrize(
    ("demand", "words"),
    [
        ("language:ara", "Arabisch"),
        ("word:vrouw", "vrouw"),
        ("village:not", "niet uit het eigen dorp"),
        ("village:only", "uit het eigen dorp"),
        ("km:10", "hooguit 10 km ver"),
        ("part:mon_evening", "vrij op maandagavond"),
        ("led:3", "leidde er eerder minstens 3"),
        ("theme:parenting", "doet graag: opvoeding"),
    ],
)
def test_a_demand_in_words(demand, words):
    assert demand_in_words(demand) == words


@pytest.mark.parametrize(
    ("demand", "change", "is_met"),
    [
        ("village:only", {"locality_id": 1}, True),
        ("village:only", {}, False),
        ("village:not", {}, True),
        ("led:3", {"led": 3}, True),
        ("led:3", {"led": 2}, False),
        ("theme:parenting", {"themes_like": ("parenting",)}, True),
        ("theme:parenting", {"themes_not": ("parenting",)}, False),
    ],
)
def test_who_meets_a_demand(demand, change, is_met):
    assert meets(WANTED, demand, replace(FATMA, **change)) is is_met


def helps(wanted: Wanted, *pool: Volunteer) -> list[tuple[tuple[str, ...], int]]:
    return nearest(surveyed(wanted, pool, (), TODAY))


def test_with_nobody_left_the_nearest_relaxation_is_one_demand_or_else_two():
    women = [replace(FATMA, id=number, at_home=("vrouw",), languages=("nld",)) for number in (2, 3, 4)]
    wanted = replace(HARD, demands=("word:man", "language:ara"))
    assert helps(wanted, FATMA, *women) == [(("word:man",), 1)]
    assert helps(wanted, *women) == [(("language:ara", "word:man"), 3)]
    assert helps(wanted, *(replace(one, papers=Papers(), at_home=("man",)) for one in women)) == []
    assert helps(wanted, *(replace(one, active=1, paused_until=TODAY) for one in women)) == []
    assert nearest([]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"employer": "Lefier"},
        {"in_team": True},
        {"member": True},
        {"excluded_by": "team"},
        {"papers": Papers()},
    ],
)
def test_law_and_independence_are_never_offered_for_relaxation(change):
    one = replace(FATMA, paused_until=TODAY, **change)
    assert helps(WANTED, one, replace(one, paused_until=None)) == []


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_words(code):
    assert reason(code) == REASONS[code]
    assert LeftOut(FATMA, (code, "km:5")).in_words.endswith("; voldoet niet aan de eis ‘hooguit 5 km ver’")


def test_every_reason_of_law_also_holds_at_the_moment_of_yes():
    assert LAW <= AT_YES <= set(REASONS)
