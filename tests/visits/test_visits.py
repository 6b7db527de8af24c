"""Visits: planned, moved, called off, what came of them, and her own calendar."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from ekc import clock, processes
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.invitations import feeds
from ekc.invitations.models import Appointment
from ekc.notifications.models import Message
from ekc.publishing import service as publishing
from ekc.referrals.models import Referral
from ekc.visits import rules, service
from ekc.visits.models import Visit
from tests.agenda.trajects import add, make_conference, make_traject
from tests.both import at_once
from tests.client import text

FORM = {"on": "27-10-2026", "begins": "19:00", "minutes": "60"}


@pytest.fixture
def traject(world):
    made = make_traject(world)
    add(made, "Oma", world.cor.actor, spoken=False, phone="+31644444444")
    return made


@pytest.fixture
def cor(world, traject, client_of):
    return client_of(world.cor)


def plan(world, traject, name="Oma", *, days=6, in_calendar=True) -> Visit:
    person = traject.members[name].person_id
    starts = clock.now() + timedelta(days=days)
    made = service.plan(traject.referral, person, starts, 60, in_calendar=in_calendar, by=world.cor.actor)
    db.commit()
    return made


def again(visit: Visit) -> Visit:
    return db.session.get_one(Visit, visit.id, populate_existing=True)


NOW = datetime(2026, 10, 21, 10, tzinfo=clock.HOME)


@pytest.mark.parametrize(
    ("starts", "minutes", "sentence"),
    [
        (NOW, 60, "al voorbij"),
        (NOW + timedelta(days=400), 60, "meer dan een jaar"),
        (NOW + timedelta(days=1), 61, "hoe lang"),
    ],
)
def test_a_visit_that_cannot_be(starts, minutes, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check_hours(starts, minutes, NOW)


def test_rules_of_what_is_over():
    rules.check_hours(NOW + timedelta(days=1), 60, NOW)
    rules.check_planned("planned")
    rules.check_begun(NOW, NOW)
    with pytest.raises(TooLateError):
        rules.check_planned("done")
    with pytest.raises(DomainError, match="nog komen"):
        rules.check_begun(NOW + timedelta(hours=1), NOW)


def test_a_visit_takes_somebody_off_the_call_list_until_it_is_over(traject, cor):
    assert "1 telefoontje nu" in text(cor.get("/bellen"))
    form = {**FORM, "person": str(traject.members["Oma"].person_id), "calendar": "y"}
    page = text(cor.post(f"/trajecten/{traject.referral.id}/bezoeken", data=form, follow_redirects=True))
    assert "Het bezoek staat vast: dinsdag 27 oktober 2026, 19.00 uur" in page
    assert "gepland" in page
    page = text(cor.get("/bellen"))
    assert "Je hoeft nu niemand te bellen" in page
    assert "Oma, na een bezoek" in page


def test_her_calendar_says_afspraak_and_nothing_more(world, traject, outbox):
    visit = plan(world, traject)
    assert outbox()[-1] == ("organiser_on", "coordinator@demo.example")
    message = db.session.query(Message).filter_by(kind="organiser_on").one()
    for secret in ("Oma", "Jansen", "bezoek", traject.referral.number):
        assert secret not in message.calendar + message.subject + message.body_text
    appointment = db.session.get_one(Appointment, visit.appointment_id)
    for calendar in (appointment.block, message.calendar):
        assert "SUMMARY:Afspraak\r\n" in calendar
    assert "persoonlijke pagina" not in message.body_text + message.calendar  # who organises it has none


def test_who_subscribes_to_her_own_calendar_gets_no_mail_and_who_does_not_want_it_nothing(
    world, traject, outbox
):
    before = outbox()
    plan(world, traject, in_calendar=False)
    assert db.session.query(Appointment).count() == 0
    feeds.renew(by=world.cor.actor)
    assert plan(world, traject, "Fam").appointment_id is not None
    assert outbox() == before


def test_who_has_it_put_into_her_own_calendar_gets_no_mail_unless_that_does_not_work(world, traject, outbox):
    made = publishing.begin("https://dav.example/cor/", "cor", "geheim", by=world.cor.actor)
    made.tested_at = clock.now()
    before = outbox()
    plan(world, traject)
    assert outbox() == before
    made.trouble = "secret"
    plan(world, traject, "Fam")
    assert outbox() == [*before, ("organiser_on", "coordinator@demo.example")]


def test_moved_and_called_off_like_any_appointment(world, traject, cor):
    visit = plan(world, traject)
    assert "19.00" not in text(cor.get(f"/bezoeken/{visit.id}"))
    page = text(cor.post(f"/bezoeken/{visit.id}", data=FORM, follow_redirects=True))
    assert "Het bezoek is nu: dinsdag 27 oktober 2026, 19.00 uur" in page
    appointment = db.session.get_one(Appointment, visit.appointment_id, populate_existing=True)
    assert (appointment.sequence, appointment.starts_at) == (1, again(visit).starts_at)
    assert cor.post(f"/bezoeken/{visit.id}/afzegging").status_code == 303
    db.session.refresh(db.session.get_one(Appointment, visit.appointment_id))
    assert db.session.get_one(Appointment, visit.appointment_id).cancelled_at is not None
    assert "1 telefoontje nu" in text(cor.get("/bellen"))
    for path in ("", "/afzegging"):
        assert cor.post(f"/bezoeken/{visit.id}{path}", data=FORM).status_code == 409
    assert cor.get(f"/bezoeken/{visit.id}").status_code == 409


def test_who_was_visited_was_spoken(world, traject, cor):
    visit = plan(world, traject)
    assert cor.post(f"/bezoeken/{visit.id}/afloop", data={"afloop": "spoken"}).status_code == 422
    assert "Andere tijd of afzeggen" in text(cor.get(f"/trajecten/{traject.referral.id}/bezoeken"))
    with clock.at(clock.now() + timedelta(days=7)):
        page = text(cor.get(f"/trajecten/{traject.referral.id}/bezoeken"))
        assert ("Het ging niet door" in page, "Andere tijd of afzeggen" in page) == (True, False)
        assert cor.post(f"/bezoeken/{visit.id}/afloop", data={"afloop": "x"}).status_code == 422
        assert cor.post(f"/bezoeken/{visit.id}/afloop", data={"afloop": "spoken"}).status_code == 303
        assert "Je hoeft nu niemand te bellen" in text(cor.get("/bellen"))
        assert cor.post(f"/bezoeken/{visit.id}/afloop", data={"afloop": "spoken"}).status_code == 409
    assert traject.members["Oma"].spoken_at is not None
    assert again(visit).state == "done"


def test_a_visit_to_the_family_is_the_first_contact(world, client_of):
    traject = make_traject(world, spoken=False)
    cor = client_of(world.cor)
    page = text(cor.get(f"/trajecten/{traject.referral.id}/bezoeken"))
    assert "Fam Jansen" in page
    person = page.split('name="person" value="')[1].split('"')[0]
    form = {**FORM, "person": person}
    assert cor.post(f"/trajecten/{traject.referral.id}/bezoeken", data=form).status_code == 303
    visit = db.session.query(Visit).one()
    with clock.at(visit.ends_at):
        assert cor.post(f"/bezoeken/{visit.id}/afloop", data={"afloop": "spoken"}).status_code == 303
        assert traject.assignment.first_contact_on == clock.today()


def test_nobody_at_the_door_counts_and_is_told_for_the_family_alone(world, traject, cor, outbox):
    for times in range(1, 4):
        visit = plan(world, traject, "Fam", in_calendar=False)
        before = outbox()
        with clock.at(visit.ends_at):
            answer = cor.post(
                f"/bezoeken/{visit.id}/afloop", data={"afloop": "not_reached"}, follow_redirects=True
            )
        new = [one for one in outbox() if one not in before]
        assert new == ([("traject_unreached", "team@demo.example")] if times == 3 else [])
    page = text(answer)
    assert "3 keer niet bereikt. Sanne van het team krijgt bericht." in page
    assert page.count("Fam, aan de deur") == 3


def test_one_visit_at_a_time_and_of_two_at_the_same_moment_one_stands(world, traject, cor):
    plan(world, traject)
    form = {**FORM, "person": str(traject.members["Oma"].person_id)}
    answer = cor.post(f"/trajecten/{traject.referral.id}/bezoeken", data=form)
    assert answer.status_code == 409
    assert 'value="19:00"' in answer.get_data(as_text=True)
    visit_id = db.session.query(Visit.id).scalar()

    def off():
        service.cancel(db.session.get_one(Visit, visit_id), by=world.cor.actor)

    assert at_once([off, off], clock.now()) == ["done", rules.GONE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "1-1-1999"},
        {"on": "1-1-2999"},
        {"on": "x\x00"},
        {"begins": "25:00"},
        {"minutes": "1" * 12},
        {"person": "1" * 30},
        {"person": ""},
    ],
)
def test_what_cannot_be_is_refused_and_stays_on_the_page(traject, cor, wrong):
    form = {**FORM, "person": str(traject.members["Oma"].person_id), **wrong}
    assert cor.post(f"/trajecten/{traject.referral.id}/bezoeken", data=form).status_code == 422
    assert db.session.query(Visit).count() == 0


def test_who_no_longer_organises_it_visits_nobody(world, traject):
    visit = plan(world, traject)
    processes.hand_back(traject.referral, traject.assignment, "know_them", by=world.cor.actor)
    db.commit()
    assert again(visit).state == "cancelled"
    assert db.session.get_one(Appointment, visit.appointment_id).cancelled_at is not None


def test_the_bureau_plans_for_who_phoned_and_nobody_else_sees_it(world, traject, client_of):
    petra = client_of(world.petra)
    form = {**FORM, "person": str(traject.members["Oma"].person_id)}
    assert petra.post(f"/trajecten/{traject.referral.id}/bezoeken", data=form).status_code == 303
    line = db.session.query(LogEntry).filter_by(action="plan_visit").one()
    assert (line.actor_id, line.behalf_person_id) == (world.petra.account.id, world.cor.person.id)
    assert "44444444" not in text(petra.get(f"/trajecten/{traject.referral.id}/bezoeken"))
    visit = db.session.query(Visit).one()
    for who in ("noor", "sanne", "tom", "tess", "gea", "bea"):
        client = client_of(getattr(world, who))
        assert client.get(f"/trajecten/{traject.referral.id}/bezoeken").status_code == 404
        assert client.get(f"/bezoeken/{visit.id}").status_code == 404
        assert client.post(f"/bezoeken/{visit.id}/afzegging").status_code == 404
    assert again(visit).state == "planned"


def test_the_page_asks_as_much_for_twenty_as_for_one(world, traject, cor, queries):
    plan(world, traject)
    asked = []
    for many in (0, 20):
        for number in range(many):
            add(traject, f"Neef {number}", world.cor.actor)
            plan(world, traject, f"Neef {number}", in_calendar=False)
        queries.clear()
        text(cor.get(f"/trajecten/{traject.referral.id}/bezoeken"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_visit_of_today_is_on_her_first_page_until_she_tells_how_it_went(world, traject, cor, client_of):
    visit = plan(world, traject, days=1)
    assert "Bezoeken vandaag" not in text(cor.get("/"))
    with clock.at(visit.starts_at - timedelta(hours=2)):
        assert "Bezoeken vandaag" in text(cor.get("/"))
        assert "hoe ging het?" not in text(cor.get("/"))
        assert "Bezoeken vandaag" not in text(client_of(world.noor).get("/"))
    with clock.at(visit.starts_at + timedelta(days=2)):
        assert "hoe ging het?" in text(cor.get("/"))
        service.not_reached(
            again(visit), db.session.get_one(Referral, traject.referral_id), by=world.cor.actor
        )
        db.commit()
        assert "Bezoeken vandaag" not in text(cor.get("/"))


def test_two_visits_of_hers_at_one_hour_are_asked_about_and_may_be_meant_so(world, traject, cor):
    """Whether or not they stand in her calendar; a tick counts for those hours only."""
    add(traject, "Opa", world.cor.actor, spoken=False)
    here = f"/trajecten/{traject.referral.id}/bezoeken"
    oma, opa = (str(traject.members[name].person_id) for name in ("Oma", "Opa"))
    assert cor.post(here, data={**FORM, "person": oma}).status_code == 303
    refused = cor.post(here, data={**FORM, "person": opa, "begins": "19:45"})
    assert refused.status_code == 422
    assert "Toch op dit uur, al heb je dan al een bezoek." in refused.text
    assert "de dag vast" not in refused.text  # it is about a visit
    asked = re.search(r'name="anyway"[^>]*value="([^"]+)"', refused.text)
    assert asked is not None
    told = {**FORM, "person": opa, "anyway": asked[1]}
    assert cor.post(here, data=told).status_code == 422  # the tick was about another hour
    assert cor.post(here, data={**told, "begins": "19:45"}).status_code == 303
    other = db.session.query(Visit).filter_by(person_id=int(opa)).one()
    alone = f"/bezoeken/{other.id}"
    assert (
        cor.post(alone, data={**FORM, "begins": "20:00"}).status_code == 303
    )  # beside the other, and itself
    assert "dan al een bezoek" in cor.post(alone, data={**FORM, "begins": "18:45"}).text


def test_a_visit_in_hours_that_are_busy_otherwise_is_asked_about(world, traject, cor, client_of):
    add(traject, "Opa", world.cor.actor)
    held = make_conference(world, traject, days=6)
    db.commit()
    starts = held.starts_at.astimezone(clock.HOME)
    told = {**FORM, "on": f"{starts:%d-%m-%Y}", "begins": f"{starts:%H:%M}"}
    told["person"] = str(traject.members["Opa"].person_id)
    here = f"/trajecten/{traject.referral.id}/bezoeken"
    assert "al ben je dan bezet volgens de agenda" in cor.post(here, data=told).text
    assert "al is Cor dan bezet" in client_of(world.petra).post(here, data=told).text
