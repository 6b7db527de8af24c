"""The pages of an aanmelding: for whom they are, what they show, what a form does with what was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.agenda.models import Conference
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.matching import service as matching
from ekc.matching.models import Offer
from ekc.referrals import assents, queries, service
from ekc.referrals.models import Referral, Step
from tests.referrals.builders import (
    BO,
    FAM,
    FORM,
    PAPA,
    make_draft,
    make_matched,
    make_planned,
    make_referral,
    person_id,
    told,
)

MAY = ("sanne", "tess", "petra")
MAY_NOT = ("tom", "cor", "noor", "gea", "bea")


def url(referral, *more):
    return "/".join([f"/aanmeldingen/{referral.id}", *more])


def state_of(referral):
    return db.session.scalar(select(Referral.state).where(Referral.id == referral.id))


# --- who may


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


def test_a_stranger_is_asked_to_sign_in(world, client_of):
    referral = make_referral(world)
    assert client_of(None).get(url(referral)).status_code == 303
    assert client_of(None).post(url(referral, "stap"), data={"stap": "stop"}).status_code == 303
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


# --- the list


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


@pytest.fixture
def queries_of(client_of, queries):
    """How many statements a page takes, the lines of the logbook left out."""

    def count(somebody, address):
        client = client_of(somebody)
        queries.clear()
        assert client.get(address).status_code == 200
        return len([statement for statement in queries if "INSERT INTO log_entry" not in statement])

    return count


# --- beginning and keeping


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


# --- sending


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


# --- on the page


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
