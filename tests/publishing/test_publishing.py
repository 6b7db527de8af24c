"""Appointments in a coordinator's own calendar, on a real CalDAV server: put, changed, taken away, and
nothing of hers touched; whatever stops in between."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta

import pytest

from ekc import clock, jobs
from ekc.accounts import service as accounts
from ekc.db import db
from ekc.invitations import feeds, ics, standing
from ekc.invitations import service as invitations
from ekc.invitations.models import Appointment
from ekc.invitations.takeover import hand_over
from ekc.pool import moving
from ekc.pool.path import Facts
from ekc.publishing import queries, rules, service
from ekc.publishing.models import Publication, PublishedCopy
from tests.both import at_once
from tests.invitations.asking import LATER, NOW, PLACE, STARTS, fresh, make_appointment
from tests.tools import libical
from tests.tools.radicale import PASSWORD

pytestmark = pytest.mark.usefixtures("day")
HERS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hers//NL\r\nBEGIN:VEVENT\r\nUID:tandarts\r\n"
    b"DTSTAMP:20270101T000000Z\r\nDTSTART:20270212T183000Z\r\nDTEND:20270212T193000Z\r\nSUMMARY:Tandarts\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
CALENDAR = {"Content_Type": "text/calendar; charset=utf-8"}


def own(somebody) -> Publication:
    db.session.expire_all()
    found = queries.of(somebody.actor.municipality_id, somebody.person.id)
    assert found is not None
    return found


def begun(somebody, radicale, path: str = "cor/agenda", password: str = PASSWORD) -> Publication:
    """She filled it in. The port of the server is not one that a person may type."""
    db.session.query(Publication).update({"address": "https://feed.example/"})
    made = service.begin("https://feed.example/", "cor", password, by=somebody.actor)
    made.address = radicale.address(path)
    db.commit()
    return made


def work(settings, radicale, moment=NOW, times: int = 1) -> list[int]:
    """Rounds of the worker: in how many calendars it had something to do."""
    with clock.at(moment):
        return [jobs.publish(settings, radicale.child()) for _ in range(times)]


@pytest.fixture
def published(world, settings, radicale) -> Appointment:
    """One appointment of Cor's, in her calendar."""
    made = make_appointment(world)
    begun(world.cor, radicale)
    assert work(settings, radicale, times=3) == [1, 1, 0]  # a test, a put, and then there is rest
    return made


