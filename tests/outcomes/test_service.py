"""How it went: the facts, the traject, who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda.models import Taken
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.notifications.models import Message
from ekc.outcomes import service
from ekc.outcomes.models import Outcome
from ekc.outcomes.rules import Told
from tests.agenda.trajects import make_conference
from tests.world import DAY

WHOLE = Told(held=True, own_time="yes", people=9, plan="yes", plan_kind="ekc_plan")


@pytest.fixture
def conference(world, traject):
    return make_conference(world, traject)


def after(conference):
    return clock.at(conference.ends_at + timedelta(hours=10))


def sent_all() -> None:
    db.session.query(Message).update({"state": "sent"})
    db.commit()


def cancellations() -> int:
    return db.session.query(Message).filter_by(kind="invitation_cancelled").count()


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (WHOLE, "plan_made"),
        (Told(held=True, own_time="no", plan="in_making"), "plan_in_making"),
        (Told(held=True, own_time="unknown", plan="no"), "follow_up"),
        (Told(held=True, own_time="yes", plan="unknown"), "held"),
    ],
)
def test_held_goes_on_to_the_plan(world, traject, conference, told, state):
    with after(conference):
        outcome = service.report(conference, told, by=world.cor.actor)
    assert (traject.referral.state, conference.state) == (state, "held")
    assert (outcome.held, outcome.happened_on, outcome.own_time) == (True, DAY, told.own_time)
    assert (outcome.plan, outcome.plan_kind, outcome.people) == (told.plan, told.plan_kind, told.people)
    assert cancellations() == 0


def test_not_held_goes_back_to_preparation(world, traject, conference):
    sent_all()
    with after(conference):
        told = Told(held=False, reason="key_person", own_time="yes", people=3, plan="yes")
        outcome = service.report(conference, told, by=world.cor.actor)
    assert (traject.referral.state, conference.state) == ("preparation", "not_held")
    assert (outcome.held, outcome.reason, outcome.own_time) == (False, "key_person", "unknown")
    assert (outcome.people, outcome.plan, outcome.plan_kind) == (None, "unknown", None)
    assert cancellations() == 0


def test_not_held_said_in_the_morning_spares_people_the_way(world, conference):
    sent_all()
    with clock.at(conference.starts_at - timedelta(hours=8)):
        service.report(conference, Told(held=False, reason="coordinator"), by=world.cor.actor)
    assert cancellations() == 1
    assert db.session.query(Taken).count() == 0


def test_after_not_held_another_day_can_be_fixed(world, traject, conference):
    with after(conference):
        service.report(conference, Told(held=False, reason="not_held"), by=world.cor.actor)
        db.commit()
        make_conference(world, traject, days=7)
    assert traject.referral.state == "planned"


def test_before_the_day_nothing_can_be_told(world, conference):
    with pytest.raises(DomainError, match="moet nog komen"):
        service.report(conference, WHOLE, by=world.cor.actor)


def test_told_twice_is_refused_kindly(world, conference):
    with after(conference):
        service.report(conference, WHOLE, by=world.cor.actor)
        db.commit()
        with pytest.raises(TooLateError, match="Dank je wel"):
            service.report(conference, Told(held=False, reason="no_room"), by=world.petra.actor)
    assert db.session.query(Outcome).count() == 1


def test_the_second_of_two_at_once_is_refused_kindly(world, conference):
    with after(conference):
        service.report(conference, WHOLE, by=world.cor.actor)
        conference.state = "planned"  # what the other one read before
        with pytest.raises(TooLateError, match="Dank je wel"):
            service.report(conference, WHOLE, by=world.petra.actor)


def test_the_bureau_tells_it_for_the_coordinator(world, conference):
    with after(conference):
        service.report(conference, WHOLE, by=world.petra.actor)
    line = db.session.query(LogEntry).filter_by(action="report_outcome").one()
    assert (line.actor_id, line.behalf_person_id) == (world.petra.account.id, world.cor.person.id)
    assert line.reason == "held"


def test_a_plan_without_a_meeting_is_an_outcome_of_its_own(world, traject):
    outcome = service.plan_without_meeting(traject.referral, "family_group_plan", by=world.cor.actor)
    assert traject.referral.state == "plan_without_meeting"
    assert (outcome.held, outcome.conference_id, outcome.plan) == (False, None, "yes")
    assert (outcome.plan_kind, outcome.happened_on) == ("family_group_plan", clock.today())


def test_a_plan_without_a_meeting_calls_off_the_day(world, traject, conference):
    sent_all()
    service.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)
    assert (traject.referral.state, conference.state) == ("plan_without_meeting", "cancelled")
    assert cancellations() == 1
    assert db.session.query(Taken).count() == 0


def test_a_plan_of_no_kind_and_a_second_one_are_refused(world, traject):
    with pytest.raises(DomainError, match="wat voor plan"):
        service.plan_without_meeting(traject.referral, "", by=world.cor.actor)
    service.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)
    with pytest.raises(DomainError, match="plan zonder bijeenkomst"):
        service.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)


def test_no_word_of_a_plan_is_kept():
    assert {column.name for column in Outcome.__table__.columns} == {
        "id",
        "municipality_id",
        "referral_id",
        "conference_id",
        "happened_on",
        "held",
        "reason",
        "own_time",
        "people",
        "plan",
        "plan_kind",
        "told_at",
    }
