"""The database and the pure rules say the same: who may be asked, in which order, and what is in the way."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from ekc import clock
from ekc.db import db
from ekc.matching import limits, ranking, searching, shortlist, volunteers
from ekc.matching.carried import year_start
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.sums import MOST
from ekc.matching.weighing import USUAL, Weights
from ekc.people.service import Particulars
from ekc.places import queries as places
from ekc.pool.models import Coordinator
from ekc.referrals.models import Assignment, Referral
from tests.matching.crowd import PARTS, THEMES, make_crowd, surveyed
from tests.matching.stories import make_referral
from tests.world import World, empty_database, make_coordinator, make_settings, make_world

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.HOME)
CASES = 20
DEMANDS = ("language:ara", "word:vrouw", "km:10", "part:mon_evening", "led:1", "theme:parenting")
OTHERS = ("language:tur", "word:man", "km:20", "village:not", "village:only", "part:fri_afternoon", "led:1")


@dataclass
class Crowded:
    """A municipality with a pool by chance, and the referral that looks at it."""

    world: World
    referral: Referral


def crowded(many: int = 220) -> Crowded:
    """A crowd, three referrals that went before, and one that looks now."""
    world = make_world()
    before = [make_referral(world, focus=(Particulars("Bo", f"Bos{number}"),)) for number in range(3)]
    referral = make_referral(world)
    make_crowd(world.municipality.id, [*before, referral], many, seed=many)
    for number, state in enumerate(("held", "matched", "closed")):
        before[number].state = state
    for kind in ("lead", "buddy"):
        hers = db.session.query(Assignment).filter_by(referral_id=before[1].id, kind=kind).first()
        hers.ended_at, hers.end_reason, hers.since = None, None, clock.now() - timedelta(days=5)
        one = db.session.get_one(Coordinator, hers.coordinator_id)
        one.max_at_once, one.max_per_quarter = 1, 1
    db.session.commit()
    return Crowded(world, referral)


@pytest.fixture
def crowd(database):
    """A crowd on SQLite."""
    with clock.at(NOON):
        yield crowded()


@pytest.fixture
def postgres_crowd(tmp_path, postgres_kept):
    """The same crowd on PostgreSQL."""
    empty_database(make_settings(tmp_path, postgres_kept))
    with clock.at(NOON):
        yield crowded()
    db.remove()
    db.engine.dispose()


def drawn(chance: random.Random, crowd: Crowded) -> tuple[Referral, Weights]:
    """The referral as it might also have been."""
    referral = crowd.referral
    localities = places.localities(crowd.world.municipality.id)
    referral.locality_id = chance.choice([None, *(one.id for one in localities)])
    referral.languages = chance.choice((("nld",), ("nld", "ara"), ("tur",), ("nld", "ara", "tur"), ()))
    referral.organisations = chance.choice(((), ("Lefier",), ("De Badde", "Lefier", "."), ("GGD Groningen",)))
    referral.wishes = chance.choice((None, "liever een vrouw", "een Koerdische vrouw of een man"))
    referral.own_village = chance.choice(("any", "any", "only", "not"))
    referral.day_parts, referral.themes = chance.choice(PARTS), chance.choice(THEMES)
    referral.share_bureau = True
    referral.demands = tuple(chance.sample(DEMANDS, chance.choice((0, 0, 0, 1, 1, 2))))
    weights = chance.choice((USUAL, USUAL, Weights(*(chance.randint(0, 200) for _ in USUAL))))
    db.session.flush()
    return referral, weights


def pc4_of(referral: Referral) -> str | None:
    return volunteers.setting(referral).pc4


def everybody(referral: Referral) -> tuple[Wanted, list[Volunteer]]:
    """What is asked, and the whole pool as the pure rules get it."""
    pc4 = pc4_of(referral)
    return volunteers.wanted(referral, pc4), volunteers.volunteers(referral, pc4, year_start())


def compare(crowd: Crowded, cases: int) -> Counter[str]:
    """Draw so many referrals and hold both beside each other; gives what was met on the way."""
    met: Counter[str] = Counter()
    for seed in range(cases):
        referral, weights = drawn(random.Random(seed), crowd)
        wanted, pool = everybody(referral)
        given: dict[str, Any] = volunteers.given(referral, year_start())
        able, out = ranking.rank(wanted, pool, clock.today(), weights)
        found, total = shortlist.shortlist(wanted, weights, given, clock.today(), 0, MOST)
        assert found == [one.volunteer for one in able[:MOST]], f"case {seed}: {wanted}"
        assert total == min(len(able), MOST)
        refused = shortlist.left_out(wanted, weights, given, clock.today(), 0, len(pool))
        assert {one.id for one in refused} == {one.volunteer.id for one in out}, f"case {seed}: {wanted}"
        counted = shortlist.survey(wanted, OTHERS, given, clock.today())
        pure = surveyed(wanted, pool, OTHERS, clock.today())
        assert {(one.reasons, one.many, *one.meets.items()) for one in counted} == {
            (one.reasons, one.many, *one.meets.items()) for one in pure
        }, f"case {seed}: {wanted}"
        met.update(code for one in out for code in one.reasons)
        met["able"] += len(able)
        met["more"] += len(able) > MOST
    return met


def test_on_sqlite_the_statement_and_the_rules_agree_for_every_reason(crowd):
    met = compare(crowd, CASES)
    never = {"team", "in_team", "member"}  # drawn by nobody: the test below
    for code in {*limits.REASONS, *DEMANDS} - never:
        assert met[code], f"the crowd never met {code}"
    assert met["more"], "the list was never longer than what is kept"


def test_on_postgresql_they_agree_too(postgres_crowd):
    assert compare(postgres_crowd, CASES // 3)["able"]


def test_who_belongs_to_the_family_or_the_team_is_left_out_by_both(world):
    kin = make_coordinator(world.municipality, "Kin Kuipers", "kin@p.example")
    mate = make_coordinator(world.municipality, "Mate Maas", "mate@p.example")
    referral = make_referral(world)
    referral.backstop_person_id = kin.person.id
    world.sanne.account.person_id = mate.person.id
    db.session.flush()
    able, out = searching.candidates(referral, by=world.petra.actor)
    assert {one.volunteer.id for one in able} == {world.cor.coordinator.id, world.noor.coordinator.id}
    assert {one.volunteer.id: one.reasons for one in out} == {
        kin.coordinator.id: ("member",),
        mate.coordinator.id: ("in_team",),
    }


def test_who_lives_far_away_comes_in_where_nobody_near_fits_better(crowd):
    """Only Arabic counts: the best may live anywhere."""
    referral = crowd.referral
    referral.languages = ("ara",)
    only_language = Weights(*(1000 if name == "language" else 0 for name in Weights._fields))
    db.session.flush()
    wanted, pool = everybody(referral)
    able, _ = ranking.rank(wanted, pool, clock.today(), only_language)
    found, _ = shortlist.shortlist(
        wanted, only_language, volunteers.given(referral, year_start()), clock.today(), 0, MOST
    )
    assert found == [one.volunteer for one in able[:MOST]]
    assert any(one.km is None or one.km > 50 for one in found)


def test_at_the_end_of_the_list_nobody_far_away_is_missed(crowd):
    """Small weights make many equals: whoever is as good as the last one nearby may still stand before it."""
    referral = crowd.referral
    referral.languages, referral.demands, referral.own_village, referral.organisations = (
        ("nld",),
        (),
        "any",
        (),
    )
    referral.locality_id = places.localities(crowd.world.municipality.id)[0].id
    db.session.flush()
    wanted, pool = everybody(referral)
    given = volunteers.given(referral, year_start())
    for seed in range(20):
        chance = random.Random(seed)
        weights = Weights(*(chance.randint(0, 3) for _ in USUAL))
        able = [one.volunteer for one in ranking.rank(wanted, pool, clock.today(), weights)[0]]
        assert len(able) > MOST
        assert shortlist.shortlist(wanted, weights, given, clock.today(), 0, MOST)[0] == able[:MOST], weights


def test_pages_follow_each_other_and_count_the_whole(crowd):
    by = crowd.world.petra.actor
    whole = searching.page(crowd.referral, by=by)
    first, second = (searching.page(crowd.referral, by=by, skip=skip, many=20) for skip in (0, 20))
    assert [*first.candidates, *second.candidates] == whole.candidates[:40]
    assert first.total == second.total == whole.total
    assert searching.page(crowd.referral, by=by, skip=4000, many=20).candidates == []


def test_a_list_takes_one_statement_whatever_the_pool(crowd, queries):
    by = crowd.world.petra.actor
    setting = volunteers.setting(crowd.referral)
    db.session.commit()
    queries.clear()
    searching.page(crowd.referral, by=by, setting=setting, many=20)
    assert len(queries) == 1


def test_a_while_ago_is_as_long_for_both(crowd):
    """The steps of waiting at their very edges."""
    with clock.at(NOON + timedelta(days=13, hours=13)):
        assert compare(crowd, 5)["able"]
