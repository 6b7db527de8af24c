"""The code of conduct in versions, and what is told of what runs out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from ekc import clock, jobs
from ekc.db import db
from ekc.errors import DomainError
from ekc.notifications.models import Message
from ekc.people import queries as known
from ekc.people import service as people
from ekc.pool import conduct, reminders, rules, service
from ekc.pool.models import ConductCode
from tests.agenda.trajects import noon
from tests.matching.stories import again, logged
from tests.world import make_coordinator

__all__ = ["noon"]  # a fixture: it is noon in all tests below

TEXT = "1. Wees aardig."


def test_who_has_not_agreed_does_so_in_two_taps(world, client_of):
    nina = make_coordinator(world.municipality, "Nina Nieuw", "nina@pool.example", accepts=False)
    client = client_of(nina)
    assert 'href="/gedragscode"' in client.get("/").text
    assert "Het plan is van de familie" in client.get("/gedragscode").text
    assert rules.lacking(service.papers_of(nina.coordinator), clock.today()) == ("no_code",)
    assert client.post("/gedragscode/akkoord", data={"version": "1"}).status_code == 303
    her = again(nina.coordinator)
    assert (her.code_version, her.code_on) == (1, clock.today())
    assert logged("coordinator", her.id)[-1] == ("accept_code", None, None)
    assert 'href="/gedragscode"' not in client.get("/").text


def test_the_bureau_writes_down_what_she_said_on_the_phone(world, client_of):
    nina = make_coordinator(world.municipality, "Nina Nieuw", "nina@pool.example", accepts=False)
    response = client_of(world.petra).post(f"/pool/{nina.coordinator.id}/gedragscode", data={"version": "1"})
    assert response.status_code == 303
    assert logged("coordinator", nina.coordinator.id)[-1] == ("accept_code", None, nina.person.id)


def test_a_new_version_leaves_time_to_read(world, client_of, outbox):
    client, day = client_of(world.petra), clock.today() + timedelta(days=14)
    told = {"text": TEXT, "valid_from": day.isoformat()}
    assert client.post("/gedragscode", data=told).status_code == 303
    assert outbox() == [
        ("code_new", "coordinator@demo.example"),
        ("code_new", "anderecoordinator@demo.example"),
    ]
    cor = again(world.cor.coordinator)
    assert rules.lacking(service.papers_of(cor), clock.today()) == ()
    with clock.at(clock.now() + timedelta(days=14)):
        assert rules.lacking(service.papers_of(cor), clock.today()) == ("no_code",)
        hers = client_of(world.cor)
        assert "Wees aardig" in hers.get("/gedragscode").text
        assert hers.post("/gedragscode/akkoord", data={"version": "1"}).status_code == 409
        assert hers.post("/gedragscode/akkoord", data={"version": "2"}).status_code == 303
        assert rules.lacking(service.papers_of(again(cor)), clock.today()) == ()


def test_who_has_no_mail_address_is_called_about_a_new_version(world, client_of):
    people.set_reach(known.one(world.municipality.id, world.noor.person.id), "+31612345678", None)
    db.commit()
    told = {"text": TEXT, "valid_from": clock.today().isoformat()}
    petra = client_of(world.petra)
    assert "staat bij Bellen" in petra.post("/gedragscode", data=told, follow_redirects=True).text
    assert "er is een nieuwe gedragscode" in petra.get("/bellen").text


def test_the_database_refuses_a_second_text_under_one_number(world):
    made = conduct.publish(TEXT, clock.today(), by=world.petra.actor)
    db.commit()
    here, version, moment = world.municipality.id, made.version, clock.now()
    db.session.add(
        ConductCode(
            municipality_id=here, version=version, text="2.", valid_from=clock.today(), published_at=moment
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.rollback()
    assert [one.text for one in db.session.query(ConductCode)] == [TEXT]


@pytest.mark.parametrize(
    "told", [{"text": "", "valid_from": "2099-01-01"}, {"text": TEXT, "valid_from": "x"}]
)
def test_a_version_that_is_none_is_refused(world, client_of, told):
    assert client_of(world.petra).post("/gedragscode", data=told).status_code == 422
    with pytest.raises(DomainError, match="al voorbij"):
        conduct.publish(TEXT, date(2020, 1, 1), by=world.petra.actor)


@pytest.mark.parametrize("who", ["sanne", "tess", "gea", "bea"])
def test_others_have_no_code_of_conduct_page(world, client_of, who):
    client = client_of(getattr(world, who))
    assert client.get("/gedragscode").status_code == 404
    assert client.post("/gedragscode", data={"text": TEXT}).status_code == 404
    assert client.get("/wat-doe-je-wel-en-niet").status_code == 200


def test_a_coordinator_publishes_nothing_and_the_bureau_agrees_for_nobody_by_herself(world, client_of):
    assert client_of(world.cor).post("/gedragscode", data={"text": TEXT}).status_code == 404
    assert client_of(world.petra).post("/gedragscode/akkoord", data={"version": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("until", "today", "what"),
    [
        (date(2027, 3, 31), date(2026, 12, 30), None),
        (date(2027, 3, 31), date(2026, 12, 31), "vog_3"),
        (date(2027, 3, 31), date(2027, 2, 27), "vog_3"),
        (date(2027, 3, 31), date(2027, 2, 28), "vog_1"),
        (date(2027, 3, 31), date(2027, 3, 31), "vog_1"),
        (date(2027, 3, 31), date(2027, 4, 1), "vog_0"),
    ],
)
def test_when_a_vog_is_told_of(until, today, what):
    assert rules.vog_notice(until, today) == what


def test_a_vog_is_good_for_as_long_as_the_municipality_says():
    assert rules.vog_due(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_each_thing_is_told_once_to_her_and_to_the_bureau(world, outbox):
    cor = world.cor.coordinator
    for left, what in ((60, "loopt af"), (20, "binnen een maand"), (-1, "verlopen")):
        cor.vog_until = clock.today() + timedelta(days=left)
        db.session.flush()
        assert reminders.remind(clock.now(), quiet=True) == 0
        assert reminders.remind(clock.now(), quiet=False) == 2, what
        assert reminders.remind(clock.now(), quiet=False) == 0
        newest = db.session.query(Message).order_by(Message.id.desc()).limit(2).all()
        assert {one.address for one in newest} == {"coordinator@demo.example", "bureau@demo.example"}
        assert all(what in one.body_text for one in newest)
    assert len(outbox()) == 6
    cor.vog_until = clock.today() - timedelta(days=40)
    db.session.flush()
    assert reminders.remind(clock.now(), quiet=False) == 0


def test_who_stopped_hears_nothing_and_a_missed_code_is_told(world, outbox):
    world.noor.coordinator.stage = "stopped"
    conduct.publish(TEXT, clock.today(), by=world.petra.actor)
    assert reminders.remind(clock.now(), quiet=False) == 2
    assert reminders.remind(clock.now(), quiet=False) == 0
    assert {address for _, address in outbox()} == {"coordinator@demo.example", "bureau@demo.example"}


def test_the_worker_reminds(settings):
    assert "remind_pool" in [job.name for job in jobs.jobs(settings)]


def test_the_bureau_reads_first_to_how_many_it_goes(world, client_of):
    petra, cor = client_of(world.petra), client_of(world.cor)
    assert "Dit gaat naar 2 mensen" in petra.get("/gedragscode").text
    assert "Dit gaat naar 2 mensen" in petra.get("/mededelingen").text
    make_coordinator(world.municipality, "Nina Nieuw", "nina@pool.example")
    db.commit()
    assert "Dit gaat naar 3 mensen" in petra.get("/gedragscode").text
    assert "Dit gaat naar 3 mensen" in petra.get("/mededelingen").text
    for address in ("/gedragscode", "/mededelingen"):
        assert "Dit gaat naar" not in cor.get(address).text
