"""A simulated year, short: no limit is ever broken, and what our way of asking is for comes out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bench.year import draw, run, tally
from bench.year.ledger import Ledger, LimitBrokenError
from bench.year.ways import WAYS
from ekc import clock
from ekc.db import db
from tests.world import empty_database, make_settings

HOUSES, HELPERS, WEEKS = 10, 10, 14
NOON = datetime.combine(draw.FIRST, time(12), clock.HOME)


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """What each way of asking comes to in the same weeks; a broken limit ends it."""
    drawn = draw.drawn(HOUSES, HELPERS, days=7 * WEEKS - 28)
    found = {}
    for name in ("ours, all together", "whoever is nearest", "mail everybody"):
        empty_database(make_settings(tmp_path_factory.mktemp("year")))
        found[name] = tally.of(run.run(drawn, WAYS[name], NOON + timedelta(weeks=WEEKS)), name)
        db.reading(False)
        db.remove()
        db.engine.dispose()
    return found


def test_everybody_who_came_is_counted(years):
    assert {one.came for one in years.values()} == {HOUSES}
    assert all(one.found + one.waits >= HOUSES - 1 for one in years.values())


def test_ours_finds_somebody_for_as_many_with_far_fewer_mails(years):
    ours, everybody = years["ours, all together"], years["mail everybody"]
    assert ours.found >= everybody.found - 1
    assert 2 * ours.mails[0] < everybody.mails[0]


def test_ours_finds_their_language_at_least_as_often(years):
    ours, nearest = years["ours, all together"], years["whoever is nearest"]
    assert ours.spoken[0] >= nearest.spoken[0]


def test_the_table_names_every_way(years):
    lines = tally.table("a year", list(years.values())).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert all(name in lines[0] for name in years)


def test_years_that_are_pooled_add_up(years):
    one = years["ours, all together"]
    assert tally.pooled([one, one]).cells["found a coordinator"] == f"{2 * one.found} of {2 * HOUSES}"
    assert tally.pooled([one]) == one


HELPER = draw.Helper("V", "9601", ("nld",), 2, 1, 1, 5, True, "Lefier", True, None, draw.FIRST)
HOUSE = draw.House("H", NOON, "9602", ("nld",), "normal", "any", (), False, False)


def test_the_ledger_finds_numbers_that_were_passed():
    ledger = Ledger()
    ledger.began(1, 7, "lead", NOON)
    ledger.check({7: HELPER})
    ledger.began(2, 7, "lead", NOON)
    with pytest.raises(LimitBrokenError, match="at once, a quarter"):
        ledger.check({7: HELPER})
    ledger.ends(1, NOON)
    ledger.began(3, 7, "buddy", NOON)
    with pytest.raises(LimitBrokenError, match="a year"):
        ledger.check({7: replace(HELPER, at_once=9, per_quarter=None)})


@pytest.mark.parametrize(
    ("helper", "house", "limit"),
    [
        ({"vog_until": draw.FIRST - timedelta(days=1)}, {}, "the VOG"),
        ({"rests": (draw.FIRST, draw.FIRST)}, {}, "a pause"),
        ({}, {"organisations": ("Lefier",)}, "her employer"),
        ({}, {"pc4": "9601", "own_village": "not"}, "not from our village"),
        ({"own_village": False}, {"pc4": "9601"}, "her own village"),
        ({}, {"pc4": "9651"}, "the distance"),
    ],
)
def test_the_ledger_finds_who_should_not_have_been_asked(helper, house, limit):
    with clock.at(NOON):
        Ledger().was_asked((1, 1), 7, HELPER, HOUSE)
        with pytest.raises(LimitBrokenError, match=limit):
            Ledger().was_asked((1, 1), 7, replace(HELPER, **helper), replace(HOUSE, **house))
