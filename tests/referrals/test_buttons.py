"""The buttons on the page of an aanmelding: what each does, and what it asks first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.agenda.models import Conference
from ekc.db import db
from ekc.matching import service as matching
from ekc.matching.models import Offer
from ekc.referrals import service
from ekc.referrals.models import Step
from tests.referrals.builders import (
    BO,
    FAM,
    PAPA,
    make_matched,
    make_planned,
    make_referral,
    person_id,
    state_of,
    url,
)


def test_noting_an_answer(world, client_of):
    referral = make_referral(world, focus_answers=())
    data = {"person": str(person_id(referral, "Fam")), "answer": "yes.written"}
    client = client_of(world.sanne)
    assert client.post(url(referral, "instemming"), data=data).status_code == 303
    page = client.get(url(referral)).text
    assert "coördinator zoeken" in page
    assert "op papier op" in page


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"person": "x", "answer": "yes.spoken"}, 404),
        ({"person": "7", "answer": "yes.spoken"}, 404),
        ({}, 404),
        ({"person": "{fam}", "answer": "perhaps.spoken"}, 422),
        ({"person": "{fam}", "answer": "yes"}, 422),
    ],
)
def test_answers_no_button_of_ours_sends(world, client_of, data, status):
    referral = make_referral(world, focus_answers=())
    fam = person_id(referral, "Fam")
    sent = {name: value.format(fam=fam) for name, value in data.items()}
    assert client_of(world.sanne).post(url(referral, "instemming"), data=sent).status_code == status
    assert state_of(referral) == "assent_asked"


def test_gezag_and_a_parent_added_later(world, client_of):
    referral = make_referral(world, focus=(BO,), focus_answers=())
    client = client_of(world.sanne)
    page = client.get(url(referral)).text
    assert "De ouders met gezag beslissen" in page
    data = {"gezag-authority": "one", "gezag-given_name": "Piet", "gezag-surname": "Jansen"}
    assert client.post(url(referral, "ouders"), data=data).status_code == 303
    assert "Piet Jansen" in client.get(url(referral)).text
    half = {"gezag-authority": "two", "gezag-given_name": "Mia"}
    refused = client.post(url(referral, "ouders"), data=half)
    assert (refused.status_code, 'value="Mia"' in refused.text) == (422, True)


def test_the_two_professionals_later(world, client_of):
    referral = make_referral(world, responsible_person_id=None, backstop_person_id=None)
    client = client_of(world.sanne)
    assert "Vul in wie verantwoordelijk is" in client.get(url(referral)).text
    same = {"responsible_is": "me", "backstop_is": "other", "backstop-given_name": "Ans"}
    assert client.post(url(referral, "verantwoordelijken"), data=same).status_code == 422
    both = {"responsible_is": "me", "backstop_is": str(world.petra.person.id), "conditions": "none"}
    assert client.post(url(referral, "verantwoordelijken"), data=both).status_code == 303
    assert state_of(referral) == "matching"


def test_a_bsn_on_the_page_is_refused_in_a_sentence(world, client_of):
    referral = make_referral(world)
    data = {"responsible_is": "other", "responsible-given_name": "Ans", "responsible-surname": "111222333"}
    page = client_of(world.sanne).post(url(referral, "verantwoordelijken"), data=data)
    assert page.status_code == 422
    assert "burgerservicenummer" in page.text


def test_stopping_asks_why(world, client_of):
    referral = make_referral(world)
    client = client_of(world.sanne)
    page = client.post(url(referral, "stap"), data={"stap": "stop"})
    assert (page.status_code, "Kies een reden uit de lijst." in page.text) == (422, True)
    assert (
        client.post(url(referral, "stap"), data={"stap": "stop", "stop-reason": "moved"}).status_code == 303
    )
    assert "gestopt" in client.get(url(referral)).text


@pytest.mark.parametrize("given", ["", "31-2-2027", "1-1-2020"])
def test_stabilising_asks_for_a_day_to_come(world, client_of, given):
    referral = make_referral(world)
    data = {"stap": "stabilise_first", "stabilise_first-until": given}
    assert client_of(world.sanne).post(url(referral, "stap"), data=data).status_code == 422
    assert state_of(referral) == "matching"


@pytest.mark.parametrize("stap", ["", "jump", "seek", "match", "return", "resume_intake"])
def test_only_moves_with_a_button_of_ours(world, client_of, stap):
    referral = make_referral(world)
    data = {"stap": stap, f"{stap}-reason": "not_fitting"}
    assert client_of(world.sanne).post(url(referral, "stap"), data=data).status_code == 422
    assert state_of(referral) == "matching"


def test_what_the_bureau_returns_is_for_the_lead(world, client_of):
    referral = make_referral(world)
    data = {"stap": "return", "return-reason": "details_missing"}
    assert client_of(world.petra).post(url(referral, "stap"), data=data).status_code == 303
    again = {"stap": "resume_intake"}
    assert client_of(world.sanne).post(url(referral, "stap"), data=again).status_code == 422
    assert client_of(world.tess).post(url(referral, "stap"), data=again).status_code == 303
    assert state_of(referral) == "matching"


def test_the_page_says_who_is_waited_for(world, client_of):
    referral = make_referral(world, focus=(FAM, PAPA), focus_answers=("yes",))
    client = client_of(world.sanne)
    assert "We wachten op: Piet." in client.get(url(referral)).text
    client.post(
        url(referral, "instemming"), data={"person": str(person_id(referral, "Piet")), "answer": "yes.spoken"}
    )
    assert "We wachten op: het bureau." in client.get(url(referral)).text


def test_a_planned_day_is_called_off_when_it_stops(world, client_of):
    referral = make_planned(world)
    client = client_of(world.sanne)
    assert "De bijeenkomst: " in client.get(url(referral)).text
    assert (
        client.post(url(referral, "stap"), data={"stap": "stop", "stop-reason": "moved"}).status_code == 303
    )
    assert [conference.state for conference in db.session.scalars(select(Conference))] == ["cancelled"]
    assert [step.move for step in db.session.scalars(select(Step).order_by(Step.id))][-2:] == [
        "unplan",
        "stop",
    ]


def test_taking_assent_back_withdraws_the_open_offers(world, client_of):
    referral, today = make_referral(world, avoid=None), clock.today()
    service.waive_choice(referral, "asked_us", by=world.petra.actor)
    matching.open_round(
        referral, [world.cor.coordinator], today, today + timedelta(days=21), by=world.petra.actor
    )
    data = {"person": str(person_id(referral, "Fam")), "answer": "no.spoken"}
    assert client_of(world.sanne).post(url(referral, "instemming"), data=data).status_code == 303
    assert state_of(referral) == "assent_asked"
    assert [offer.state for offer in db.session.scalars(select(Offer))] == ["withdrawn"]


def test_it_is_closed_with_a_tick_by_the_bureau_or_the_lead(world, client_of):
    referral = make_matched(world)
    service.move(referral, "plan_without_meeting", by=world.cor.actor)
    db.commit()
    assert "Na vier weken belt het bureau of de co" in client_of(world.petra).get(url(referral)).text
    done = {"stap": "close", "close-called": "y"}
    assert client_of(world.sanne).post(url(referral, "stap"), data=done).status_code == 422
    page = client_of(world.petra).post(url(referral, "stap"), data={"stap": "close"})
    assert (page.status_code, "Vink dit aan" in page.text) == (422, True)
    assert client_of(world.petra).post(url(referral, "stap"), data=done).status_code == 303
    assert state_of(referral) == "closed"
    assert make_referral(world).state == "matching"


def test_what_a_move_demands_is_not_left_empty(world, client_of):
    page = client_of(world.petra).get(url(make_referral(world))).text
    for legend in re.findall("<legend.*?</legend>|<label[^>]*>Wanneer kijken.*?</label>", page):
        if "Waarom?" in legend or "Wanneer kijken" in legend:
            assert "mag leeg" not in legend


def test_a_no_with_a_coordinator_shows_on_her_page(world, client_of):
    referral = make_matched(world)
    db.commit()
    alert = "Niet iedereen wil nog meedoen. Plan nu niets en bel het bureau."
    address = f"/trajecten/{referral.id}"
    assert alert not in client_of(world.cor).get(address).text
    data = {"person": str(person_id(referral, "Fam")), "answer": "no.spoken"}
    client_of(world.sanne).post(url(referral, "instemming"), data=data)
    assert alert in client_of(world.cor).get(address).text
    assert "Instemming ingetrokken" in client_of(world.petra).get(url(referral)).text
    assert "Instemming ingetrokken" not in client_of(world.sanne).get(url(referral)).text


def test_a_no_is_pointed_out(world, client_of):
    referral = make_matched(world)
    data = {"person": str(person_id(referral, "Fam")), "answer": "no.spoken"}
    client = client_of(world.sanne)
    client.post(url(referral, "instemming"), data=data)
    assert "Iemand stemt niet in" in client.get(url(referral)).text
