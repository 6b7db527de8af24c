"""The form of an aanmelding: begun, kept, sent, and corrected when it came back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from ekc.db import db
from ekc.referrals import assents, queries, service
from ekc.referrals.models import Referral
from tests.referrals.builders import (
    BO,
    FAM,
    FORM,
    PAPA,
    make_draft,
    make_matched,
    make_referral,
    state_of,
    told,
    url,
)


def test_the_team_begins_with_one_button(world, client_of):
    client = client_of(world.sanne)
    team = re.search(r'name="team" value="(\S+)"', client.get("/aanmeldingen").text)
    answer = client.post("/aanmeldingen", data={"team": team[1]})
    assert answer.status_code == 303
    assert answer.location.endswith("/formulier")


def test_the_bureau_chooses_for_whom(world, client_of):
    client = client_of(world.petra)
    assert "Sanne Smit (Hoogezand-Noord)" in client.get("/aanmeldingen").text
    answer = client.post("/aanmeldingen", data={"team": f"{world.team.id}.{world.sanne.person.id}"})
    assert answer.status_code == 303
    referral = db.session.scalars(select(Referral)).one()
    assert (referral.referrer_account_id, referral.started_by_id) == (
        world.sanne.account.id,
        world.petra.account.id,
    )


@pytest.mark.parametrize("team", ["", "x", "1.", "{other}."])
def test_nobody_begins_for_another_team(world, client_of, team):
    answer = client_of(world.sanne).post(
        "/aanmeldingen", data={"team": team.format(other=world.other_team.id)}
    )
    assert answer.status_code == 422
    assert db.session.scalars(select(Referral)).all() == []


def test_what_is_typed_is_kept_and_comes_back(world, client_of):
    draft = make_draft(world)
    client = client_of(world.sanne)
    half = {
        "focus1-given_name": "Fam",
        "focus1-phone": "geen idee",
        "focus2-age": "12-15",
        "life_areas": ["money", "social"],
        "wishes": "Iemand <b>die</b> luistert",
        "share_bureau": "y",
    }
    assert client.post(url(draft, "concept"), data=half).status_code == 204
    page = client_of(world.tess).get(url(draft, "formulier")).text
    assert 'value="Fam"' in page
    assert 'value="geen idee"' in page
    assert "Iemand &lt;b&gt;die&lt;/b&gt; luistert" in page
    assert len(re.findall(r"<input[^>]*\bchecked\b", page)) >= 4


def test_keeping_by_the_button_goes_back_to_the_list(world, client_of):
    draft = make_draft(world)
    answer = client_of(world.sanne).post(url(draft, "concept"), data={"goal": "rust", "later": "1"})
    assert (answer.status_code, answer.location) == (303, "/aanmeldingen")


def test_keeping_after_sending_is_too_late(world, client_of):
    referral = make_referral(world)
    assert client_of(world.sanne).post(url(referral, "concept"), data={"goal": "x"}).status_code == 409


def test_the_whole_form_arrives(world, client_of):
    draft = make_draft(world)
    place = told(world).locality_id
    whole = {
        **FORM,
        "no_fixed_address": "",
        "focus1-has_authority": "y",
        "focus1-phone": "06 12345678",
        "focus2-given_name": "Bo",
        "focus2-surname": "Jansen",
        "focus2-age": "0-11",
        "parent1-given_name": "Piet",
        "parent1-surname": "Jansen",
        "parent1-answer": "yes",
        "authority": "two",
        "locality": str(place),
        "languages": ["ara", "nld"],
        "themes": ["nuisance"],
        "organisations": "Lefier, , school De Haven ",
        "responsible_is": "me",
        "backstop_is": str(world.petra.person.id),
        "urgency": "soon",
        "lead_checked_on": "3 maart 2026",
    }
    answer = client_of(world.sanne).post(url(draft, "indiening"), data=whole)
    assert answer.status_code == 303
    referral = db.session.scalars(select(Referral)).one()
    assert referral.state == "matching"
    assert referral.locality_id == place
    assert referral.languages == ("ara", "nld")
    assert referral.organisations == ("Lefier", "school De Haven")
    assert (referral.responsible_person_id, referral.backstop_person_id) == (
        world.sanne.person.id,
        world.petra.person.id,
    )
    assert [person.name for person in queries.focus_persons(referral)] == ["Fam Jansen", "Bo Jansen"]


def test_professionals_may_be_somebody_else(world, client_of):
    draft = make_draft(world)
    others = {
        "responsible_is": "other",
        "responsible-given_name": "Ans",
        "responsible-surname": "Bos",
        "responsible-organisation": "VKB",
        "backstop_is": "other",
        "backstop-given_name": "Ben",
        "backstop-surname": "Bos",
    }
    assert client_of(world.sanne).post(url(draft, "indiening"), data={**FORM, **others}).status_code == 303
    page = client_of(world.sanne).get(url(draft)).text
    assert "Ans Bos, VKB" in page
    assert "Ben Bos" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"focus1-given_name": ""}, "Vul een voornaam in."),
        ({"focus1-surname": " "}, "Vul een achternaam in."),
        ({"focus1-age": ""}, "Kies een leeftijd."),
        ({"focus1-age": "99"}, "Kies een van de mogelijkheden."),
        ({"goal": ""}, "Schrijf op wat zij willen bereiken."),
        ({"no_fixed_address": ""}, "geen vast adres"),
        ({"focus1-birth_year": "2020"}, "past niet bij de leeftijd"),
        ({"focus2-given_name": "Bo"}, "Vul ook een naam in."),
        ({"focus2-given_name": "Bo", "focus2-surname": "B"}, "Kies een leeftijd."),
        ({"focus1-phone": "12"}, "geen heel telefoonnummer"),
        ({"parent1-given_name": "Piet"}, "Vul ook een naam in."),
        ({"responsible-given_name": "Ans"}, "Vul ook een naam in."),
        ({"wishes": "111222333"}, "burgerservicenummer"),
        ({"going_on": "x" * 4001}, "te lang"),
        ({"locality": "7"}, "Kies een van de mogelijkheden."),
        ({"focus2-given_name": "Fam", "focus2-surname": "Jansen", "focus2-age": "18+"}, "twee keer"),
    ],
)
def test_what_is_wrong_is_said_and_everything_is_kept(world, client_of, change, words):
    draft = make_draft(world)
    data = {**FORM, "already": "Oma past op.", **change}
    client = client_of(world.sanne)
    page = client.post(url(draft, "indiening"), data=data)
    assert page.status_code == 422
    assert words in page.text
    assert "Oma past op." in page.text
    assert "Bijna goed." in page.text
    assert state_of(draft) == "draft"
    assert "Oma past op." in client.get(url(draft, "formulier")).text


def test_who_is_open_elsewhere_reads_whom_to_call_and_loses_nothing(world, client_of):
    make_referral(world, focus=(FAM.__class__("Fam", "Jansen"),))
    draft = make_draft(world, world.tom)
    client = client_of(world.tom)
    page = client.post(url(draft, "indiening"), data={**FORM, "already": "Oma past op."})
    assert page.status_code == 409
    assert "Bel het bureau voordat je verdergaat: 0598 12 34 56." in page.text
    assert world.team.name not in page.text
    assert "Oma past op." in client.get(url(draft, "formulier")).text


def test_the_bureau_reads_which_one_is_open(world, client_of):
    first = make_referral(world, focus=(FAM.__class__("Fam", "Jansen"),))
    draft = service.start(world.other_team.id, by=world.petra.actor.acting_for(world.tom.person.id))
    db.commit()
    page = client_of(world.petra).post(url(draft, "indiening"), data=FORM)
    assert page.status_code == 409
    assert f"Er loopt al een aanmelding: nummer {first.number} bij team {world.team.name}." in page.text
    assert first.number not in client_of(world.tom).post(url(draft, "indiening"), data=FORM).text


def test_the_bureau_looks_at_namesakes_and_the_team_can_send(world, client_of):
    first = make_referral(world, focus=(FAM.__class__("Fam", "Jansen", birth_year=1950),))
    draft = make_draft(world, world.tom)
    assert client_of(world.tom).post(url(draft, "indiening"), data=FORM).status_code == 409
    petra = client_of(world.petra)
    assert url(draft, "naamgenoot") in petra.get("/").text
    page = petra.get(url(draft, "naamgenoot")).text
    assert "Fam Jansen, 1950" in page
    assert first.number in page
    assert world.other_team.name in page
    assert client_of(world.tom).get(url(draft, "naamgenoot")).status_code == 404
    assert client_of(world.tom).post(url(draft, "naamgenoot"), data={"answer": "other"}).status_code == 404
    assert petra.post(url(draft, "naamgenoot"), data={}).status_code == 422
    assert petra.post(url(draft, "naamgenoot"), data={"answer": "other"}).status_code == 303
    assert petra.get(url(draft, "naamgenoot")).status_code == 404
    assert url(draft, "naamgenoot") not in petra.get("/").text
    assert client_of(world.tom).post(url(draft, "indiening"), data=FORM).status_code == 303
    assert state_of(draft) == "assent_given"


def test_the_last_step_says_who_why_and_for_whom(world, client_of):
    referral = make_matched(world)
    by = world.petra.actor.acting_for(world.sanne.person.id)
    service.move(referral, "pause", reason="illness", by=by)
    service.move(referral, "stop", reason="moved", by=by)
    db.commit()
    page = client_of(world.sanne).get(url(referral)).text
    last = re.search("Laatste stap: (.*?)</p>", page)
    assert re.fullmatch(
        r"Stoppen, op .+, door Petra Post \(.+\), namens Sanne Smit\. Reden: verhuisd\.", last[1]
    )
    assert re.search(r"Voorbereiden <span[^>]*>\(tot hier\)", page)


def test_it_is_sent_once(world, client_of):
    referral = make_referral(world)
    assert client_of(world.sanne).post(url(referral, "indiening"), data=FORM).status_code == 409


def fields_of(page):
    """What a browser would send of a form, as far as these tests need it."""
    found = dict(re.findall(r'<input class="nl-input[^>]*name="([^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'name="([^"]+)" value="([^"]*)" checked', page))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found |= dict.fromkeys([name], *re.findall(r'value="([^"]*)" selected', options)[:1])
    return found


def test_what_came_back_is_corrected_in_the_same_form_and_sent_by_the_lead(world, client_of, queries_of):
    focus = (FAM, BO)
    referral = make_referral(
        world, focus=focus, focus_answers=("yes",), parents=(PAPA,), parent_answers=("yes",), authority="one"
    )
    service.move(referral, "return", reason="details_missing", by=world.petra.actor)
    db.commit()
    persons = {person.name: person.id for person in queries.focus_persons(referral)}
    sanne, tess = client_of(world.sanne), client_of(world.tess)
    assert "Verbeter de aanmelding" in sanne.get(url(referral)).text
    assert client_of(world.petra).get(url(referral, "formulier")).status_code == 404
    assert client_of(world.tom).get(url(referral, "formulier")).status_code == 404
    assert queries_of(world.tess, url(referral, "formulier")) <= 8
    sent = fields_of(sanne.get(url(referral, "formulier")).text)
    assert (sent["focus1-given_name"], sent["focus2-age"], sent["parent1-given_name"]) == (
        "Fam",
        "0-11",
        "Piet",
    )
    sent |= {"focus1-phone": "06 99999999", "focus2-given_name": "Bob", "goal": "Rust in huis."}
    kept = sanne.post(url(referral, "indiening"), data=sent)
    assert (kept.status_code, "De teamleider kijkt ernaar" in kept.text) == (422, True)
    assert state_of(referral) == "returned"
    assert tess.post(url(referral, "stap"), data={"stap": "resume_intake"}).status_code == 422
    again = fields_of(tess.get(url(referral, "formulier")).text)
    assert again["goal"] == "Rust in huis."
    assert tess.post(url(referral, "indiening"), data=again).status_code == 303
    referral = db.session.scalars(select(Referral).execution_options(populate_existing=True)).one()
    assert (referral.state, referral.goal, referral.draft) == ("matching", "Rust in huis.", None)
    assert {person.name: person.id for person in queries.focus_persons(referral)} == {
        "Fam Jansen": persons["Fam Jansen"],
        "Bob Jansen": persons["Bo Jansen"],
    }
    assert "tel:+31699999999" in tess.get(url(referral)).text
    assert len(assents.assents(referral)) == 2
    assert (referral.responsible_person_id, referral.backstop_person_id) == (
        world.sanne.person.id,
        world.petra.person.id,
    )


def test_who_is_left_out_of_the_corrected_form_is_out_of_it(world, client_of):
    referral = make_referral(world, focus=(FAM, PAPA), focus_answers=("yes", "yes"))
    service.move(referral, "return", reason="details_missing", by=world.petra.actor)
    service.submit(referral, told(world, focus=(PAPA, BO)), by=world.tess.actor)
    assert {person.name for person in queries.focus_persons(referral)} == {"Piet Jansen", "Bo Jansen"}
