"""The list and the page of an aanmelding: for whom they are, and what they show."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.referrals import service
from tests.referrals.builders import (
    BO,
    FAM,
    FORM,
    PAPA,
    make_draft,
    make_matched,
    make_referral,
    state_of,
    url,
)

MAY = ("sanne", "tess", "petra")

MAY_NOT = ("tom", "cor", "noor", "gea", "bea")


@pytest.mark.parametrize("name", MAY)
def test_the_team_the_lead_and_the_bureau_see_how_it_stands(world, client_of, name):
    referral = make_matched(world)
    page = client_of(getattr(world, name)).get(url(referral))
    assert page.status_code == 200
    assert f"Aanmelding {referral.number}" in page.text
    assert "Fam Jansen" in page.text
    assert "coördinator gevonden" in page.text
    assert "Cor Kuiper" in page.text


@pytest.mark.parametrize("name", MAY_NOT)
def test_everybody_else_finds_no_such_page(world, client_of, name):
    referral = make_matched(world)
    client = client_of(getattr(world, name))
    strange = client.get("/aanmeldingen/1")
    page = client.get(url(referral))
    assert (page.status_code, page.text) == (404, strange.text)
    assert client.get(url(referral, "formulier")).status_code == 404


def test_everybody_else_can_change_nothing(world, client_of):
    referral = make_referral(world)
    data = {**FORM, "stap": "stop", "stop-reason": "other", "gezag-authority": "one"}
    for name in MAY_NOT:
        client = client_of(getattr(world, name))
        for verb in ("concept", "indiening", "instemming", "stap", "ouders", "verantwoordelijken"):
            assert client.post(url(referral, verb), data=data).status_code == 404, (name, verb)
    assert state_of(referral) == "matching"


def test_the_story_is_for_the_team_and_the_bureau_only_where_agreed(world, client_of):
    closed, shared = make_referral(world), make_referral(world, focus=(PAPA,), share_bureau=True)
    assert "ruzie over geld" in client_of(world.sanne).get(url(closed)).text
    assert "ruzie over geld" not in client_of(world.petra).get(url(closed)).text
    assert "ruzie over geld" in client_of(world.petra).get(url(shared)).text


def test_wishes_are_for_who_seeks_a_coordinator(world, client_of):
    referral = make_referral(world)
    assert "Liefst een vrouw." in client_of(world.petra).get(url(referral)).text
    assert "Liefst een vrouw." not in client_of(world.sanne).get(url(referral)).text


def test_a_draft_is_for_the_team_and_for_the_bureau_that_began_it(world, client_of):
    mine, theirs = (
        make_draft(world),
        service.start(world.team.id, by=world.petra.actor.acting_for(world.sanne.person.id)),
    )
    assert client_of(world.tess).get(url(mine, "formulier")).status_code == 200
    assert client_of(world.petra).get(url(mine, "formulier")).status_code == 404
    assert client_of(world.petra).get(url(theirs, "formulier")).status_code == 200
    assert client_of(world.sanne).get(url(theirs, "formulier")).status_code == 200
    assert client_of(world.sanne).get(url(mine)).location.endswith("/formulier")


def test_looking_is_logged_and_so_is_a_refusal(world, client_of):
    referral = make_referral(world)
    client_of(world.sanne).get(url(referral))
    client_of(world.tom).get(url(referral))
    rows = db.session.scalars(select(LogEntry).where(LogEntry.object_id == referral.id)).all()
    lines = [(row.action, row.result, row.actor_id) for row in rows]
    assert ("see", "ok", world.sanne.account.id) in lines
    assert [(result, actor) for _, result, actor in lines if result == "refused"] == [
        ("refused", world.tom.account.id)
    ]


def test_when_and_when_not_is_for_everybody(world, client_of):
    page = client_of(None).get("/wanneer-wel-wanneer-niet")
    assert page.status_code == 200
    assert "Wanneer (nog) niet" in page.text


def test_the_list_shows_a_team_its_own_and_the_bureau_all(world, client_of):
    make_referral(world)
    make_referral(world, world.tom, focus=(PAPA,))
    assert re.findall("Fam Jansen|Piet Jansen", client_of(world.sanne).get("/aanmeldingen").text) == [
        "Fam Jansen"
    ]
    assert re.findall("Fam Jansen|Piet Jansen", client_of(world.tom).get("/aanmeldingen").text) == [
        "Piet Jansen"
    ]
    assert len(re.findall("Fam Jansen|Piet Jansen", client_of(world.petra).get("/aanmeldingen").text)) == 2


def test_the_list_is_not_for_others(world, client_of):
    for name in ("cor", "gea", "bea"):
        assert client_of(getattr(world, name)).get("/aanmeldingen").status_code == 404, name


def test_what_ended_stands_apart(world, client_of):
    referral = make_referral(world)
    service.move(referral, "stop", reason="moved", by=world.sanne.actor)
    client = client_of(world.sanne)
    assert "Er loopt nu niets" in client.get("/aanmeldingen").text
    assert "Fam Jansen" in client.get("/aanmeldingen?stand=afgerond").text


def test_what_takes_too_long_is_pointed_out_and_what_came_back_stands_first(world, client_of):
    with clock.at(clock.now().replace(year=clock.now().year - 1)):
        old = make_referral(world)
    back = make_referral(world, focus=(PAPA,))
    service.move(back, "return", reason="not_fitting", by=world.petra.actor)
    page = client_of(world.tess).get("/aanmeldingen").text
    assert page.index(back.number) < page.index(old.number)
    assert page.count("duurt te lang") == 1


def test_as_many_statements_for_thirty_as_for_one(world, client_of, queries_of):
    make_referral(world)
    one = queries_of(world.sanne, "/aanmeldingen")
    for number in range(30):
        make_referral(world, focus=(FAM.__class__("Fam", f"Nummer {number}"),))
    assert queries_of(world.sanne, "/aanmeldingen") == one
    assert one <= 8
    page = client_of(world.sanne).get("/aanmeldingen").text
    assert "Bladzijde 1 van 2" in page
    assert "Bladzijde 2 van 2" in client_of(world.sanne).get("/aanmeldingen?p=2").text


def test_a_page_takes_at_most_eight_statements(world, queries_of):
    many = (FAM, BO, PAPA)
    referral = make_matched(
        world, focus=many, focus_answers=("yes", "", "yes"), authority="one", parents_in_focus=(0,)
    )
    assert queries_of(world.petra, url(referral)) <= 8
    assert queries_of(world.sanne, url(make_draft(world), "formulier")) <= 8
