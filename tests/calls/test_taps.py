"""A tap on the call list: once, in time, by whom it may be; and the list stays quick."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ekc import clock
from ekc.calls import service
from ekc.calls.models import Attempt
from ekc.circle import queries as circle_queries
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import TooLateError
from ekc.outcomes import service as outcomes
from ekc.people.service import Particulars
from tests.agenda.trajects import add, make_conference
from tests.both import at_once
from tests.calls.tapping import tap
from tests.client import text


def test_four_weeks_after_the_plan_somebody_calls_and_then_it_is_closed(world, traject, client_of):
    outcomes.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)
    db.commit()
    cor, call = client_of(world.cor), f"/bellen/familie/{traject.referral.id}"
    with clock.at(clock.now() + timedelta(days=27)):
        assert "Je hoeft nu niemand te bellen" in text(cor.get("/bellen"))
    with clock.at(clock.now() + timedelta(days=28)):
        page = text(cor.get("/bellen"))
        assert "Fam Jansen en de familie" in page
        assert "Na vier weken belt iemand hoe het gaat" in page
        answer = cor.post(call, data={"tap": "closed"}, follow_redirects=True)
        assert "Het is afgerond" in text(answer)
        assert cor.post(call, data={"tap": "closed"}).status_code == 404  # she is off it
    assert traject.referral.state == "closed"


def test_without_a_plan_nothing_is_closed_by_a_call(world, traject, client_of):
    oma, cor = add(traject, "Oma", world.cor.actor), client_of(world.cor)
    assert cor.post(f"/bellen/familie/{traject.referral.id}", data={"tap": "closed"}).status_code == 409
    assert tap(cor, oma, "closed").status_code == 422
    assert traject.referral.state == "preparation"


@pytest.mark.parametrize("who", ["noor", "sanne", "tom", "tess", "gea", "bea"])
def test_nobody_else_has_these_calls(world, traject, client_of, who):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    client = client_of(getattr(world, who))
    answer = client.get("/bellen")
    assert answer.status_code == (200 if who == "noor" else 404)
    assert "Oma" not in answer.get_data(as_text=True)
    assert tap(client, oma, "comes").status_code == 404
    assert client.get(f"/bellen/{oma.id}/brief").status_code == 404
    assert traject.members["Oma"].stand is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tap": "maybe"},
        {"tap": "comes\x00"},
        {"tap": "comes", "seen": "9" * 20},
        {"tap": "comes", "seen": "-1"},
    ],
)
def test_what_is_no_tap_is_refused_kindly(world, traject, client_of, data):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    cor = client_of(world.cor)
    answer = cor.post(f"/bellen/{oma.id}", data=data)
    assert answer.status_code == 422
    assert "Kies een van de knoppen" in answer.get_data(as_text=True)
    assert cor.post(f"/bellen/familie/{traject.referral.id}", data={"tap": "letter"}).status_code == 422
    assert db.session.query(Attempt).count() == 0


def test_a_page_that_is_old_is_said_so(world, traject, client_of):
    oma, cor = add(traject, "Oma", world.cor.actor, spoken=False), client_of(world.cor)
    assert tap(cor, oma, "not_reached", seen="0").status_code == 303
    answer = tap(cor, oma, "comes", seen="0")
    assert answer.status_code == 409
    assert "Dit is net al ingevuld" in answer.get_data(as_text=True)
    assert traject.members["Oma"].stand is None


def test_of_two_taps_at_the_same_moment_one_counts(world, traject):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    place, referral, person = oma.municipality_id, oma.referral_id, oma.person_id

    def one():
        service.attempt(place, referral, person, "not_reached", seen=0, by=world.cor.actor)

    assert at_once([one, one], clock.now()) == ["done", service.rules.ALREADY]


def test_no_other_result_is_written_down(world, traject):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    _, person = circle_queries.get_for(world.cor.actor, oma.id)
    with pytest.raises(service.DomainError):
        service.attempt(oma.municipality_id, oma.referral_id, oma.person_id, "gone", by=world.cor.actor)
    with pytest.raises(TooLateError):
        service.heard(oma, person, "comes", seen=3, by=world.cor.actor)


def test_the_list_asks_as_much_for_thirty_calls_as_for_one(world, traject, client_of, queries):
    make_conference(world, traject)
    clients = [client_of(world.cor), client_of(world.petra)]
    counted = []
    for many in (0, 30):
        for number in range(many):
            circle.add(traject.referral, Particulars(f"Neef {number}"), "family", by=world.cor.actor)
        db.commit()
        for client in clients:
            queries.clear()
            text(client.get("/bellen"))
            counted.append(len(queries))
    assert counted[:2] == counted[2:]
    assert "?p=2" in text(clients[0].get("/bellen"))
    assert "Kom je" not in text(clients[0].get("/bellen?p=2"))
    assert "Vorige" in text(clients[0].get("/bellen?p=2"))


def test_a_tap_on_the_second_page_leads_back_to_it_while_it_is_there(world, traject, client_of):
    for number in range(31):
        circle.add(traject.referral, Particulars(f"Neef {number}"), "family", by=world.cor.actor)
    client = client_of(world.cor)
    second = text(client.get("/bellen?p=2"))
    taps = re.findall(r'action="(/bellen/[^"]+)"', second)
    assert taps
    assert all(one.endswith("?p=2") for one in taps), taps
    done = client.post(taps[0], data={"tap": "not_reached", "seen": "0"})
    assert (done.status_code, done.location) == (303, "/bellen?p=2")
    assert "Bellen" in text(client.get("/bellen?p=99"))
    assert re.search(r'action="/bellen/', text(client.get("/bellen?p=99"))), (
        "past the last page stands the last"
    )
