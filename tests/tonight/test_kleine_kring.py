"""A kleine kring within 24 hours: who runs it, what is asked, when it alarms whom, and how it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from ekc import clock, settings
from ekc.db import db
from ekc.duty import service as duty
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications.models import Message
from ekc.reporting import queries as reporting
from ekc.tonight import queries, rules, service
from ekc.tonight.models import SmallCircleAlarm
from ekc.web.formatting import local_to_utc
from tests.both import at_once
from tests.world import DAY

NINE = local_to_utc(DAY, time(9))


@pytest.fixture(autouse=True)
def nine():
    """It is nine in the morning."""
    with clock.at(NINE):
        yield


def on_duty(world, who, hours=24):
    """`who` has a shift from now."""
    duty.add_shifts(who.person.id, None, [(NINE, NINE + timedelta(hours=hours))], by=world.petra.actor)
    db.commit()


def begin(world, by=None):
    """Sanne begins one, for Mia Mulder."""
    by = (by or world.sanne).actor
    referral = service.start(world.team.id, by.person_id, ("Mia", "Mulder"), by=by)
    db.commit()
    return referral


def of(world, referral):
    """As Sanne sees it."""
    return queries.get_for(world.sanne.actor, referral.id)


def tick(hours):
    """The worker looks, so many hours after the start."""
    with clock.at(NINE + timedelta(hours=hours)):
        rung = service.alarm_due(clock.now())
        db.commit()
    return rung


def alarmed():
    """Who was alarmed, oldest first."""
    rows = db.session.query(Message).filter_by(kind="tonight_alarm").order_by(Message.id)
    return [(row.address, "20 uur" in row.body_text) for row in rows]


def test_from_start_to_an_ordinary_aanmelding_with_the_form_filled_in(world, client_of):
    on_duty(world, world.petra)
    client = client_of(world.sanne)
    page = client.get("/kleine-kring").text
    assert "Petra Post" in page
    told = {"given_name": "Mia", "surname": "Mulder", "team": world.team.id, "runner": world.petra.person.id}
    here = client.post("/kleine-kring", data=told).location
    assert client.post(f"{here}/plek", data={"answer": "yes"}).status_code == 422  # nobody was called
    client.post(f"{here}/mensen", data={"name": "tante Truus", "phone": "0612345678"})
    circle = queries.get_for(world.sanne.actor, int(here.rsplit("/", 1)[1]))
    call = queries.calls(circle.row)[0].id
    assert client.post(f"{here}/bereikt", data={"call": call, "answer": "yes"}).status_code == 303
    client.post(f"{here}/overleg")
    assert "kleine kring: overleg" in client.get(here).text
    client.post(f"{here}/plek", data={"answer": "no"})
    assert "nog geen plek voor vannacht" in client.get(here).text
    client.post(f"{here}/plek", data={"answer": "yes"})
    form = client.get(client.post(f"{here}/verder").location).text
    assert 'value="Mia"' in form
    assert 'value="Mulder"' in form
    assert "Petra Post" in client.get("/kleine-kring").text
    assert client.post(f"{here}/plek", data={"answer": "yes"}).status_code == 409


def test_who_is_to_run_it_is_called_by_who_began_it(world, client_of):
    duty.add_shifts(
        world.tess.person.id, "+31612345678", [(NINE, NINE + timedelta(hours=9))], by=world.petra.actor
    )
    db.commit()
    told = {
        "given_name": "Mia",
        "surname": "Mulder",
        "team": str(world.team.id),
        "runner": str(world.tess.person.id),
    }
    page = (
        client_of(world.sanne).post("/kleine-kring", data=told, follow_redirects=True).get_data(as_text=True)
    )
    assert "Bel Tess nu zelf: er gaat geen bericht uit." in page


def test_no_stranger_finds_it_and_a_volunteer_has_no_page(world, client_of):
    referral = begin(world)
    number, here = referral.number, f"/kleine-kring/{referral.id}"
    assert client_of(world.petra).get(here).status_code == 200
    assert client_of(world.sanne).get(f"/aanmeldingen/{referral.id}").location == here
    for stranger in (world.tom, world.cor, world.gea, world.bea):
        assert client_of(stranger).get(here).status_code == 404
    assert number not in client_of(world.tom).get("/kleine-kring").text
    with pytest.raises(NotFoundError):
        queries.get_for(world.tom.actor, referral.id)


def test_who_runs_it_is_on_duty_or_does_it_herself(world):
    with pytest.raises(DomainError, match="geen dienst"):
        service.start(world.team.id, world.petra.person.id, ("Mia", "M"), by=world.sanne.actor)
    on_duty(world, world.cor)  # a volunteer
    with pytest.raises(DomainError, match="geen dienst"):
        service.start(world.team.id, world.cor.person.id, ("Mia", "M"), by=world.sanne.actor)
    with pytest.raises(NotFoundError):
        service.start(world.other_team.id, world.sanne.person.id, ("Mia", "M"), by=world.sanne.actor)


def test_alarm_at_four_twelve_and_twenty_hours_each_once_to_who_is_on_duty(world):
    on_duty(world, world.tess)
    on_duty(world, world.cor)  # a volunteer on the rota hears nothing, day or night
    begin(world)
    assert [tick(hours) for hours in (3.9, 4, 4.1, 12, 13, 20, 30)] == [0, 1, 0, 1, 0, 1, 0]
    assert alarmed() == [("teamleider@demo.example", last) for last in (False, False, True)]


def test_after_a_stop_of_the_worker_one_alarm_goes_off(world):
    on_duty(world, world.tess)
    begin(world)
    assert tick(21) == 1
    assert alarmed() == [("teamleider@demo.example", True)]
    assert tick(22) == 0


def test_with_nobody_on_duty_the_bureau_hears_it(world):
    begin(world)
    tick(4)
    assert [to for to, _ in alarmed()] == ["team@demo.example", "bureau@demo.example"]  # Sanne runs it


def test_an_alarm_rings_on_the_telephone_of_the_shift_too(world, monkeypatch):
    """Nobody reads mail at night."""
    texts = replace(settings.current(), sms_url="folder:x")
    monkeypatch.setattr(settings, "current", lambda: texts)
    shift = [(NINE, NINE + timedelta(hours=24))]
    duty.add_shifts(world.tess.person.id, "+31612345678", shift, by=world.petra.actor)
    begin(world)
    tick(4)
    assert {to for to, _ in alarmed()} == {"teamleider@demo.example", "+31612345678"}


def test_a_place_ends_the_alarms_and_a_no_does_not(world, client_of):
    """A no may still become a yes: whoever is asked next can be written down, and the next alarm goes off."""
    referral = begin(world)
    here = f"/kleine-kring/{referral.id}"
    client = client_of(world.sanne)
    client.post(f"{here}/mensen", data={"name": "Truus"})
    client.post(f"{here}/plek", data={"answer": "no"})
    page = client.get(here).text
    assert "De klok loopt door tot er een plek is." in page
    assert "Klaar vóór" in page
    assert tick(4) == 1
    assert client.post(f"{here}/mensen", data={"name": "Bep"}).status_code == 303
    client.post(f"{here}/plek", data={"answer": "yes"})
    assert client.post(f"{here}/mensen", data={"name": "Cas"}).status_code == 409
    assert tick(12) == 0


def test_going_on_without_a_place_wants_a_reason_and_ends_the_alarms(world, client_of):
    referral = begin(world)
    here = f"/kleine-kring/{referral.id}"
    client = client_of(world.sanne)
    client.post(f"{here}/mensen", data={"name": "Truus"})
    client.post(f"{here}/plek", data={"answer": "no"})
    for reason in (None, "", "placed", "zomaar"):
        refused = client.post(f"{here}/verder", data={"without": reason} if reason is not None else {})
        assert (refused.status_code, "ies " in refused.text) == (422, True)
        assert "Waarom ga je nu verder?</label>" in refused.text  # and not "(mag leeg)"
    assert client.post(f"{here}/verder", data={"without": "home"}).status_code == 303
    assert tick(4) == 0
    page = client.get(here).text
    assert "geen kleine kring meer" in page
    assert not any(words in page for words in ("De klok loopt", "nog geen plek"))  # it came in another way
    assert f'href="/aanmeldingen/{referral.id}"' in page


def test_the_bureau_that_goes_on_lands_where_it_may_be(world, client_of):
    referral = begin(world)
    here, petra = f"/kleine-kring/{referral.id}", client_of(world.petra)
    petra.post(f"{here}/mensen", data={"name": "Truus"})
    petra.post(f"{here}/plek", data={"answer": "yes"})
    page = petra.post(f"{here}/verder", follow_redirects=True)
    assert (page.status_code, "Het team vult de rest aan." in page.text) == (200, True)
    assert "Team Hoogezand-Noord gaat hiermee verder" in page.text


def test_the_bureau_is_told_where_it_went_in_counts_only(world, client_of):
    """What the team writes on is its own draft; the address that the bureau had says so, and no more."""
    referral = begin(world)
    here, sanne = f"/kleine-kring/{referral.id}", world.sanne.actor
    call = service.add(of(world, referral), "Truus", None, by=sanne)
    service.add(of(world, referral), "Bep", None, by=sanne)
    service.note_reached(of(world, referral), call.id, "yes", by=sanne)
    service.decide(of(world, referral), "yes", by=sanne)
    service.go_on(of(world, referral), by=sanne)
    db.commit()
    page = client_of(world.petra).get(here)
    assert page.status_code == 200
    assert "Team Hoogezand-Noord gaat hiermee verder" in page.text
    assert "2 mensen opgeschreven, 1 bereikt." in page.text
    assert not any(name in page.text for name in ("Mulder", "Truus", "Bep"))
    for stranger in (world.tom, world.cor, world.gea):
        assert client_of(stranger).get(here).status_code == 404
    assert "Mia" in client_of(world.sanne).get(here).text


def test_every_list_names_whom_it_is_about(world, client_of):
    referral = begin(world)
    for go_on in (False, True):
        if go_on:  # what the team writes on has the name of its hoofdpersoon when it is sent
            service.add(of(world, referral), "Truus", None, by=world.sanne.actor)
            service.decide(of(world, referral), "yes", by=world.sanne.actor)
            service.go_on(of(world, referral), by=world.sanne.actor)
            db.commit()
        for page in ("/", "/weekstaat", "/aanmeldingen"):
            assert "Mia Mulder" in client_of(world.sanne).get(page).text
            assert "Mia Mulder" not in client_of(world.tom).get(page).text


def test_two_workers_alarm_once(world):
    on_duty(world, world.tess)
    begin(world)
    late = NINE + timedelta(hours=4)
    done = at_once([lambda: service.alarm_due(late)] * 2, late)
    assert done == ["done", "done"]
    assert len(alarmed()) == 1
    assert db.session.query(SmallCircleAlarm).count() == 1


def test_what_is_over_takes_no_more(world):
    referral = begin(world)
    circle = of(world, referral)
    service.stop(circle, "not_needed", by=world.sanne.actor)
    db.commit()
    for verb in (
        lambda: service.add(circle, "Truus", None, by=world.sanne.actor),
        lambda: service.consult(circle, by=world.sanne.actor),
        lambda: service.decide(circle, "yes", by=world.sanne.actor),
        lambda: service.go_on(circle, by=world.sanne.actor),
        lambda: service.stop(circle, "other", by=world.sanne.actor),
    ):
        with pytest.raises(TooLateError):
            verb()
    assert tick(4) == 0


def test_nonsense_comes_back_in_dutch(world, client_of):
    referral = begin(world)
    here = f"/kleine-kring/{referral.id}"
    circle = of(world, referral)
    for at in range(rules.MOST):
        call = service.add(circle, f"Buur {at}", None, by=world.sanne.actor)
    db.commit()
    client, call_id = client_of(world.sanne), call.id
    full = client.post(f"{here}/mensen", data={"name": "Nog een"})
    assert (full.status_code, "al 12 mensen" in full.text) == (422, True)
    for name in ("", "\x00", "x" * 500):
        assert client.post(f"{here}/mensen", data={"name": name}).status_code == 422
    assert client.post(f"{here}/bereikt", data={"call": call_id, "answer": "misschien"}).status_code == 422
    for number in ("", "1", "9" * 40, "\x00"):
        answer = client.post(f"{here}/bereikt", data={"call": number, "answer": "yes"})
        assert answer.status_code == 404
    assert client.post(f"{here}/einde", data={"reason": "zomaar"}).status_code == 422
    assert client.post("/kleine-kring", data={"team": "1" * 30, "runner": "x"}).status_code == 422


def test_who_was_alarmed_comes_in_by_the_link_and_does_not_send_the_form(world, client_of):
    referral = begin(world)
    client = client_of(None)
    on_duty(world, world.tess)
    tick(4)
    message = db.session.query(Message).filter_by(kind="tonight_alarm").one()
    assert "Mulder" not in message.subject + message.body_text
    with client.session_transaction() as session:
        session["links"] = [[message.link_id, message.link_version, "small_circle", referral.id]]
    here = f"/kleine-kring/{referral.id}"
    assert "Mia Mulder" in client.get(here).text
    assert client.post(f"{here}/mensen", data={"name": "Truus"}).status_code == 303
    assert client.post(f"{here}/plek", data={"answer": "yes"}).status_code == 303
    assert client.post(f"{here}/verder").status_code == 303
    assert queries.get_for(world.sanne.actor, referral.id).referral.state == "circle_decided"


def test_it_is_counted_apart_from_conferences(world, client_of):
    begin(world)
    assert reporting.beside(world.municipality.id, DAY.year) == (0, 1)
    page = client_of(world.gea).get("/cijfers").text
    assert "1 kleine kring" in page
    assert "Mulder" not in page
