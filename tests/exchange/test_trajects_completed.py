"""What came in from a list is completed by the bureau, and goes on as any other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference
from ekc.db import db
from ekc.errors import DomainError
from ekc.people.service import Particulars
from ekc.referrals import assents, bringing_in, history, queries
from ekc.referrals.models import Referral
from tests.agenda.trajects import DAY, a_plan, make_traject
from tests.exchange.coming_in import SPOKEN, come_in, page, planned, row, the_one
from tests.exchange.files import make_brought


def test_the_bureau_completes_it_and_it_goes_on_as_any_other(world, client_of):
    come_in(world, row("1"))
    referral, petra = the_one(), client_of(world.petra)
    assert "Vul aan om wie het gaat" in page(petra, f"/aanmeldingen/{referral.id}")
    told = {"given_name": "Mia", "surname": "Mulder", "age": "18+", "answer": "yes", "channel": "spoken"}
    answer = petra.post(f"/aanmeldingen/{referral.id}/hoofdpersoon", data=told, follow_redirects=True)
    assert "Mia staat erbij." in answer.text
    referral = the_one()
    assert assents.agreement(referral) == "complete"
    assert referral.state == "assent_given", "it moves by itself, as any other"
    assert history.taken(referral)[0].label == "Overgenomen uit een lijst"


def test_a_planned_one_is_completed_and_people_can_be_invited(world, client_of):
    come_in(world, planned())
    referral = the_one()
    told = Particulars("Mia", "Mulder", phone="+31611111111")
    bringing_in.add_person(referral, told, "yes", "spoken", by=world.petra.actor)
    db.commit()
    assert referral.state == "planned"
    there = page(client_of(world.cor), f"/trajecten/{referral.id}")
    assert "<h1>Mia Mulder</h1>" in there
    assert "vult nog aan" not in there


def test_somebody_who_has_an_open_one_is_not_written_down_twice(world, client_of):
    make_traject(world)
    referral = make_brought(world)
    data = {"given_name": "Fam", "surname": "Jansen", "age": "18+", "answer": "yes", "channel": "spoken"}
    answer = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/hoofdpersoon", data=data)
    assert answer.status_code == 409
    assert "Er loopt al een aanmelding" in answer.text
    assert 'value="Fam"' in answer.text, "what was typed is still there"
    assert queries.focus_persons(referral) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"given_name": ""}, "Voornaam"),
        ({"age": "oud"}, "Kies een van de mogelijkheden"),
        ({"birth_year": "3000"}, "getal"),
        ({"age": "12-15", "birth_year": "1960"}, "past niet bij"),
        ({"surname": "111222333"}, "burgerservicenummer"),
        ({"answer": "misschien"}, "Kies een van de mogelijkheden"),
        ({"given_name": "\x00"}, "Voornaam"),
    ],
)
def test_what_cannot_be_is_refused_kindly(world, client_of, told, words):
    referral = make_brought(world)
    data = {
        "given_name": "Mia",
        "surname": "Mulder",
        "age": "18+",
        "answer": "yes",
        "channel": "spoken",
        **told,
    }
    answer = client_of(world.petra).post(f"/aanmeldingen/{referral.id}/hoofdpersoon", data=data)
    assert answer.status_code == 422
    assert words in answer.text


def test_only_what_came_from_a_list_is_completed_this_way(world, client_of):
    traject = make_traject(world)
    assert client_of(world.petra).get(f"/aanmeldingen/{traject.referral_id}/hoofdpersoon").status_code == 404
    with pytest.raises(DomainError, match="uit een lijst"):
        bringing_in.add_person(traject.referral, Particulars("A", "B"), "yes", "spoken", by=world.petra.actor)


def test_every_page_of_one_without_names_opens(world, client_of):
    for number, stage in enumerate(("coördinator gevonden", "voorbereiding")):
        come_in(world, row(str(number), Stand=stage, Coördinator="Cor Kuiper", EersteGesprekOp=SPOKEN))
    for referral in db.session.query(Referral):
        for who, address in (
            (world.petra, f"/aanmeldingen/{referral.id}"),
            (world.petra, f"/trajecten/{referral.id}"),
            (world.petra, f"/aanmeldingen/{referral.id}/keuze"),
            (world.cor, f"/trajecten/{referral.id}"),
            (world.cor, f"/trajecten/{referral.id}/mensen"),
            (world.cor, f"/trajecten/{referral.id}/vervanging"),
            (world.cor, "/"),
            (world.sanne, "/aanmeldingen"),
        ):
            page(client_of(who), address)


def test_moving_a_day_that_came_in_works_as_ever(world):
    come_in(world, planned())
    conference = db.session.query(Conference).one()
    agenda.move(conference, a_plan(days=2), by=world.cor.actor)
    db.commit()
    assert db.session.query(Conference).one().starts_at.astimezone(clock.HOME).date() == DAY + timedelta(
        days=2
    )
