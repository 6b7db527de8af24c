"""The verbs that cross concepts: a yes, a no, giving back; with who is told and what is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import choosing, clock, processes
from ekc.agenda import service as agenda
from ekc.agenda.rules import Plan
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.matching import service as matching
from ekc.matching.models import OfferRound
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.referrals import assents, excluding
from ekc.referrals import queries as referrals_queries
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment, Exclusion
from tests.matching.stories import deliver_all, logged, make_referral, open_round
from tests.world import make_coordinator, make_somebody

PETRA = "bureau@demo.example"
COR = "coordinator@demo.example"
NOOR = "anderecoordinator@demo.example"


def test_the_first_yes_is_assigned_and_everybody_concerned_is_told(world, outbox):
    referral = make_referral(world, wishes="liever een vrouw", avoid="tante Bep")
    excluding.judge(db.session.query(Exclusion).one(), by=world.petra.actor)  # nobody of the pool
    cor, noor = open_round(world, referral, world.cor, world.noor)
    deliver_all()
    assignment = processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    assert (cor.state, noor.state, referral.state) == ("yes", "filled", "matched")
    assert assignment.person_id == world.cor.person.id
    assert assignment.first_contact_by > clock.today()
    assert (referral.wishes, referral.avoid) == ("liever een vrouw", "tante Bep")
    assert sorted(outbox()) == sorted(
        [
            ("offer_filled", NOOR),
            ("offer_yours", COR),
            ("asked_found", PETRA),
            ("referral_news", "team@demo.example"),
        ]
    )
    assert logged("offer", cor.id)[-1] == ("say_yes", None, None)
    assert logged("offer", noor.id)[-1] == ("close_offer", "filled", None)
    assert referrals_queries.get_for(world.cor.actor, referral.id) is referral


def test_the_second_yes_is_too_late_and_changes_nothing(world, outbox):
    referral = make_referral(world)
    cor, noor = open_round(world, referral, world.cor, world.noor)
    processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    deliver_all()
    with pytest.raises(TooLateError, match="net voor"):
        processes.accept_offer(noor, by=world.noor.actor)
    db.rollback()
    assert outbox() == []
    assert db.session.query(Assignment).count() == 1
    with pytest.raises(TooLateError, match="al: ik kan"):
        processes.accept_offer(cor, by=world.cor.actor)


def test_the_database_refuses_a_second_lead_even_where_the_offers_were_not_closed(world):
    referral = make_referral(world)
    cor, _ = open_round(world, referral, world.cor, world.noor)
    referrals.assign(referral, world.noor.coordinator, by=world.petra.actor)
    referral.state = "matching"
    db.commit()
    with pytest.raises(TooLateError):
        processes.accept_offer(cor, by=world.cor.actor)


def test_the_bureau_says_yes_for_who_phones_and_the_logbook_says_for_whom(world, outbox):
    other = make_somebody(world.municipality, "Piet Post", "bureau2@demo.example", *world.petra.actor.roles)
    (cor,) = open_round(world, make_referral(world), world.cor)
    deliver_all()
    processes.accept_offer(cor, by=world.petra.actor)
    assert logged("offer", cor.id)[-1] == ("say_yes", None, world.cor.person.id)
    assert [to for kind, to in outbox() if kind == "asked_found"] == [other.account.email]


def test_a_no_with_a_pause_is_both_and_the_bureau_hears_it(world, outbox):
    (cor,) = open_round(world, make_referral(world), world.cor)
    deliver_all()
    until = clock.today() + timedelta(days=40)
    processes.decline_offer(cor, None, until, by=world.cor.actor)
    db.commit()
    assert (cor.state, cor.reason, world.cor.coordinator.paused_until) == ("no", None, until)
    assert outbox() == [("asked_pause", PETRA)]
    mail = db.session.query(Message).filter(Message.kind == "asked_pause").one()
    assert "Cor zei nee, en staat nu even op pauze" in mail.body_text
    assert "Kuiper" not in mail.body_text


def test_a_no_without_more_leaves_her_as_she_was(world):
    (cor,) = open_round(world, make_referral(world), world.cor)
    processes.decline_offer(cor, "busy", None, by=world.cor.actor)
    assert world.cor.coordinator.paused_until is None


def test_a_pause_without_an_end_refuses_the_no_as_well(world):
    (cor,) = open_round(world, make_referral(world), world.cor)
    with pytest.raises(DomainError, match="voorbij"):
        processes.decline_offer(cor, None, clock.today() - timedelta(days=1), by=world.cor.actor)
    db.rollback()
    db.session.expire_all()
    assert cor.state == "open"


def on_the_case(world):
    referral = make_referral(world)
    cor, noor = open_round(world, referral, world.cor, world.noor)
    assignment = processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    return referral, assignment, cor, noor


def test_i_know_them_hands_back_without_a_mark_and_the_next_may_be_asked(world, outbox):
    referral, assignment, _, noor = on_the_case(world)
    deliver_all()
    processes.hand_back(referral, assignment, "know_them", by=world.cor.actor)
    db.commit()
    assert (referral.state, assignment.end_reason) == ("matching", "know_them")
    assert outbox() == [("asked_back", PETRA)]
    with pytest.raises(NotFoundError):
        referrals_queries.get_for(world.cor.actor, referral.id)
    able, left_out = matching.candidates(referral, by=world.petra.actor)
    assert [one.volunteer.person_id for one in able] == [world.noor.person.id]
    assert [(one.volunteer.done, one.reasons) for one in left_out] == [(0, ("had_it",))]
    (again,) = open_round(world, referral, world.noor)
    assert again.id == noor.id
    processes.accept_offer(again, by=world.noor.actor)
    assert referral.state == "matched"


def test_a_yes_taken_back_stops_the_work_and_is_heard(world, outbox):
    referral, assignment, *_ = on_the_case(world)
    circle.first_contact(referral, assignment, clock.today(), by=world.cor.actor)
    vera = circle.add(referral, Particulars("Vera"), "friend", by=world.cor.actor)
    circle.spoken(vera, by=world.cor.actor)
    deliver_all()
    who = assents.assents(referral)[0].person_id
    processes.hear_assent(referral, who, "no", "spoken", by=world.sanne.actor)
    processes.hear_assent(referral, who, "explain", "spoken", by=world.sanne.actor)
    assert sorted(outbox()) == [("traject_assent", PETRA), ("traject_assent", COR)]
    assert not assents.assent_complete(referral)
    starts = clock.now() + timedelta(days=30)
    plan = Plan(starts, starts + timedelta(hours=3), place="bij oma", safety_checked=True)
    with pytest.raises(DomainError, match="Niet iedereen wil nog meedoen"):
        agenda.plan(referral, plan, by=world.cor.actor)


def test_a_day_is_called_off_and_she_is_off_it_when_assent_is_withdrawn(world, outbox):
    referral, assignment, *_ = on_the_case(world)
    deliver_all()
    with pytest.raises(DomainError, match="Iedereen stemt nog in"):
        processes.move_by_hand(referral, "withdraw_assent", None, None, by=world.petra.actor)
    who = assents.assents(referral)[0].person_id
    processes.hear_assent(referral, who, "no", "spoken", by=world.petra.actor)
    deliver_all()
    processes.move_by_hand(referral, "withdraw_assent", None, None, by=world.petra.actor)
    assert (referral.state, assignment.end_reason) == ("assent_asked", "withdraw_assent")
    assert outbox() == [("traject_withdrawn", COR)]
    processes.hear_assent(referral, who, "yes", "spoken", by=world.petra.actor)
    assert referral.state == "matching"


@pytest.mark.parametrize(
    ("name", "reason", "kind", "words"),
    [
        ("stop", "moved", "traject_stopped", "is gestopt"),
        ("pause", "asked", "traject_paused", "staat even stil"),
    ],
)
def test_the_coordinator_hears_that_it_stops_or_rests(world, outbox, name, reason, kind, words):
    referral, *_ = on_the_case(world)
    deliver_all()
    processes.move_by_hand(referral, name, reason, None, by=world.sanne.actor)
    assert (kind, COR) in outbox()
    mail = db.session.query(Message).filter(Message.kind == kind).one()
    assert words in mail.body_text
    assert ("/trajecten/" in mail.body_text) == (name == "pause")
    assert "Jansen" not in mail.body_text


def test_it_closes_after_the_call_and_everybody_is_off_it(world):
    referral, assignment, *_ = on_the_case(world)
    referrals.move(referral, "plan_without_meeting", by=world.cor.actor)
    processes.close(referral, by=world.petra.actor)
    assert (referral.state, assignment.end_reason) == ("closed", "closed")
    assert {row.open_key for row in referrals_queries.focus_rows(referral)} == {None}


def test_giving_back_for_want_of_room_does_count_in_the_year(world):
    referral, assignment, *_ = on_the_case(world)
    processes.hand_back(referral, assignment, "no_room", by=world.petra.actor)
    _, left_out = matching.candidates(referral, by=world.petra.actor)
    assert left_out[0].volunteer.done == 1
    assert logged("referral", referral.id)[-1] == ("hand_back_referral", "no_room", world.cor.person.id)


def test_a_reason_outside_the_list_hands_nothing_back(world):
    referral, assignment, *_ = on_the_case(world)
    with pytest.raises(DomainError, match="uit de lijst"):
        processes.hand_back(referral, assignment, "zomaar", by=world.cor.actor)
    assert (referral.state, assignment.ended_at) == ("matched", None)


def test_a_day_that_stands_is_called_off_first_and_the_guests_are_told(world, outbox):
    referral, assignment, *_ = on_the_case(world)
    circle.first_contact(referral, assignment, clock.today(), by=world.cor.actor)
    oma = circle.add(referral, Particulars("Oma", mail="oma@post.example"), "family", by=world.cor.actor)
    circle.spoken(oma, by=world.cor.actor)
    starts = clock.now() + timedelta(days=30)
    plan = Plan(
        starts, starts + timedelta(hours=3), place="bij oma", place_in_invitation=True, safety_checked=True
    )
    agenda.plan(referral, plan, by=world.cor.actor)
    db.commit()
    deliver_all()
    processes.hand_back(referral, assignment, "illness", by=world.cor.actor)
    db.commit()
    assert referral.state == "matching"
    assert sorted(outbox()) == [("asked_back", PETRA), ("invitation_cancelled", "oma@post.example")]


def test_offering_records_the_waiver_with_it_and_only_once(world):
    referral = make_referral(world, waived=False)
    weeks = (clock.today() + timedelta(weeks=6), clock.today() + timedelta(weeks=8))
    amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    choosing.offer_referral(referral, [world.cor.coordinator], weeks, "urgent", by=world.petra.actor)
    assert referral.choice_waived == "urgent"
    choosing.offer_referral(referral, [amal.coordinator], weeks, "asked_us", by=world.petra.actor)
    assert referral.choice_waived == "urgent"


def test_who_said_yes_already_is_the_one_when_the_choice_is_left_to_us(world, outbox):
    referral = make_referral(world, waived=False)
    (yes,) = open_round(world, referral, world.cor)
    processes.accept_offer(yes, by=world.cor.actor)
    db.commit()
    deliver_all()
    amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    weeks = (clock.today() + timedelta(weeks=6), clock.today() + timedelta(weeks=8))
    made = choosing.offer_referral(referral, [amal.coordinator], weeks, "asked_us", by=world.petra.actor)
    db.commit()
    assert isinstance(made, Assignment)
    assert made.person_id == world.cor.person.id
    assert referral.state != "matching"
    assert "amal@pool.example" not in {to for _, to in outbox()}


def test_who_said_yes_and_cannot_any_more_is_passed_over_when_the_choice_is_left_to_us(world):
    referral = make_referral(world, waived=False)
    (yes,) = open_round(world, referral, world.cor)
    processes.accept_offer(yes, by=world.cor.actor)
    world.cor.coordinator.vog_until = clock.today() - timedelta(days=1)
    db.commit()
    amal = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    weeks = (clock.today() + timedelta(weeks=6), clock.today() + timedelta(weeks=8))
    made = choosing.offer_referral(referral, [amal.coordinator], weeks, "asked_us", by=world.petra.actor)
    assert isinstance(made, OfferRound)


def test_a_yes_that_waits_for_the_family_may_be_taken_back(world, outbox):
    referral = make_referral(world, waived=False)
    cor, noor = open_round(world, referral, world.cor, world.noor)
    processes.accept_offer(cor, by=world.cor.actor)
    processes.accept_offer(noor, by=world.noor.actor)
    db.commit()
    deliver_all()
    processes.decline_offer(cor, "busy", None, by=world.cor.actor)
    db.commit()
    assert (cor.state, cor.reason, noor.state) == ("no", "busy", "yes")
    assert matching.ready(referral) == [noor]
    assert ("asked_no", PETRA) in outbox()
    with pytest.raises(TooLateError):
        processes.decline_offer(cor, None, None, by=world.cor.actor)


def test_a_yes_of_whom_the_family_chose_is_handed_back_and_not_taken_back(world):
    referral = make_referral(world)
    (cor,) = open_round(world, referral, world.cor)
    processes.accept_offer(cor, by=world.cor.actor)
    db.commit()
    with pytest.raises(TooLateError, match="Je zei al"):
        processes.decline_offer(cor, None, None, by=world.cor.actor)
    assert cor.state == "yes"
