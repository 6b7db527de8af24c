"""A secret address: who reads it, and that a place at home says none."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.agenda.models import Conference
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import service as invitations
from ekc.invitations import takeover, truth
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import Message
from ekc.people import queries as people
from ekc.people.models import Person
from tests.agenda.trajects import a_plan, add, make_conference, make_traject, make_venue
from tests.apart.test_views import text

STREET = "Geheimstraat 17, Kolham"


@pytest.fixture
def traject(world):
    return make_traject(world)


def address(traject) -> str:
    return f"/aanmeldingen/{traject.referral_id}/adres"


def fam(traject) -> int:
    return traject.members["Fam"].person_id


def hide(world, traject, person_id=None, by=None):
    person_id = person_id or fam(traject)
    processes.hide_address(traject.referral, person_id, {person_id}, by=by or world.sanne.actor)
    db.commit()


def words(client, path="/bellen") -> str:
    """A page as it reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", text(client.get(path))).split())


def texts():
    return [
        f"{row.subject} {row.body_text} {row.body_html} {row.calendar}"
        for row in db.session.query(Message).order_by(Message.id)
    ]


def test_the_team_keeps_it_and_nobody_else_reads_it(world, traject, client_of):
    sanne = client_of(world.sanne)
    kept = {"who": fam(traject), "what": "keep", "address": STREET}
    assert sanne.post(address(traject), data=kept).status_code == 303
    assert sanne.post(address(traject), data={**kept, "what": "hide"}).status_code == 303
    assert STREET in text(sanne.get(address(traject)))
    assert STREET not in text(client_of(world.petra).get(f"/aanmeldingen/{traject.referral_id}"))
    for other in (world.petra, world.cor):
        seen = text(client_of(other).get(address(traject)))
        assert "adres is geheim" in seen
        assert STREET not in seen
    assert client_of(world.tom).get(address(traject)).status_code == 404
    board = text(client_of(world.cor).get(f"/trajecten/{traject.referral_id}/mensen"))
    assert "adres is geheim" in board
    assert db.session.query(LogEntry).filter_by(action="see", object_kind="address").count() == 1
    assert people.address(people.one(world.municipality.id, fam(traject)), "post") == STREET


def test_whoever_organises_may_say_that_it_is_secret_but_writes_none_down(world, traject, client_of):
    cor = client_of(world.cor)
    oma = add(traject, "Oma", world.cor.actor).person_id
    told = {"who": oma, "what": "hide"}
    assert cor.post(address(traject), data=told).status_code == 303
    assert "Een adres schrijf je niet op." in text(
        cor.post(address(traject), data={**told, "what": "keep", "address": STREET}), 422
    )
    assert "Alleen het team of het bureau" in text(
        cor.post(address(traject), data={**told, "what": "show"}), 422
    )
    petra = client_of(world.petra)
    assert petra.post(address(traject), data={**told, "what": "show"}).status_code == 303
    assert not db.session.get_one(Person, oma, populate_existing=True).address_secret


@pytest.mark.parametrize("change", [{"who": "9" * 20}, {"who": "x"}, {"what": "weg"}, {"who": ""}])
def test_what_is_not_there_is_refused(world, traject, client_of, change):
    told = {"who": fam(traject), "what": "hide", **change}
    assert client_of(world.sanne).post(address(traject), data=told).status_code in {404, 422}


@pytest.mark.parametrize("words", ["x" * 201, "Bsn 123456782"])
def test_an_address_is_an_address(world, traject, client_of, words):
    told = {"who": fam(traject), "what": "keep", "address": words}
    assert client_of(world.sanne).post(address(traject), data=told).status_code == 422


def test_changing_somebody_keeps_what_is_secret(world, traject, client_of):
    hide(world, traject)
    member = traject.members["Fam"]
    told = {"given_name": "Fam", "relation": "household", "surname": "Anders"}
    assert client_of(world.cor).post(f"/mensen/{member.id}", data=told).status_code == 303
    assert db.session.get_one(Person, fam(traject), populate_existing=True).address_secret


def test_a_day_at_home_says_no_address(world, traject):
    hide(world, traject)
    with pytest.raises(DomainError, match="zonder straat en nummer"):
        make_conference(world, traject, place=STREET)
    db.rollback()
    conference = make_conference(world, traject, place="bij Fam thuis")
    assert not conference.place_in_invitation
    (told,) = [one for one in texts() if "BEGIN:VCALENDAR" in one]
    assert "LOCATION:het adres krijg je aan de telefoon" in told
    assert "bij Fam" not in told


