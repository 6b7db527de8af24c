"""Who hears a worry, an incident and an alarm; checking in and out; and nothing about a family leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.duty import service as duty
from ekc.duty.rules import Numbers
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.home import todo
from ekc.notifications.models import Message
from ekc.people import queries as known
from ekc.people import service as people
from ekc.safety import checkins, queries, service
from ekc.safety.models import CheckIn, Signal
from ekc.safety.rules import Kind, Told
from tests.agenda.trajects import NOON, make_traject
from tests.duty.watches import BOB, make_day
from tests.safety.evenings import (
    BACK,
    carer,
    mails,
    make_incident,
    make_visit,
    make_worry,
    readers,
    watch,
)
from tests.world import Somebody

PETRA, TESS, ANNA = "bureau@demo.example", "teamleider@demo.example", "anna@post.example"
COR = "coordinator@demo.example"


def on_duty(world, who: Somebody) -> None:
    hours = (NOON - timedelta(hours=1), NOON + timedelta(hours=8))
    duty.add_shifts(who.person.id, None, [hours], by=world.petra.actor)
    db.commit()


def officer(world) -> None:
    duty.set_numbers(Numbers(officer_name="Anna", officer_mail=ANNA), by=world.petra.actor)
    db.commit()


def logged(action: str) -> list[tuple[int | None, int | None]]:
    """(who, for whom) of each line."""
    rows = db.session.query(LogEntry).filter_by(action=action).order_by(LogEntry.id)
    return [(row.actor_id, row.behalf_person_id) for row in rows]


def test_a_worry_reaches_the_bureau_and_the_officer_and_nobody_else(world):
    officer(world)
    on_duty(world, world.tess)
    day = make_day(world)
    signal = make_worry(world.cor, day.referral_id, called=("bureau",))
    assert readers("signal_worry") == [PETRA, ANNA]
    assert (signal.kind, signal.urgent, signal.called) == ("worry", False, ("bureau",))
    assert logged("tell_worry") == [(world.cor.account.id, None)]


def test_an_urgent_worry_reaches_the_achterwacht_and_who_is_on_duty_too(world):
    on_duty(world, world.tess)
    make_worry(world.cor, make_day(world).referral_id, urgent=True)
    assert readers("signal_worry") == [BOB, TESS, PETRA]


def test_an_incident_reaches_achterwacht_and_bureau_at_once_also_at_night(world):
    day = make_day(world)
    with clock.at(NOON + timedelta(hours=12)):
        make_incident(world.cor, day.referral_id)
        assert readers("signal_incident") == [BOB, PETRA]
        assert [one.next_at <= clock.now() for one in mails("signal_incident")] == [True, True]


def test_nobody_reads_it_twice(world):
    on_duty(world, world.petra)
    make_incident(world.cor)
    assert readers("signal_incident") == [PETRA]


def test_nothing_about_the_family_leaves(world):
    day = make_day(world)
    make_incident(world.cor, day.referral_id)
    make_worry(world.cor, day.referral_id)
    found = mails("signal_incident") + mails("signal_worry")
    assert len(found) == 3
    for one in found:
        whole = one.subject + one.body_text + one.body_html
        assert "Jansen" not in whole
        assert "Fam" not in whole
        assert "Cor" not in one.subject
        assert "06 12 34 56 78" in one.body_text


def test_a_story_cannot_be_stored():
    """Whatever is text holds a code of a list."""
    names = {one.name for one in (*Signal.__table__.columns, *CheckIn.__table__.columns)}
    texts = {name for name in names if not name.endswith(("id", "_at", "_by"))}
    assert texts == {"kind", "at", "urgent", "called", "what", "safe_now"}


def test_the_same_worry_twice_is_one(world):
    make_worry(world.cor)
    with pytest.raises(TooLateError, match="hebben je melding al"):
        make_worry(world.cor)
    with clock.at(NOON + timedelta(minutes=3)):
        make_worry(world.cor)
    assert db.session.query(Signal).count() == 2


def test_a_worry_is_about_a_traject_of_hers(world):
    other = make_traject(world, world.noor).referral_id
    for wrong in (other, 1 << 61):
        with pytest.raises(NotFoundError):
            make_worry(world.cor, wrong)


def test_what_is_not_of_the_lists_is_refused(world):
    with pytest.raises(DomainError):
        service.tell(carer(world.cor), Told(Kind.INCIDENT), by=world.cor.actor)
    assert db.session.query(Signal).count() == 0


def test_the_bureau_writes_it_down_for_who_phones_and_the_logbook_knows_both(world):
    one = queries.carer(world.petra.actor, world.cor.person.id)
    service.tell(one, Told(Kind.WORRY), by=world.petra.actor)
    assert logged("tell_worry") == [(world.petra.account.id, world.cor.person.id)]


def test_her_page_is_hers_and_the_bureaus(world):
    assert carer(world.cor).name == "Cor Kuiper"
    for other in (world.noor, world.sanne, world.gea):
        with pytest.raises(NotFoundError):
            queries.carer(other.actor, world.cor.person.id)
    with pytest.raises(NotFoundError):
        queries.carer(world.petra.actor, world.sanne.person.id)


def test_seen_taken_up_handled_each_once(world):
    signal = make_worry(world.cor)
    service.step(signal, "seen", by=world.petra.actor)
    service.step(signal, "taken", by=world.petra.actor)
    db.commit()
    db.session.refresh(signal)
    petra = world.petra.person.id
    assert (signal.seen_by, signal.taken_by, signal.handled_by) == (petra, petra, None)
    with pytest.raises(TooLateError, match="Petra heeft dit net opgepakt"):
        service.step(signal, "taken", by=world.petra.actor)
    service.step(signal, "handled", by=world.petra.actor)
    db.commit()
    db.session.refresh(signal)
    for step in ("seen", "taken", "handled"):
        with pytest.raises(TooLateError, match="afgerond"):
            service.step(signal, step, by=world.petra.actor)
    assert todo.of(world.municipality.id, clock.now()).signals == []
    assert len(logged("handled_signal")) == 1


def test_two_who_take_it_up_at_the_same_moment(world):
    signal = make_worry(world.cor)
    taken = update(Signal.__table__).values(taken_at=NOON, taken_by=world.tess.person.id, seen_at=NOON)
    db.session.connection().execute(taken)  # past the session: this object does not know it yet
    with pytest.raises(TooLateError, match="net voor"):
        service.step(signal, "taken", by=world.petra.actor)


def test_in_time_nobody_hears_anything(world):
    make_visit(world.cor)
    with clock.at(NOON + timedelta(hours=1)):
        checkins.stop(carer(world.cor), by=world.cor.actor)
    db.commit()
    assert watch(60) == 0
    assert db.session.query(Message).count() == 0
    assert (logged("check_in"), logged("check_out")) == ([(world.cor.account.id, None)],) * 2


def test_first_a_nudge_then_an_alarm_each_once(world):
    on_duty(world, world.tess)
    day = make_day(world)
    make_visit(world.cor, day.referral_id)
    assert [watch(minute) for minute in (9, 10, 11, 29)] == [0, 1, 0, 0]
    assert readers("check_nudge") == [COR]
    assert readers("signal_alarm") == []
    assert "Horen we niets, dan laten we om 14.30 uur iemand bellen." in mails("check_nudge")[0].body_text
    assert [watch(minute) for minute in (30, 31, 600)] == [1, 0, 0]
    assert readers("signal_alarm") == [BOB, TESS, PETRA]
    for one in mails("signal_alarm"):
        assert one.subject == "Alarm: bel een coördinator"
        assert "06 12 34 56 78" in one.body_text
        assert "Jansen" not in one.body_text
    (signal,) = db.session.query(Signal).all()
    assert (signal.kind, signal.missed_at, signal.urgent) == ("alarm", BACK, True)


def test_a_worker_that_slept_nudges_and_alarms_in_that_order(world):
    make_visit(world.cor)
    assert watch(500) == 2
    nudge, alarm = mails("check_nudge") + mails("signal_alarm")
    assert nudge.id < alarm.id


def test_who_has_no_mail_is_not_nudged_but_is_missed(world):
    people.set_reach(known.one(world.municipality.id, world.cor.person.id), "+31612345678", None)
    make_visit(world.cor)
    assert [watch(10), watch(30)] == [1, 1]
    assert (readers("check_nudge"), readers("signal_alarm")) == ([], [PETRA])


def test_the_minutes_are_the_municipalitys_own(world):
    duty.set_numbers(Numbers(nudge_minutes=1, alarm_minutes=2), by=world.petra.actor)
    make_visit(world.cor)
    assert [watch(1), watch(2)] == [1, 1]


def test_who_checks_out_after_the_alarm_takes_it_back(world):
    make_visit(world.cor, make_day(world).referral_id)
    watch(30)
    with clock.at(BACK + timedelta(minutes=40)):
        checkins.stop(carer(world.cor), by=world.cor.actor)
        db.commit()
        assert todo.of(world.municipality.id, clock.now()).signals == []
    assert readers("safety_over") == [BOB, PETRA]
    assert "Cor heeft zich afgemeld" in mails("safety_over")[0].body_text
    assert watch(60) == 0


def test_longer_begins_anew(world):
    make_visit(world.cor)
    watch(30)
    with clock.at(BACK + timedelta(minutes=31)):
        until = checkins.longer(carer(world.cor), 30, by=world.cor.actor)
        db.commit()
    assert until == BACK + timedelta(minutes=61)
    assert readers("safety_over") == [PETRA]
    assert [watch(minute) for minute in (62, 71, 91)] == [0, 1, 1]
    assert len(readers("signal_alarm")) == 2


def test_one_place_at_a_time(world):
    make_visit(world.cor)
    with pytest.raises(TooLateError, match="al aangemeld"):
        make_visit(world.cor)
    make_visit(world.noor)
    assert db.session.query(CheckIn).count() == 2


def test_who_is_nowhere_cannot_check_out(world):
    with pytest.raises(TooLateError, match="al afgemeld"):
        checkins.stop(carer(world.cor), by=world.cor.actor)
    with pytest.raises(TooLateError, match="al afgemeld"):
        checkins.longer(carer(world.cor), 30, by=world.cor.actor)


def test_a_visit_is_to_a_traject_of_hers_and_its_day(world):
    day = make_day(world, world.noor)
    mine = make_traject(world, surname="Ander").referral_id
    for referral, conference in ((day.referral_id, None), (mine, day.id), (None, day.id), (1 << 61, None)):
        with pytest.raises(NotFoundError):
            make_visit(world.cor, referral, conference)
    assert make_visit(world.noor, day.referral_id, day.id).conference_id == day.id


def test_until_when_must_be_possible(world):
    for until in (NOON, NOON + timedelta(hours=15)):
        with pytest.raises(DomainError):
            checkins.start(carer(world.cor), until, by=world.cor.actor)


def test_handling_an_alarm_ends_the_visit(world):
    made = make_visit(world.cor)
    watch(30)
    (signal,) = db.session.query(Signal).all()
    service.step(signal, "handled", by=world.petra.actor)
    db.commit()
    db.session.refresh(made)
    assert made.ended_at is not None
    assert watch(600) == 0


def test_her_link_is_mailed_and_stays_the_same(world):
    for _ in range(2):
        service.mail_link(carer(world.cor), by=world.cor.actor)
    first, second = mails("care_link")
    assert (first.address, first.link_id) == (COR, second.link_id)
    people.set_reach(known.one(world.municipality.id, world.cor.person.id), None, None)
    with pytest.raises(DomainError, match="geen mailadres"):
        service.mail_link(carer(world.cor), by=world.cor.actor)
