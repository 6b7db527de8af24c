"""What is open for a day, and what the check two days ahead found, as telephone calls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.agenda import coming, venues
from ekc.agenda import queries as agenda
from ekc.agenda import service as agenda_service
from ekc.agenda.venue_rules import Told
from ekc.arranging import queries as arranging
from ekc.arranging import service
from ekc.arranging.rules import Who
from ekc.audit.models import LogEntry
from ekc.calls import queries, rules
from ekc.circle import queries as circle
from ekc.db import db
from ekc.duty import asking
from ekc.duty import queries as duty
from ekc.handover import service as handover
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from ekc.referrals.models import Referral
from tests.agenda.trajects import a_plan, add, make_conference, make_traject
from tests.both import at_once

NEAR, SOON = timedelta(days=24), timedelta(days=29)  # after noon of the tests: in the last week; in two days


@pytest.fixture
def traject(world):
    return make_traject(world)


@pytest.fixture
def conference(world, traject):
    add(traject, "Oma", world.cor.actor, phone="+31644444444", interpreter=True, language="ara")
    add(traject, "Buur", world.cor.actor, "neighbour", mail="buur@post.example")
    return make_conference(world, traject)


def day(conference):
    return agenda.planned_of(db.session.get_one(Referral, conference.referral_id))


def key(conference, kind) -> str:
    return next(end.key for end in arranging.ends(day(conference)) if end.kind == kind)


def text(client, path="/bellen") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def lines(somebody, *kinds) -> list[tuple[str, str]]:
    found = queries.today(somebody.actor, clock.now()).lines
    return [
        (line.call.why, line.call.thing.words if line.call.thing else line.person.given_name)
        for line in found
        if line.call.kind in kinds
    ]


def left() -> None:
    db.session.query(Message).update({"state": "sent", "sent_at": clock.now()})
    db.session.flush()


def test_in_the_last_week_what_is_open_is_a_call_with_a_number(world, conference, client_of):
    told = Who("Tolkentelefoon", "+31881234567")
    service.arrange(
        day(conference), key(conference, "interpreter"), told, confirmed=False, by=world.cor.actor
    )
    db.commit()
    cor, petra = client_of(world.cor), client_of(world.petra)
    assert "Tolkentelefoon" not in text(cor)
    with clock.at(clock.now() + NEAR):
        page = text(cor)
        assert "Tolkentelefoon" in page
        assert 'href="tel:+31881234567"' in page
        assert "Vraag: is dit geregeld voor vrijdag 20 november 2026" in page
        assert "De plek: bij oma" in page
        assert "kunnen we er terecht" in page
        page = text(petra)
        assert "Tolkentelefoon" in page
        assert "881234567" not in page


def test_the_number_of_a_venue_is_for_both(world, traject, client_of):
    venue = venues.add(
        Told("De Kern", "Kerkstraat 1, Hoogezand", 30, phone="+31598222222"), by=world.petra.actor
    )
    make_conference(world, traject, place=None, venue_id=venue.id)
    with clock.at(clock.now() + NEAR):
        for who in (world.cor, world.petra):
            assert 'href="tel:+31598222222"' in text(client_of(who))


def test_a_tap_confirms_and_a_second_one_is_told_so(world, conference, client_of):
    cor, address, told = client_of(world.cor), f"/bellen/dag/{conference.id}", key(conference, "interpreter")
    with clock.at(clock.now() + NEAR):
        assert ("end", "Tolk Arabisch voor Oma") in lines(world.cor, "end")
        assert cor.post(address, data={"key": told, "tap": "confirmed"}).status_code == 303
        assert lines(world.cor, "end") == [("end", "De plek: bij oma")]
        assert "Bevestigd. Het staat bij de dag." in text(cor)
        again = cor.post(address, data={"key": told, "tap": "confirmed"})
        assert again.status_code == 409
        assert "net al bevestigd" in again.get_data(as_text=True)
    assert db.session.query(LogEntry).filter_by(action="confirm_open_end").count() == 1


@pytest.mark.parametrize("tap", ["hour", "evening", "tomorrow", "not_reached"])
def test_it_comes_back_later_and_nothing_else_waits_with_it(world, conference, client_of, tap):
    cor, told = client_of(world.cor), key(conference, "interpreter")
    with clock.at(clock.now() + NEAR):
        answer = cor.post(f"/bellen/dag/{conference.id}", data={"key": told, "tap": tap})
        assert answer.status_code == 303
        page = text(cor)
        assert "weer op de lijst" in page
        now, later = page.split("<h2>Later</h2>")
        assert "Tolk Arabisch voor Oma" in later
        assert "De plek: bij oma" in now
    with clock.at(clock.now() + NEAR + timedelta(days=1)):
        assert ("end", "Tolk Arabisch voor Oma") in lines(world.cor, "end")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"key": "own:1", "tap": "confirmed"}, 404),
        ({"key": "\x00", "tap": "hour"}, 422),
        ({"key": "reach", "tap": "confirmed"}, 404),
        ({"key": "place:0", "tap": "week"}, 422),
        ({"key": "x" * 61, "tap": "hour"}, 422),
    ],
)
def test_what_no_button_sends_is_refused(world, conference, client_of, data, status):
    assert client_of(world.cor).post(f"/bellen/dag/{conference.id}", data=data).status_code == status


@pytest.mark.parametrize("name", ["noor", "sanne", "tom", "tess", "gea", "bea"])
def test_nobody_else_taps_about_this_day(world, conference, client_of, name):
    data = {"key": "place:0", "tap": "confirmed"}
    client = client_of(getattr(world, name))
    assert client.post(f"/bellen/dag/{conference.id}", data=data).status_code == 404
    assert arranging.ends(day(conference))[0].is_open


def test_who_goes_on_regardless_is_not_asked_any_more(world, conference):
    service.go_on(day(conference), "family_does", by=world.cor.actor)
    with clock.at(clock.now() + NEAR):
        assert lines(world.cor, "end") == []
        agenda_service.move(conference, a_plan(hour=20), by=world.cor.actor)
        assert lines(world.cor, "end") != []


def test_nobody_in_reach_is_a_call_until_somebody_is(world, conference, client_of):
    with clock.at(clock.now() + SOON):
        assert lines(world.cor, "reach") == []
        service.tick(clock.now())
        db.commit()
        assert lines(world.cor, "reach") == [("reach", "De achterwacht")]
        assert ("end_soon", "Tolk Arabisch voor Oma") in lines(world.petra, "end")
        cor = client_of(world.cor)
        assert "Bel het bureau" in text(cor)
        assert f'href="/bijeenkomsten/{conference.id}/bereikbaar"' in text(client_of(world.petra))
        data = {"key": "reach", "tap": "hour"}
        assert cor.post(f"/bellen/dag/{conference.id}", data=data).status_code == 303
        assert lines(world.cor, "reach") == []
    with clock.at(clock.now() + SOON + timedelta(hours=2)):
        assert lines(world.cor, "reach") == [("reach", "De achterwacht")]
        asking.go_ahead(duty.standing(world.municipality.id, conference.id), "agreed", by=world.petra.actor)
        service.tick(clock.now())
        assert lines(world.cor, "reach") == []


def test_who_said_nothing_two_days_ahead_is_called_whenever_they_were_asked(world, traject, conference):
    left()
    with clock.at(clock.now() + SOON):
        add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
        coming.invite_spoken(conference, by=world.cor.actor)
        left()
        assert ("silent", "Nicht") in lines(world.cor, "answer")


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


def test_many_things_take_as_many_queries_as_one(world, traject, conference, client_of, queries):
    cor = client_of(world.cor)
    with clock.at(clock.now() + NEAR):
        text(cor)
        queries.clear()
        text(cor)
        few = len(queries)
        for number in range(12):
            add(traject, f"Tante {number}", world.cor.actor, interpreter=True, mail=f"t{number}@post.example")
            service.add_own(day(conference), f"ding {number}", "Cor", by=world.cor.actor)
        db.commit()
        queries.clear()
        text(cor)
        assert len(queries) == few


def test_two_who_confirm_at_the_same_moment_do_not_break_it(world, conference):
    number, told, by = conference.referral_id, key(conference, "interpreter"), world.cor.actor

    def verb():
        service.confirm(agenda.planned_of(db.session.get_one(Referral, number)), told, by=by)

    assert at_once([verb, verb], clock.now())[0] == "done"
    assert [end.kind for end in arranging.ends(day(conference)) if end.is_open] == ["place"]
