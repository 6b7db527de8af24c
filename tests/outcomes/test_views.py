"""How it went: three taps, by the coordinator or the bureau for her."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.outcomes.models import Outcome
from tests.agenda.trajects import make_conference
from tests.client import text

OUTSIDERS = ["noor", "sanne", "tom", "tess", "gea", "bea"]
HELD = {"held": "yes", "own_time": "yes", "people": "9", "plan": "yes:ekc_plan"}


@pytest.fixture
def conference(world, traject):
    return make_conference(world, traject)


@pytest.fixture
def later(conference):
    """It is the morning after."""
    with clock.at(conference.ends_at + timedelta(hours=10)):
        yield


def asking(conference) -> str:
    return f"/bijeenkomsten/{conference.id}/uitkomst"


def later_plan(traject) -> str:
    return f"/trajecten/{traject.referral_id}/plan"


def test_three_taps_and_it_is_told(world, traject, conference, later, client_of):
    cor = client_of(world.cor)
    page = text(cor.get(asking(conference)))
    assert "Had de kring tijd voor zichzelf?" in page
    assert page.count("<legend") == 3
    assert "<summary>Hoeveel mensen waren er? (mag leeg)</summary>" in page
    answer = cor.post(asking(conference), data=HELD, follow_redirects=True)
    assert "Dank je wel. Het is doorgegeven." in text(answer)
    assert traject.referral.state == "plan_made"
    outcome = db.session.query(Outcome).one()
    assert (outcome.own_time, outcome.people, outcome.plan_kind) == ("yes", 9, "ekc_plan")


def test_the_bureau_may_tell_it(world, traject, conference, later, client_of):
    assert client_of(world.petra).post(asking(conference), data=HELD).status_code == 303
    assert traject.referral.state == "plan_made"


def test_nobody_else_may(world, traject, conference, later, client_of):
    kind = {"kind": "own_plan"}
    for who in OUTSIDERS:
        client = client_of(getattr(world, who))
        assert client.get(asking(conference)).status_code == 404
        assert client.post(asking(conference), data=HELD).status_code == 404
        url = f"/trajecten/{traject.referral_id}/plan-zonder-bijeenkomst"
        assert client.post(url, data=kind).status_code == 404
        assert client.post(later_plan(traject), data={"plan": "no"}).status_code == 404
    assert traject.referral.state == "planned"


def test_not_held_has_its_reason_in_the_same_tap(world, traject, conference, later, client_of):
    assert client_of(world.cor).post(asking(conference), data={"held": "no:key_person"}).status_code == 303
    assert traject.referral.state == "preparation"
    assert db.session.query(Outcome).one().reason == "key_person"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Kies een van de mogelijkheden"),
        ({"held": "no:rain"}, "Kies een van de mogelijkheden"),
        ({"held": "yes"}, "Had de kring tijd voor zichzelf? Kies een antwoord."),
        ({**HELD, "people": "900"}, "van 0 tot en met 200"),
        ({**HELD, "plan": "secret"}, "Kies een van de mogelijkheden"),
    ],
)
def test_what_is_missing_is_asked(world, conference, later, client_of, form, sentence):
    assert sentence in text(client_of(world.cor).post(asking(conference), data=form), 422)
    assert db.session.query(Outcome).count() == 0


def test_who_does_not_know_says_so(world, traject, conference, later, client_of):
    form = {"held": "yes", "own_time": "unknown"}
    assert client_of(world.cor).post(asking(conference), data=form).status_code == 303
    outcome = db.session.query(Outcome).one()
    assert (outcome.people, outcome.plan, traject.referral.state) == (None, "unknown", "held")


def test_before_the_day_there_is_nothing_to_tell(world, conference, client_of):
    cor = client_of(world.cor)
    assert "Deze dag moet nog komen" in text(cor.get(asking(conference)))
    assert "Deze dag moet nog komen" in text(cor.post(asking(conference), data=HELD), 422)


def test_told_twice_is_refused_kindly(world, conference, later, client_of):
    client_of(world.cor).post(asking(conference), data=HELD)
    petra = client_of(world.petra)
    assert "al doorgegeven" in text(petra.post(asking(conference), data=HELD), 409)
    assert "hoeft niets meer" in text(petra.get(asking(conference)))


def test_a_plan_without_a_meeting_is_one_tap_and_a_kind(world, traject, client_of):
    cor = client_of(world.cor)
    url = f"/trajecten/{traject.referral_id}/plan-zonder-bijeenkomst"
    assert cor.post(url).status_code == 422
    answer = cor.post(url, data={"kind": "family_group_plan"}, follow_redirects=True)
    assert "Mooi: er is een plan." in text(answer)
    assert traject.referral.state == "plan_without_meeting"


def test_whether_there_is_a_plan_is_told_later(world, traject, conference, later, client_of):
    cor = client_of(world.cor)
    cor.post(asking(conference), data={"held": "yes", "own_time": "yes"})
    page = text(cor.get(f"/trajecten/{traject.referral_id}"))
    assert "Is er een plan?" in page
    assert "het is in de maak" in page
    cor.post(later_plan(traject), data={"plan": "in_making"})
    assert (traject.referral.state, db.session.query(Outcome).one().plan) == ("plan_in_making", "in_making")
    assert "het is in de maak" not in text(cor.get(f"/trajecten/{traject.referral_id}"))
    answer = client_of(world.petra).post(
        later_plan(traject), data={"plan": "yes:own_plan"}, follow_redirects=True
    )
    assert "Het is doorgegeven." in text(answer)
    outcome = db.session.query(Outcome).one()
    assert (traject.referral.state, outcome.plan, outcome.plan_kind) == ("plan_made", "yes", "own_plan")
    assert outcome.people is None
    assert "Is er een plan?" not in text(cor.get(f"/trajecten/{traject.referral_id}"))


def test_afterwards_the_day_stands_there_with_how_it_went(world, traject, conference, later, client_of):
    cor = client_of(world.cor)
    cor.post(asking(conference), data={"held": "no:key_person"})
    page = text(cor.get(f"/trajecten/{traject.referral_id}"))
    assert "niet doorgegaan" in page
    assert "Er is nog geen nieuwe dag." in page
    again = make_conference(world, traject, days=7)
    with clock.at(again.ends_at + timedelta(hours=10)):
        cor.post(asking(again), data=HELD)
        page = text(cor.get(f"/trajecten/{traject.referral_id}"))
    assert f"/bijeenkomsten/{again.id}" in page
    assert "gehouden" in page
    assert "Er is nog geen" not in page


def test_that_no_plan_came_is_told_later_too(world, traject, conference, later, client_of):
    cor = client_of(world.cor)
    cor.post(asking(conference), data={"held": "yes", "own_time": "yes", "plan": "in_making"})
    assert cor.post(later_plan(traject), data={"plan": "no"}).status_code == 303
    assert (traject.referral.state, db.session.query(Outcome).one().plan) == ("follow_up", "no")


def test_a_plan_told_already_is_refused_kindly(world, traject, conference, later, client_of):
    cor = client_of(world.cor)
    assert "al doorgegeven" not in text(cor.post(later_plan(traject), data={}), 422)
    cor.post(asking(conference), data={**HELD, "plan": "in_making"})
    assert "al doorgegeven" in text(cor.post(later_plan(traject), data={"plan": "in_making"}), 409)
    cor.post(later_plan(traject), data={"plan": "yes:ekc_plan"})
    assert "al doorgegeven" in text(cor.post(later_plan(traject), data={"plan": "no"}), 409)
    assert (traject.referral.state, db.session.query(Outcome).one().plan) == ("plan_made", "yes")


def test_the_page_takes_few_queries(world, conference, later, client_of, queries):
    cor = client_of(world.cor)
    queries.clear()
    text(cor.get(asking(conference)))
    assert sum(one.startswith("SELECT") for one in queries) <= 3
