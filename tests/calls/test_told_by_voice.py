"""Who did not get what was sent about a day hears it by voice, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.agenda import service as agenda_service
from ekc.arranging import service
from ekc.audit.models import LogEntry
from ekc.calls import queries, rules
from ekc.circle import queries as circle
from ekc.db import db
from ekc.handover import service as handover
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from tests.agenda.trajects import a_plan, add, make_traject
from tests.calls.days import SOON, left, lines, text


def test_who_said_yes_and_did_not_get_the_change_is_told_by_voice_once(world, conference, client_of):
    buur = (
        db.session.query(Invitation).filter(Invitation.address_key.is_not(None), ~Invitation.organises).one()
    )
    buur.answer = "yes"
    left()
    with clock.at(clock.now() + timedelta(days=1)):
        agenda_service.move(conference, a_plan(place="bij tante"), by=world.cor.actor)
        assert "Buur" not in [name for _, name in lines(world.cor, "answer")]
        db.session.query(Message).filter_by(state="queued").update({"state": "failed"})
        db.commit()
        buur.answer = "yes"
        assert ("failed", "Buur") in lines(world.cor, "answer")
        cor = client_of(world.cor)
        assert "Vertel: het is op" in text(cor)
        (line,) = [
            one
            for one in queries.today(world.cor.actor, clock.now()).lines
            if one.person.given_name == "Buur"
        ]
        member = line.call.member_id
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        assert cor.post(f"/bellen/{member}", data={"tap": "comes"}).status_code == 303
        assert "Buur" not in [name for _, name in lines(world.cor, "answer")]


def test_a_day_that_is_off_is_told_by_voice_to_who_counted_on_it(world, traject, conference, client_of):
    cor, oma = client_of(world.cor), traject.members["Oma"]
    cor.post(f"/bellen/{oma.id}", data={"tap": "comes"})
    off = cor.post(f"/bijeenkomsten/{conference.id}/afzegging", data={"reason": "no_room"})
    assert "De anderen staan op de bellijst." in text(cor, off.location)
    for who in (cor, client_of(world.petra)):
        page = text(who)
        assert "De dag gaat niet door, en er ging geen bericht." in page
        assert page.count("gaat niet door.") == 1  # Fam was never told of it, and Buur has mail
    assert "Vertel: vrijdag 20 november 2026, 19.30 – 22.30 uur gaat niet door." in text(cor)
    cor.post(f"/bellen/{oma.id}", data={"tap": "not_reached"})
    assert "gaat niet door" not in text(cor)  # until this evening
    with clock.at(clock.now() + timedelta(days=1)):
        assert "gaat niet door" in text(cor)
        cor.post(f"/bellen/{oma.id}", data={"tap": "spoken"})
        assert "gaat niet door" not in text(cor)


@pytest.mark.parametrize("how", ["handed back", "stopped"])
def test_a_day_off_together_with_its_coordinator_is_told_by_the_bureau(
    world, traject, conference, client_of, how
):
    """She sees nothing of it any more, so the bureau stands in: a first name and a number of who counted on
    the day and gets no message, and of nobody else; that it was seen is logged.
    """
    oma = traject.members["Oma"]
    with clock.at(clock.now() - timedelta(days=1)):
        other = make_traject(world, world.noor, surname="Ander")
        add(other, "Opa", world.noor.actor, spoken=False)
    client_of(world.cor).post(f"/bellen/{oma.id}", data={"tap": "comes"})
    petra = client_of(world.petra)
    referral, assignment = circle.traject(world.cor.actor, traject.referral_id)
    assert "+31644444444" not in text(petra)
    if how == "stopped":
        processes.move_by_hand(referral, "stop", "not_needed", None, by=world.petra.actor)
    else:
        processes.hand_back(referral, assignment, "illness", by=world.cor.actor)
    db.commit()
    db.session.query(LogEntry).delete()
    page = text(petra)
    assert "Vertel: vrijdag 20 november 2026, 19.30 – 22.30 uur gaat niet door." in page
    assert page.index("Zonder coördinator") < page.index("<h2>Noor")  # nobody else calls these
    assert 'href="tel:+31644444444"' in page
    assert "Spreekt Arabisch" in page
    assert not any(name in page for name in ("Buur", "Jansen", f"/mensen/{oma.id}"))  # Buur has mail
    seen = db.session.query(LogEntry).filter_by(object_kind="person", object_id=oma.person_id)
    assert seen.count() == 1
    here = f"/bellen/afgezegd/{oma.id}"
    for stranger in (world.cor, world.noor, world.sanne):
        assert client_of(stranger).post(here, data={"tap": "spoken"}).status_code == 404
    assert petra.post(here, data={"tap": "comes"}).status_code == 422
    assert petra.post("/bellen/afgezegd/1", data={"tap": "spoken"}).status_code == 404
    petra.post(here, data={"tap": "not_reached", "seen": "1"})
    assert "gaat niet door." not in text(petra)  # until this evening
    with clock.at(clock.now() + timedelta(days=1)):
        assert "1 keer niet bereikt" in text(petra)
        late = petra.post(here, data={"tap": "spoken", "seen": "1"})
        assert late.status_code == 409  # a colleague was here
        petra.post(here, data={"tap": "spoken", "seen": "2"})
        assert "gaat niet door." not in text(petra)


def test_a_calendar_that_says_otherwise_is_a_call(world, conference):
    buur = (
        db.session.query(Invitation).filter(Invitation.address_key.is_not(None), ~Invitation.organises).one()
    )
    buur.answer = "yes"
    left()
    with clock.at(clock.now() + SOON):
        agenda_service.move(conference, a_plan(place="bij tante"), by=world.cor.actor)
        buur.answer = "yes"
        service.tick(clock.now())
        assert ("calendar", "Buur") in lines(world.cor, "answer")
        left()
        service.tick(clock.now())
        assert ("calendar", "Buur") not in lines(world.cor, "answer")


@pytest.mark.parametrize(
    ("answer", "post", "untrue", "other", "untold", "why"),
    [
        ("yes", "failed", False, True, True, "failed"),
        ("maybe", "left", True, True, True, "calendar"),
        ("maybe", "none", False, True, True, "other"),
        ("yes", "left", False, False, True, "address"),
        ("yes", "left", False, False, False, None),
        ("no", "failed", True, True, True, None),
        (None, "failed", True, True, True, None),
    ],
)
def test_who_is_called_though_they_answered(answer, post, untrue, other, untold, why):
    assert rules.is_news(answer, post, untrue=untrue, other=other, untold=untold) == why


def test_who_gets_no_message_hears_by_voice_that_another_organises_it(world, traject, conference):
    guests = db.session.query(Invitation).filter(~Invitation.organises).all()
    for one in guests:
        one.answer, one.answered_at = "yes", clock.now()
    with clock.at(clock.now() + timedelta(days=1)):
        handover.substitute(traject.referral, world.noor.coordinator, "illness", None, by=world.petra.actor)
        db.commit()
        assert ("other", "Oma") in lines(world.noor, "answer")
        assert ("other", "Buur") not in lines(world.noor, "answer"), "a message tells it"
        for one in guests:
            one.answered_at = clock.now()
        db.session.flush()
        assert ("other", "Oma") not in lines(world.noor, "answer")
