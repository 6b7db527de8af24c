"""What is open for a day, and what the check two days ahead found, as telephone calls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import coming, venues
from ekc.agenda import queries as agenda
from ekc.agenda import service as agenda_service
from ekc.agenda.venue_rules import Told
from ekc.arranging import queries as arranging
from ekc.arranging import service
from ekc.arranging.rules import Who
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.duty import asking
from ekc.duty import queries as duty
from ekc.referrals.models import Referral
from tests.agenda.trajects import a_plan, add, make_conference
from tests.both import at_once
from tests.calls.days import NEAR, SOON, left, lines, text


def day(conference):
    return agenda.planned_of(db.session.get_one(Referral, conference.referral_id))


def key(conference, kind) -> str:
    return next(end.key for end in arranging.ends(day(conference)) if end.kind == kind)


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
