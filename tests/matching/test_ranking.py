"""Who may be asked, in which order, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.matching.explaining import lines
from ekc.matching.fitting import Volunteer, Wanted, same_village, works_for
from ekc.matching.joint import Home, Seeking, picture
from ekc.matching.limits import (
    AT_YES,
    LAW,
    REASONS,
    LeftOut,
    demand_in_words,
    hard,
    meets,
    nearest,
    objections,
    possible_demands,
    reason,
    released,
    remaining,
)
from ekc.matching.ranking import rank
from ekc.matching.weighing import USUAL, Weights, place, score, steps, weighed
from ekc.pool.dayparts import DAY_PARTS
from ekc.pool.rules import Papers
from ekc.pool.wording import own_words, wish_words
from tests.matching.crowd import surveyed

TODAY = date(2026, 11, 20)
GOOD = Papers(
    trained_on=date(2025, 1, 1),
    vog_until=date(2028, 1, 1),
    vog_seen_on=date(2025, 1, 1),
    secrecy_on=date(2025, 1, 1),
    block2_on=date(2025, 6, 1),
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


def order(wanted: Wanted, *pool: Volunteer) -> list[int]:
    return [one.volunteer.id for one in rank(wanted, pool, TODAY)[0]]


def test_language_goes_before_distance():
    near = replace(FATMA, id=2, languages=("nld",), km=1)
    far = replace(FATMA, id=3, km=60)
    assert order(WANTED, near, far) == [3, 2]


def asked(days: int) -> datetime:
    return datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=days)


FULLY = replace(
    WANTED, words=("vrouw",), day_parts=("mon_evening",), themes=("parenting",), point=(53.0, 6.7)
)


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


DAYS = st.dates(date(2024, 1, 1), date(2029, 1, 1)) | st.none()
STAGES = st.sampled_from(["training", "active", "stopped"])
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


def test_every_reason_of_law_also_holds_at_the_moment_of_yes():
    assert LAW <= AT_YES <= set(REASONS)