def test_she_who_tells_the_address_reads_in_her_own_calendar_that_she_does(world, traject):
    hide(world, traject)
    make_conference(world, traject, place="bij Fam thuis")
    appointment = db.session.query(Appointment).one()
    takeover.give_own_copy(appointment, by=world.cor.actor)
    hers = db.session.query(Message).filter_by(kind="organiser_on").one()
    hers.state = "sent"
    assert "het adres vertel je zelf, aan de telefoon" in hers.body_text
    for calendar in (appointment.block, hers.calendar):
        assert "LOCATION:het adres vertel je zelf\\, aan de telefoon" in calendar
    assert truth.untrue(world.municipality.id, [appointment.id]) == set()


def test_a_place_of_the_list_is_no_secret(world, traject):
    hide(world, traject)
    make_conference(world, traject, venue_id=make_venue(world).id, place=None)
    assert any("Kerkstraat 1" in one for one in texts())


def test_an_address_that_turns_out_to_be_secret_leaves_every_calendar(world, traject, client_of):
    conference = make_conference(world, traject, place=STREET)
    db.session.query(Message).update({"state": "sent"})
    db.commit()
    number = len(texts())
    hide(world, traject)
    new = texts()[number:]
    assert len(new) == 1
    assert "het adres krijg je aan de telefoon" in new[0]
    assert "Geheimstraat" not in new[0]
    kept = db.session.get_one(Conference, conference.id, populate_existing=True)
    assert kept.place == "thuis (adres geheim)"
    places = {row.place for row in db.session.query(Appointment)}
    assert places == {"het adres krijg je aan de telefoon"}
    invited = db.session.query(Invitation).first()
    guest = client_of(None)
    with guest.session_transaction() as session:
        session["links"] = [[invited.link_id, 1, "invitation", invited.id]]
    seen = text(guest.get(f"/uitnodiging/{invited.id}"))
    assert "het adres krijg je aan de telefoon" in seen
    assert "geheim" not in seen.lower()


def test_who_comes_to_an_address_that_no_message_says_is_called_once(world, traject, client_of):
    conference = make_conference(world, traject, place="bij Fam thuis")
    hide(world, traject)
    db.session.query(Message).update({"state": "sent"})
    cor, oma = client_of(world.cor), traject.members["Oma"].person_id
    assert "Oma Komt, en hoorde" not in words(cor)
    invited = db.session.query(Invitation).filter_by(person_id=oma).one()
    invitations.answer(invited, "yes", "link", by=world.by)
    db.commit()
    page = words(cor)
    assert "Oma Komt, en hoorde het adres nog niet: dat staat in geen bericht." in page
    assert (
        "Vraag: weet je waar het is, op vrijdag 20 november 2026, 19.30 – 22.30 uur? Vertel het adres."
        in page
    )
    assert "Vertel ook het adres: dat staat in geen bericht." in page.split("Buur", 1)[1]
    assert "Waar: " not in page
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert cor.post(f"/bellen/{traject.members['Oma'].id}", data={"tap": "comes"}).status_code == 303
        assert "Oma Komt, en hoorde" not in words(cor)
    assert "Schrijf het nergens op" in words(cor, f"/bijeenkomsten/{conference.id}/dagvel")


def test_a_move_to_a_home_says_no_address_either(world, traject, client_of):
    conference = make_conference(world, traject, venue_id=make_venue(world).id, place=None)
    hide(world, traject)
    page = f"/bijeenkomsten/{conference.id}/verplaatsing"
    day = {
        "on": "2026-11-21",
        "begins": "19:30",
        "until": "22:30",
        "where": "other",
        "place_in_invitation": "y",
    }
    cor = client_of(world.cor)
    assert "zonder straat en nummer" in text(cor.post(page, data={**day, "place": STREET}), 422)
    assert cor.post(page, data={**day, "place": "bij Fam"}).status_code == 303
    assert "bij Fam" not in texts()[-1]


def test_a_letter_says_who_posts_it(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor)
    hide(world, traject, oma.person_id)
    letter = text(client_of(world.cor).get(f"/bellen/{oma.id}/brief"))
    assert "Geef de brief aan het team dat aanmeldde: zij posten hem." in letter
    assert a_plan().place == "bij oma"
