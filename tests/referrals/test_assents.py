"""Who agrees, who has gezag, which two professionals: what is heard, and what it sets going."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ekc.errors import DomainError, NotFoundError
from ekc.people.service import Particulars
from ekc.referrals import queries, service
from tests.referrals.builders import (
    BO,
    FAM,
    KIM,
    MAMA,
    PAPA,
    logged,
    make_draft,
    make_matched,
    make_referral,
    person_id,
    steps,
    taken,
    told,
)


def test_the_last_one_says_yes_and_the_search_begins(world, outbox):
    referral = make_referral(world, focus=(FAM, replace(KIM, age_group="16-17")), focus_answers=("yes",))
    assert referral.state == "assent_asked"
    service.record_assent(referral, person_id(referral, "Kim"), "yes", "written", by=world.sanne.actor)
    assert referral.state == "matching"
    row = next(one.assent for one in queries.concerned(referral) if one.person.given_name == "Kim")
    assert (row.answer, row.channel, row.answered_at is not None) == ("yes", "written", True)
    assert ("record_assent", "yes", "ok") in logged(referral)


def test_an_explanation_first_then_a_yes(world):
    referral = make_referral(world, focus_answers=("explain",))
    fam = person_id(referral, "Fam")
    service.record_assent(referral, fam, "asked", "spoken", by=world.sanne.actor)
    assert referral.state == "assent_asked"
    service.record_assent(referral, fam, "yes", "spoken", by=world.sanne.actor)
    assert referral.state == "matching"


def test_taking_it_back_ends_the_search(world):
    referral = make_referral(world)
    service.record_assent(referral, person_id(referral, "Fam"), "no", "spoken", by=world.sanne.actor)
    assert referral.state == "assent_asked"
    assert steps(referral)[-1][0] == "withdraw_assent"


def test_with_a_coordinator_nothing_moves_by_itself(world):
    referral = make_matched(world)
    service.record_assent(referral, person_id(referral, "Fam"), "no", "spoken", by=world.sanne.actor)
    assert referral.state == "matched"


def test_the_bureau_notes_an_answer_on_behalf_of_who_phoned(world):
    referral = make_referral(world, focus_answers=())
    fam = person_id(referral, "Fam")
    service.record_assent(referral, fam, "yes", "spoken", by=world.petra.actor)
    assert {step.behalf_person_id for step in taken(referral) if step.actor_id == world.petra.account.id} == {
        fam
    }


def test_answers_that_cannot_be(world):
    referral = make_referral(world)
    fam = person_id(referral, "Fam")
    for answer, channel in (("perhaps", "spoken"), ("yes", "pigeon")):
        with pytest.raises(DomainError, match="Kies wat"):
            service.record_assent(referral, fam, answer, channel, by=world.sanne.actor)
    with pytest.raises(NotFoundError):
        service.record_assent(referral, world.tom.person.id, "yes", "spoken", by=world.sanne.actor)
    with pytest.raises(DomainError, match="concept"):
        service.record_assent(make_draft(world), fam, "yes", "spoken", by=world.sanne.actor)
    service.move(referral, "stop", reason="other", by=world.sanne.actor)
    with pytest.raises(DomainError, match="gestopt"):
        service.record_assent(referral, fam, "yes", "spoken", by=world.sanne.actor)


def test_a_parent_added_later_is_asked_too(world):
    referral = make_referral(
        world, focus=(BO,), focus_answers=(), parents=(PAPA,), parent_answers=("yes",), authority="one"
    )
    assert referral.state == "matching"
    service.state_authority(referral, "two", MAMA, by=world.sanne.actor)
    assert referral.state == "one_parent_missing"
    service.record_assent(referral, person_id(referral, "Mia"), "yes", "spoken", by=world.sanne.actor)
    assert referral.state == "matching"


def test_that_there_is_one_parent_may_be_enough(world):
    referral = make_referral(world, focus=(BO,), focus_answers=(), parents=(PAPA,), parent_answers=("yes",))
    assert referral.state == "one_parent_missing"
    service.state_authority(referral, "one", None, by=world.petra.actor)
    assert referral.state == "matching"
    assert ("state_authority", "one", "ok") in logged(referral)


def test_gezag_that_cannot_be(world):
    referral = make_referral(world)
    with pytest.raises(DomainError, match="gezag"):
        service.state_authority(referral, "three", None, by=world.sanne.actor)
    with pytest.raises(DomainError, match="BSN"):
        service.state_authority(referral, "one", Particulars("Piet", "111222333"), by=world.sanne.actor)


def test_naming_the_two_professionals_starts_the_search(world):
    referral = make_referral(world, responsible_person_id=None, backstop_person_id=None)
    ans = Particulars("Ans", "Bos", organisation="Lefier", phone="+31612345670")
    service.name_professionals(
        referral,
        told(world, responsible_person_id=None, backstop_person_id=None, responsible=ans),
        by=world.sanne.actor,
    )
    assert referral.state == "assent_given"
    service.name_professionals(
        referral,
        told(world, responsible_person_id=None, backstop=replace(ans, given_name="Ben")),
        by=world.sanne.actor,
    )
    assert referral.state == "matching"
    names = {
        one.person.given_name: one.person.kind for one in queries.concerned(referral) if not one.is_focus
    }
    assert names == {"Ans": "professional", "Petra": "adult"}
    assert ("name_professionals", None, "ok") in logged(referral)


def test_the_two_are_not_one(world):
    referral = make_referral(world, backstop_person_id=None)
    again = told(world, responsible_person_id=None, backstop_person_id=world.sanne.person.id)
    with pytest.raises(DomainError, match="twee verschillende"):
        service.name_professionals(referral, again, by=world.sanne.actor)


def test_unknown_conditions_do_not_erase_known_ones(world):
    referral = make_referral(world, conditions="some")
    service.name_professionals(referral, told(world, conditions="unknown"), by=world.sanne.actor)
    assert referral.conditions == "some"
