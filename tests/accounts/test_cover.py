"""Cover for absence: the same rights, in those days only, and both names in the logbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.accounts import covering, covers, queries, rules, service
from ekc.accounts.models import Cover, Role
from ekc.audit import service as audit
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications.models import Message
from ekc.referrals.models import Step
from tests.agenda.trajects import NOON as THERE
from tests.agenda.trajects import make_traject, noon
from tests.matching.stories import again, deliver_all, logged, make_referral, open_round
from tests.world import make_person, make_somebody

__all__ = ["noon"]  # a fixture: it is noon in all tests below

NOON = THERE.astimezone(clock.HOME)
TODAY = NOON.date()
PETRA, TESS, SANNE = "bureau@demo.example", "teamleider@demo.example", "team@demo.example"


def days(first: int, last: int):
    return TODAY + timedelta(days=first), TODAY + timedelta(days=last)


def away(world, who, instead, first=0, last=3, by=None) -> Cover:
    """`who` is away and `instead` does it, arranged by the bureau."""
    arranged_by = (by or world.petra).actor
    made = covering.arrange(who.person.id, instead.person.id, *days(first, last), by=arranged_by)
    db.commit()
    return made


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (2, 1, "voor de eerste"),
        (-1, 1, "al voorbij"),
        (367, 368, "meer dan een jaar vooruit"),
        (0, 367, "langer dan een jaar"),
    ],
)
def test_days_that_make_no_sense(first, last, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check_days(*days(first, last), TODAY)
    rules.check_days(*days(0, 366), TODAY)


def test_who_covers_the_bureau_sees_and_does_what_it_may_and_both_stand_in_the_logbook(world, client_of):
    referral = make_referral(world)
    client = client_of(world.tess)
    address = f"/aanmeldingen/{referral.id}/kandidaten"
    assert client.get(address).status_code == 404
    away(world, world.petra, world.tess)
    assert client.get(address).status_code == 200
    told = {"chosen": str(world.cor.coordinator.id), "week_from": "2026-12-28", "week_until": "2027-01-25"}
    assert client.post(f"/aanmeldingen/{referral.id}/aanbod", data=told).status_code == 303
    line = db.session.query(LogEntry).filter(LogEntry.action == "open_round").one()
    assert (line.actor_id, line.cover_person_id) == (world.tess.account.id, world.petra.person.id)
    seen = db.session.query(LogEntry).filter(LogEntry.action == "see").order_by(LogEntry.id).first()
    assert (seen.actor_id, seen.cover_person_id) == (world.tess.account.id, world.petra.person.id)
    audit.seal_chain()
    assert audit.broken_at(world.municipality.id) is None
    line.cover_person_id = None
    db.session.flush()
    assert audit.broken_at(world.municipality.id) is not None


def test_what_she_may_herself_she_does_as_herself(world, client_of):
    away(world, world.petra, world.tess)
    referral = make_referral(world)
    client = client_of(world.tess)
    assert "Je neemt waar voor Petra Post" in client.get("/").text
    assert client.get(f"/aanmeldingen/{referral.id}").status_code == 200
    line = db.session.query(LogEntry).filter(LogEntry.action == "see").order_by(LogEntry.id.desc()).first()
    assert (line.actor_id, line.cover_person_id) == (world.tess.account.id, None)


@pytest.mark.parametrize(("on", "status"), [(-1, 404), (0, 200), (3, 200), (4, 404)])
def test_only_in_those_days_the_last_one_included(world, client_of, on, status):
    away(world, world.petra, world.tess, 5, 8)
    client = client_of(world.tess)
    with clock.at(NOON.replace(hour=0) + timedelta(days=5 + on)):
        assert client.get("/pool").status_code == status
    with clock.at(NOON.replace(hour=23, minute=59) + timedelta(days=5 + on)):
        assert client.get("/pool").status_code == status


def test_it_stops_at_once_when_she_is_back(world, client_of):
    cover = away(world, world.petra, world.tess)
    tess, petra = client_of(world.tess), client_of(world.petra)
    assert tess.post(f"/waarneming/{cover.id}/begin").status_code == 303
    assert "Weer als mezelf" in tess.get("/").text
    assert petra.post(f"/waarneming/{cover.id}/einde").status_code == 303
    assert tess.get("/pool").status_code == 404
    assert "Weer als mezelf" not in tess.get("/").text
    assert tess.post(f"/waarneming/{cover.id}/begin").status_code == 409
    assert petra.post(f"/waarneming/{cover.id}/einde").status_code == 409
    assert logged("cover", cover.id)[-1][0] == "end_cover"


def test_one_tap_to_work_as_the_cover_and_one_back(world, client_of):
    cover = away(world, world.petra, world.tess)
    client = client_of(world.tess)
    assert "Pool" not in client.get("/").text
    client.post(f"/waarneming/{cover.id}/begin")
    page = client.get("/").text
    assert 'href="/pool"' in page
    assert "Je neemt waar voor Petra Post" in page
    assert client.post("/waarneming/uit").status_code == 303
    assert 'href="/pool"' not in client.get("/").text


def test_a_lead_is_covered_for_her_own_team_alone(world, client_of):
    hers, other = make_referral(world), make_traject(world, world.noor, surname="Elders").referral
    other.team_id = world.other_team.id
    db.commit()
    away(world, world.tess, world.tom)
    client = client_of(world.tom)
    assert client.get(f"/aanmeldingen/{hers.id}").status_code == 200
    client.post("/waarneming/uit")
    assert client.get(f"/aanmeldingen/{other.id}").status_code == 200
    stops = client.post(f"/aanmeldingen/{other.id}/stap", data={"stap": "withdraw_assent"})
    assert stops.status_code != 303, "a lead's move, in a team where he is a member"
    assert db.session.query(Step).filter(Step.move == "withdraw_assent").count() == 0


def test_a_step_tells_whose_cover_took_it(world, client_of):
    referral = make_referral(world)
    away(world, world.petra, world.tom)
    client = client_of(world.tom)
    done = client.post(
        f"/aanmeldingen/{referral.id}/stap", data={"stap": "stop", "stop-reason": "not_needed"}
    )
    assert (done.status_code, again(referral).state) == (303, "stopped")
    page = client_of(world.sanne).get(f"/aanmeldingen/{referral.id}").text
    assert "door Tom Tuin" in page
    assert "waarnemer van Petra Post" in page


def test_messages_for_the_bureau_go_to_the_cover_too_and_stop_after_the_last_day(world, outbox):
    away(world, world.petra, world.tess)
    deliver_all()
    referral = make_referral(world, waived=False)
    cor, _ = open_round(world, referral, world.cor, world.noor)
    deliver_all()
    processes.accept_offer(cor, by=world.cor.actor)
    assert sorted(outbox()) == [("asked_can", PETRA), ("asked_can", TESS)]
    db.session.rollback()
    with clock.at(NOON + timedelta(days=4)):
        assert [mail for _, mail, _ in queries.bureau_mail(world.municipality.id)] == [PETRA]


def test_both_are_told_except_who_arranged_it_and_no_case_is_named(world, outbox):
    away(world, world.petra, world.tess)
    assert outbox() == [("cover_yours", TESS)]
    mail = db.session.query(Message).one()
    assert "Je neemt waar voor Petra Post, van woensdag 21 oktober" in mail.body_text
    covering.end(db.session.query(Cover).one(), by=world.tess.actor)
    assert outbox() == [("cover_yours", TESS), ("cover_for_you_over", PETRA)]


def test_who_has_no_account_gets_no_address_that_does_not_open(world):
    ellen = make_person(world.municipality, "Ellen", "Toxopeus", mail="ellen@dienst.example")
    covering.arrange(ellen.id, world.tess.person.id, TODAY, TODAY, by=world.petra.actor)
    db.session.flush()
    texts = {one.address: one.body_text for one in db.session.query(Message)}
    assert "/waarneming" in texts[TESS]
    assert "Tess Talma neemt waar voor jou" in texts["ellen@dienst.example"]
    assert "/waarneming" not in texts["ellen@dienst.example"]


def test_a_cover_does_not_cover_herself_longer_nor_gives_roles(world, client_of):
    cover = away(world, world.petra, world.tom)
    client = client_of(world.tom)
    client.post(f"/waarneming/{cover.id}/begin")
    first, last = days(10, 20)
    told = {
        "absent": str(world.petra.person.id),
        "cover": str(world.tom.person.id),
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    refused = client.post("/waarneming", data=told)
    assert refused.status_code == 422
    assert "Regel dit als jezelf" in refused.text
    assert "Regel het" not in client.get("/waarneming").text
    as_cover = covers_actor(world)
    with pytest.raises(DomainError, match="Rollen geven doe je als jezelf"):
        service.give_role(world.tom.account.id, Role.BUREAU, by=as_cover)
    assert service.give_role(world.noor.account.id, Role.COORDINATOR, by=as_cover)


def covers_actor(world):
    """Tom as the cover of Petra."""
    cover = db.session.query(Cover).one()
    return replace(
        world.tom.actor,
        roles=frozenset({Role.BUREAU}),
        cover_id=cover.id,
        cover_person_id=world.petra.person.id,
    )


def test_what_cannot_be_arranged(world):
    piet = make_somebody(world.municipality, "Piet Post", "piet@demo.example", Role.BUREAU)
    away(world, world.petra, piet, 0, 3)
    for who, instead, first, last, sentence in (
        (world.petra, world.tess, 3, 5, "Petra heeft in die dagen al een waarnemer"),
        (world.tess, world.petra, 2, 4, "Petra is er zelf niet in die dagen"),
        (piet, world.tess, 1, 1, "Piet neemt in die dagen zelf waar"),
        (world.tess, world.tess, 0, 1, "Kies een ander"),
    ):
        with pytest.raises(DomainError, match=sentence):
            away(world, who, instead, first, last)
        db.rollback()
    away(world, world.petra, world.tess, 4, 5)
    assert db.session.query(Cover).count() == 2


def test_nobody_arranges_it_for_another_but_the_bureau(world, client_of):
    away(world, world.tess, world.sanne, by=world.tess)
    with pytest.raises(NotFoundError):
        covering.arrange(world.petra.person.id, world.sanne.person.id, *days(0, 1), by=world.sanne.actor)
    with pytest.raises(NotFoundError):
        covering.arrange(world.petra.person.id, 1 << 60, *days(0, 1), by=world.petra.actor)
    told = {"absent": "1", "cover": "12345678901234567890123", "first": TODAY.isoformat(), "last": "\x00"}
    for who in (world.petra, world.tess, world.sanne):
        assert client_of(who).post("/waarneming", data=told).status_code == 422
    for who in (world.cor, world.gea, world.bea):
        assert client_of(who).get("/waarneming").status_code == 404
    cover = db.session.query(Cover).one()
    with pytest.raises(NotFoundError):
        covers.get_for(world.tom.actor, cover.id)


def test_the_page_does_it_and_asks_as_many_queries_for_thirty(world, client_of, queries):
    client = client_of(world.petra)
    first, last = days(0, 2)
    told = {
        "absent": str(world.petra.person.id),
        "cover": str(world.tess.person.id),
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    assert client.post("/waarneming", data=told).status_code == 303
    assert client.post("/waarneming", data=told).status_code == 422
    queries.clear()
    assert "Tess Talma voor Petra Post" in client.get("/waarneming").text
    one = len(queries)
    for week in range(1, 31):
        away(world, world.petra, world.tess, 7 * week, 7 * week + 1)
    queries.clear()
    assert "Volgende" in client.get("/waarneming").text
    assert len(queries) == one


def test_an_achterwacht_who_is_away_has_another_with_a_phone(world, client_of):
    traject = make_traject(world)
    backstop = traject.referral.backstop_person_id
    address = f"/trajecten/{traject.referral_id}"
    assert "Je achterwacht is" in client_of(world.cor).get(address).text
    covering.arrange(backstop, world.tess.person.id, *days(0, 3), by=world.petra.actor)
    db.commit()
    page = client_of(world.cor).get(address).text
    assert "Tess Talma is nu je achterwacht" in page
    assert "tel:+31612345678" in page
    assert "Nu: Tess Talma" in client_of(world.petra).get(f"/aanmeldingen/{traject.referral_id}").text
    with clock.at(NOON + timedelta(days=4)):
        assert "Tess Talma is nu" not in client_of(world.cor).get(address).text
    assert client_of(world.tess).get("/pool").status_code == 404, "no more than the achterwacht may"


def test_who_left_is_covered_by_nobody(world, client_of):
    away(world, world.petra, world.tess)
    service.stop_account(again(world.petra.account), by=world.by)
    db.commit()
    assert client_of(world.tess).get("/pool").status_code == 404


def test_ending_twice_is_too_late(world):
    cover = away(world, world.petra, world.tess)
    covering.end(cover, by=world.petra.actor)
    with pytest.raises(TooLateError):
        covering.end(cover, by=world.tess.actor)
