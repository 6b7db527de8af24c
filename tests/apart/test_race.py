"""A pair is written down at the moment a day is fixed; two write the same, two decide: on both databases."""

from __future__ import annotations

import pytest

from ekc import clock, processes
from ekc.agenda import apart_days
from ekc.agenda.models import Conference
from ekc.apart import service
from ekc.apart.models import KeptApart, Regardless
from ekc.db import db
from ekc.referrals.models import Referral
from tests.agenda.trajects import NOON, a_plan, add, make_traject
from tests.both import at_once
from tests.world import make_world


@pytest.fixture
def traject(chosen):
    with clock.at(NOON):
        world = make_world()
        made = make_traject(world)
        for name in ("Oma", "Henk"):
            add(made, name, world.cor.actor, mail=f"{name.lower()}@post.example")
        yield made.referral_id, made.members["Oma"].person_id, made.members["Henk"].person_id, world


def verbs(traject):
    number, oma, henk, world = traject
    actors = {name: getattr(world, name).actor for name in ("cor", "petra", "sanne")}

    def referral():
        return db.session.get_one(Referral, number)

    def keep():
        told = {"heard_from": "de wijkagent", "by": actors["sanne"]}
        service.keep(referral(), oma, henk, None, "ordered", **told)

    def fix():
        processes.fix_day(referral(), a_plan(), by=actors["cor"])

    def allow():
        (pair,) = db.session.query(KeptApart)
        processes.let_meet(referral(), pair, "guarded", by=actors["petra"])

    return keep, fix, allow


def test_whoever_comes_second_sees_the_first(traject):
    keep, fix, _ = verbs(traject)
    ended = at_once([keep, fix], NOON)
    assert ended[0] == "done"
    days = db.session.query(Conference).all()
    if ended[1] == "done":  # the day stood first: the pair stands open on it at once
        (day,) = days
        assert [one.how for one in apart_days.at(day.municipality_id, day.id)] == [None]
    else:
        assert "Oma en Henk mogen niet tegelijk" in ended[1]
        assert days == []
    assert db.session.query(KeptApart).count() == 1


def test_the_same_pair_is_written_down_once(traject):
    keep, _, _ = verbs(traject)
    assert at_once([keep, keep], NOON) == ["done", "Dit staat er al."]


def test_one_of_two_decides_that_they_meet(traject):
    keep, fix, allow = verbs(traject)
    keep()
    assert at_once([allow, allow], NOON) == ["done", "Dit is net al besloten."]
    assert at_once([fix], NOON) == ["done"]
    assert db.session.query(Regardless).one().conference_id is not None
