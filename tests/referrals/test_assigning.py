"""The coordinator on a referral: assigned once, handed back, the first contact."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.referrals import queries, service
from ekc.referrals.models import Assignment, Step
from tests.referrals.builders import (
    NEWS,
    logged,
    make_matched,
    make_referral,
    taken,
    told,
)


def test_the_wishes_are_erased_when_the_preparation_begins(world):
    referral = make_matched(world)
    lead = queries.active_lead(world.municipality.id, referral.id)
    assert referral.wishes == "Liefst een vrouw."
    service.note_first_contact(lead, clock.today(), by=world.cor.actor)
    assert (referral.wishes, referral.avoid, referral.own_village) == (None, None, "any")


def test_assigning_sets_the_day_of_the_first_contact(world, outbox):
    referral = make_referral(world)
    assignment = service.assign(referral, world.cor.coordinator, by=world.petra.actor)
    assert (referral.state, referral.own_village) == ("matched", "not")
    assert assignment.first_contact_by > clock.today()
    assert queries.active_lead(world.municipality.id, referral.id) is assignment
    assert outbox() == [NEWS]


def test_urgent_means_today(world):
    referral = make_referral(world, urgency="urgent")
    assert (
        service.assign(referral, world.cor.coordinator, by=world.petra.actor).first_contact_by
        == clock.today()
    )


def test_the_second_coordinator_is_too_late(world):
    referral = make_matched(world)
    with pytest.raises(TooLateError, match="eerder"):
        service.assign(referral, world.noor.coordinator, by=world.petra.actor)


def test_the_database_itself_refuses_a_second_lead(world):
    referral = make_referral(world)
    faster = Assignment(
        id=new_id(),
        municipality_id=world.municipality.id,
        referral_id=referral.id,
        coordinator_id=world.cor.coordinator.id,
        person_id=world.cor.person.id,
        since=clock.now(),
        first_contact_by=clock.today(),
    )
    db.session.add(faster)  # not written yet, so that the look beforehand cannot see it
    with pytest.raises(TooLateError, match="eerder"):
        service.assign(referral, world.noor.coordinator, by=world.petra.actor)
    assert db.session.scalars(select(Assignment.person_id)).all() == [world.cor.person.id]


def test_nobody_is_assigned_before_everybody_agrees(world):
    referral = make_referral(world, focus_answers=())
    with pytest.raises(DomainError, match="staat op"):
        service.assign(referral, world.cor.coordinator, by=world.petra.actor)


def test_handing_back_leaves_no_mark_and_seeks_again_with_the_wishes(world):
    referral = make_matched(world)
    lead = queries.active_lead(world.municipality.id, referral.id)
    service.release(referral, lead, "know_them", by=world.petra.actor)
    assert (referral.state, lead.end_reason) == ("matching", "know_them")
    assert (referral.wishes, referral.avoid, referral.own_village) == (
        "Liefst een vrouw.",
        "Tante Riet",
        "not",
    )
    assert queries.active_lead(world.municipality.id, referral.id) is None
    assert taken(referral)[-1].behalf_person_id == world.cor.person.id
    service.assign(referral, world.noor.coordinator, by=world.petra.actor)
    assert referral.state == "matched"


def test_handing_back_wants_a_reason_of_the_list(world):
    referral = make_matched(world)
    lead = queries.active_lead(world.municipality.id, referral.id)
    with pytest.raises(DomainError, match="reden"):
        service.release(referral, lead, "no idea", by=world.cor.actor)
    assert lead.ended_at is None


def test_the_first_contact_begins_the_preparation(world):
    referral = make_matched(world)
    lead = queries.active_lead(world.municipality.id, referral.id)
    service.note_first_contact(lead, clock.today(), by=world.cor.actor)
    assert (referral.state, lead.first_contact_on) == ("preparation", clock.today())


def test_the_preparation_waits_for_the_conditions_not_for_the_coordinator(world):
    referral = make_matched(world, conditions="unknown")
    lead = queries.active_lead(world.municipality.id, referral.id)
    service.note_first_contact(lead, clock.today(), by=world.cor.actor)
    assert (referral.state, lead.first_contact_on) == ("matched", clock.today())
    service.name_professionals(referral, told(world, conditions="none"), by=world.sanne.actor)
    assert referral.state == "preparation"


def test_no_first_contact_tomorrow(world):
    lead = queries.active_lead(world.municipality.id, make_matched(world).id)
    with pytest.raises(DomainError, match="nog komen"):
        service.note_first_contact(lead, clock.today() + timedelta(days=1), by=world.cor.actor)


def test_the_family_leaves_the_choice_to_us_for_a_reason(world):
    referral = make_referral(world)
    service.waive_choice(referral, "urgent", by=world.petra.actor)
    assert referral.choice_waived == "urgent"
    assert logged(referral)[-1] == ("waive_choice", "urgent", "ok")
    with pytest.raises(DomainError, match="waarom"):
        service.waive_choice(referral, "because", by=world.petra.actor)


def test_each_step_says_who_when_and_from_where(world):
    referral = make_referral(world)
    step = db.session.scalars(select(Step).order_by(Step.id)).first()
    assert (step.from_state, step.actor_kind, step.actor_id) == ("draft", "account", world.sanne.account.id)
    assert step.at == referral.submitted_at