def test_it_stands_there_as_in_her_feed_and_follows_what_happens(world, settings, radicale, published):
    radicale.ask("PUT", "cor/agenda/eigen.ics", HERS, **CALENDAR)
    ((name, first),) = ((key, text) for key, text in radicale.kept().items() if key != "eigen.ics")
    assert name == rules.name_of(published.uid)
    assert libical.errors(first) == []
    (event,) = libical.events(first)
    assert (event.starts, event.location, event.summary, event.uid) == (
        STARTS,
        PLACE,
        "Bijeenkomst",
        published.uid,
    )
    assert (event.attendees, event.organizer, event.method) == ((), None, None)

    invitations.move(fresh(published), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    db.commit()
    assert work(settings, radicale, times=2) == [1, 0]
    (event,) = libical.events(radicale.kept()[name])
    assert (event.starts, event.sequence) == (LATER, 1)

    invitations.cancel(fresh(published), by=world.cor.actor)
    db.commit()
    assert work(settings, radicale, times=2) == [1, 0]
    assert list(radicale.kept()) == ["eigen.ics"]
    assert b"Tandarts" in radicale.kept()["eigen.ics"]
    assert db.session.query(PublishedCopy).count() == 0


def test_what_another_organises_now_goes_from_her_calendar_to_the_other(world, settings, radicale, published):
    hand_over(fresh(published), "Afspraak met Noor", world.noor.person.id, by=world.petra.actor)
    db.commit()
    assert work(settings, radicale) == [1]
    assert radicale.kept() == {}


def test_a_stop_between_putting_and_noting_loses_nothing_and_doubles_nothing(
    world, settings, radicale, published
):
    invitations.move(fresh(published), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    more = make_appointment(world, starts=STARTS + timedelta(days=1))
    db.commit()
    taken = service.claim(NOW)
    db.commit()
    service.carry_out(taken, radicale.child())  # and here the machine stops
    assert len(radicale.kept()) == 2
    assert work(settings, radicale) == [0]  # another worker may still be at it
    later = NOW + rules.PATIENCE
    assert work(settings, radicale, later, times=2) == [1, 0]
    assert set(radicale.kept()) == {rules.name_of(published.uid), rules.name_of(more.uid)}
    assert {copy.changed_at for copy in db.session.query(PublishedCopy)} == {
        row.changed_at for row in db.session.query(Appointment)
    }


def test_what_was_put_before_a_stop_is_taken_away_too(world, settings, radicale):
    make_appointment(world)
    begun(world.cor, radicale)
    work(settings, radicale)
    taken = service.claim(NOW)
    db.commit()
    service.carry_out(taken, radicale.child())
    assert service.stop(own(world.cor), by=world.cor.actor)
    db.commit()
    work(settings, radicale, NOW + rules.PATIENCE, times=2)
    assert radicale.kept() == {}
    assert db.session.query(Publication).count() == 0


def test_her_own_alarm_does_not_keep_an_old_hour_there(world, settings, radicale, published):
    name = rules.name_of(published.uid)
    alarm = b"BEGIN:VALARM\r\nUID:wekker\r\nACTION:AUDIO\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT"
    radicale.ask("PUT", f"cor/agenda/{name}", radicale.kept()[name].replace(b"END:VEVENT", alarm), **CALENDAR)
    invitations.move(fresh(published), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    db.commit()
    work(settings, radicale)
    assert libical.events(radicale.kept()[name])[0].starts == LATER


def test_what_she_put_or_threw_away_herself_is_hers(world, settings, radicale, published):
    name = rules.name_of(published.uid)
    assert radicale.ask("DELETE", f"cor/agenda/{name}")[0] == 200
    assert work(settings, radicale) == [0]
    radicale.ask("PUT", f"cor/agenda/{name}", HERS, **CALENDAR)
    invitations.move(fresh(published), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    db.commit()
    assert work(settings, radicale, times=2) == [1, 0]
    assert b"Tandarts" in radicale.kept()[name]
    invitations.cancel(fresh(published), by=world.cor.actor)
    db.commit()
    work(settings, radicale)
    assert b"Tandarts" in radicale.kept()[name]


def test_an_invitation_that_she_took_in_herself_is_left_alone(world, settings, radicale):
    made = make_appointment(world)
    taken_in = HERS.replace(b"UID:tandarts", f"UID:{made.uid}".encode())
    radicale.ask("PUT", "cor/agenda/uitnodiging.ics", taken_in, **CALENDAR)
    begun(world.cor, radicale)
    assert work(settings, radicale, times=3) == [1, 1, 0]
    assert list(radicale.kept()) == ["uitnodiging.ics"]
    service.stop(own(world.cor), by=world.cor.actor)
    db.commit()
    work(settings, radicale)
    assert list(radicale.kept()) == ["uitnodiging.ics"]
    assert db.session.query(Publication).count() == 0


def test_seventeen_go_in_rounds_and_all_go_away_again(world, settings, radicale):
    for days in range(17):
        make_appointment(world, starts=STARTS + timedelta(days=days))
    begun(world.cor, radicale)
    assert work(settings, radicale, times=4) == [1, 1, 1, 0]
    assert len(radicale.kept()) == 17
    assert service.stop(own(world.cor), by=world.cor.actor)
    db.commit()
    work(settings, radicale, times=3)
    assert radicale.kept() == {}
    assert db.session.query(Publication).count() == 0


@pytest.mark.parametrize(
    ("path", "password", "trouble"),
    [
        ("cor/agenda", "verkeerd", "secret"),
        ("cor", PASSWORD, "no_calendar"),
        ("cor/nergens", PASSWORD, "gone"),
        ("noor/agenda", PASSWORD, "read_only"),
    ],
)
def test_nothing_is_put_before_the_connection_was_tested(
    world, settings, radicale, outbox, path, password, trouble
):
    make_appointment(world)
    db.commit()
    before = outbox()
    begun(world.cor, radicale, path, password)
    assert work(settings, radicale, times=2) == [1, 0]  # and she is not locked out by trying
    assert own(world.cor).trouble == trouble
    assert (radicale.kept(), outbox()) == ({}, before)
    begun_again = begun(world.cor, radicale)
    assert work(settings, radicale, times=2) == [1, 1]
    assert (begun_again.trouble, len(radicale.kept())) == (None, 1)


def test_a_server_that_is_down_is_tried_again_and_told_about_after_a_day_once(
    world, settings, radicale, published, outbox
):
    invitations.move(fresh(published), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    db.commit()
    before = len(outbox())
    radicale.stop()
    try:
        assert work(settings, radicale, times=2) == [1, 0]
        assert own(world.cor).trouble == "unreachable"
        assert len(outbox()) == before
        for hours in (25, 50, 75):
            assert work(settings, radicale, NOW + timedelta(hours=hours)) == [1]
        assert outbox()[before:] == [("calendar_stopped", "coordinator@demo.example")]
    finally:
        radicale.start()
    work(settings, radicale, NOW + timedelta(hours=100))
    assert libical.events(*radicale.kept().values())[0].starts == LATER
    assert (own(world.cor).trouble, own(world.cor).told_at) == (None, None)


def test_a_password_that_ended_is_told_at_once_and_a_new_one_goes_on(
    world, settings, radicale, published, outbox
):
    own(world.cor).password = "ingetrokken"
    db.commit()
    invitations.move(fresh(published), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    db.commit()
    before = len(outbox())
    assert work(settings, radicale, times=3) == [1, 0, 0]
    assert [kind for kind, _ in outbox()[before:]] == ["calendar_stopped"]
    begun(world.cor, radicale)
    assert work(settings, radicale, times=3) == [1, 1, 0]
    assert libical.events(*radicale.kept().values())[0].starts == LATER


def test_who_stops_or_may_not_come_in_any_more_keeps_nothing_of_ours(world, settings, radicale, published):
    moving.move(world.cor.coordinator, "stop", Facts(), reason="time", by=world.petra.actor)
    db.commit()
    work(settings, radicale, times=2)
    assert (radicale.kept(), db.session.query(Publication).count()) == ({}, 0)
    begun(world.noor, radicale)
    accounts.stop_account(fresh(world.noor.account), by=world.by)
    assert service.lapse(NOW) == 1
    assert own(world.noor).leaving_at == NOW
    assert service.lapse(NOW + rules.GIVE_UP) == 1  # also where the server never answers
    assert db.session.query(Publication).count() == 0


def test_nothing_of_it_can_be_read_in_the_tables(world, settings, radicale, published):
    db.remove()
    raw = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    tables = ("publication", "published_copy", "log_entry", "message")
    told = b"".join(str(row).encode() for table in tables for row in raw.execute(f"SELECT * FROM {table}"))  # noqa: S608 -- ours
    raw.close()
    for word in (PASSWORD.encode(), b"feed.example", b"'cor'", PLACE.encode()):
        assert word not in told


def test_two_workers_do_it_once_and_two_tabs_give_one(world, radicale):
    wishes = [
        lambda n=n: service.begin(f"https://agenda.example/{n}/", "cor", "x", by=world.cor.actor)
        for n in (1, 2)
    ]
    assert at_once(wishes, NOW) == ["done", "done"]
    assert db.session.query(Publication).count() == 1
    assert len(service.claim(NOW)) == 1
    assert service.claim(NOW) == []


def test_the_feed_in_a_calendar_server_and_back_is_the_same(world, radicale):
    for days in range(3):
        make_appointment(world, starts=STARTS + timedelta(days=70 * days))
    blocks = standing.feed_blocks(world.cor.person.id, feeds.window(NOW))
    feed = ics.feed(feeds.NAME, blocks)
    assert radicale.ask("PUT", "cor/feed/", feed, **CALENDAR)[0] == 201
    report = (
        b'<calendar-query xmlns="urn:ietf:params:xml:ns:caldav"><prop xmlns="DAV:">'
        b'<calendar-data xmlns="urn:ietf:params:xml:ns:caldav"/></prop>'
        b'<filter><comp-filter name="VCALENDAR"/></filter></calendar-query>'
    )
    status, back = radicale.ask("REPORT", "cor/feed/", report, Depth="1")
    assert status == 207
    found = re.findall(rb"BEGIN:VCALENDAR.*?END:VCALENDAR", back.replace(b"&#13;", b"\r"), re.DOTALL)
    assert sorted(each for text in found for each in map(repr, libical.events(text + b"\r\n"))) == sorted(
        map(repr, libical.events(feed))
    )
    assert len(found) == 3
