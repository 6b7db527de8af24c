"""The verbs of a referral: what happens, what is refused, who is told, what is logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ekc import clock
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.home import looking
from ekc.notifications.models import Message
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.referrals import queries, service
from ekc.referrals.models import Assignment, FocusPerson, Step
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
    told,
)

NEWS = ("referral_news", "team@demo.example")


def taken(referral):
    """Every move so far, oldest first."""
    return db.session.scalars(select(Step).where(Step.referral_id == referral.id).order_by(Step.id)).all()


def steps(referral):
    return [(step.move, step.to_state, step.reason) for step in taken(referral)]


# --- beginning and keeping


def test_a_draft_belongs_to_the_team_and_names_who_refers(world):
    draft = make_draft(world)
    assert (draft.state, draft.team_id, draft.referrer_account_id) == (
        "draft",
        world.team.id,
        world.sanne.account.id,
    )
    assert len(draft.number) == 6
    assert draft.number.isalpha()
    assert logged(draft) == [("start_referral", None, "ok")]


def test_the_bureau_begins_one_for_somebody_who_phones(world):
    by = world.petra.actor.acting_for(world.sanne.person.id)
    draft = service.start(world.team.id, by=by)
    assert draft.referrer_account_id == world.sanne.account.id
    assert draft.started_by_id == world.petra.account.id


def test_who_may_not_begin_one(world):
    for somebody in (world.tom, world.cor, world.gea):
        with pytest.raises(NotFoundError):
            service.start(world.team.id, by=somebody.actor)
    with pytest.raises(NotFoundError):
        service.start(world.team.id, by=world.by)
    with pytest.raises(DomainError, match="voor wie in het team"):
        service.start(world.team.id, by=world.petra.actor.acting_for(world.tom.person.id))


def test_two_numbers_differ(world):
    assert make_draft(world).number != make_draft(world).number


def test_a_draft_is_kept_sealed_and_without_a_bsn(world):
    draft = make_draft(world)
    service.save_draft(
        draft, {"goal": "rust, 111222333", "themes": ["nuisance", "other"]}, by=world.sanne.actor
    )
    assert draft.draft == '{"goal": ["rust, [nummer weggehaald]"], "themes": ["nuisance", "other"]}'
    raw = db.session.connection().exec_driver_sql("SELECT draft FROM referral").scalar_one()
    assert b"rust" not in raw


def test_what_was_sent_is_no_draft_any_more(world):
    referral = make_referral(world)
    with pytest.raises(TooLateError):
        service.save_draft(referral, {"goal": "anders"}, by=world.sanne.actor)


# --- sending


def test_with_all_assent_and_two_professionals_a_coordinator_is_sought(world, outbox):
    referral = make_referral(world)
    assert steps(referral) == [
        ("submit", "submitted", None),
        ("assent", "assent_given", None),
        ("seek", "matching", None),
    ]
    assert outbox() == [NEWS]
    assert [line[0] for line in logged(referral)] == [
        "start_referral",
        "submit_referral",
        "assent_referral",
        "seek_referral",
        "exclude",  # whom they would rather not have
    ]
    assert referral.goal == "Weer samen eten zonder ruzie."
    assert referral.draft is None
    assert [person.name for person in queries.focus_persons(referral)] == ["Fam Jansen"]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"focus_answers": ()}, "assent_asked"),
        ({"focus_answers": ("explain",)}, "wants_explanation"),
        ({"focus_answers": ("no",)}, "assent_asked"),
        ({"responsible_person_id": None}, "assent_given"),
        ({"backstop_person_id": None}, "assent_given"),
        (
            {"focus": (BO,), "focus_answers": (), "parents": (PAPA, MAMA), "parent_answers": ("yes",)},
            "one_parent_missing",
        ),
        (
            {
                "focus": (BO,),
                "focus_answers": (),
                "parents": (PAPA,),
                "parent_answers": ("yes",),
                "authority": "one",
            },
            "matching",
        ),
        (
            {
                "focus": (FAM, KIM),
                "focus_answers": ("yes", "yes"),
                "parents_in_focus": (0,),
                "authority": "one",
            },
            "matching",
        ),
        (
            {"focus": (FAM, KIM), "focus_answers": ("yes", "yes"), "parents_in_focus": (0,)},
            "one_parent_missing",
        ),
        ({"focus": (KIM,), "focus_answers": ("yes",)}, "assent_asked"),
    ],
)
def test_it_goes_as_far_as_the_assent_allows(world, given, state):
    assert make_referral(world, **given).state == state


def test_a_child_under_twelve_is_not_asked_and_a_parent_once(world):
    referral = make_referral(world, focus=(FAM, BO), parents_in_focus=(0,), parents=(PAPA,))
    asked = {one.person.given_name: one.assent.as_parent for one in queries.concerned(referral) if one.assent}
    assert asked == {"Fam": True, "Piet": True}


def test_a_child_never_counts_as_a_parent(world):
    referral = make_referral(
        world, focus=(KIM,), focus_answers=("yes",), parents_in_focus=(0,), authority="one"
    )
    assert referral.state == "assent_asked"


def test_the_message_to_the_referrer_says_nothing_about_the_household(world):
    referral = make_referral(world)
    message = db.session.scalars(select(Message)).one()
    words = f"{message.subject} {message.body_text} {message.body_html}"
    assert message.subject == f"Er is nieuws over je aanmelding {referral.number}"
    for secret in ("Fam", "Jansen", "ruzie", "Hoogezand", "gezin"):
        assert secret not in words


def test_a_referrer_who_left_gets_no_mail(world, outbox):
    draft = make_draft(world)
    world.sanne.account.active = False
    service.submit(draft, told(world), by=world.tess.actor)
    assert outbox() == []


def test_what_is_missing_is_said_and_nothing_is_sent(world, outbox):
    draft = make_draft(world)
    service.save_draft(draft, {"goal": "x"}, by=world.sanne.actor)
    for change in ({"goal": ""}, {"focus": ()}, {"wishes": "111222333"}):
        with pytest.raises(DomainError):
            service.submit(draft, told(world, **change), by=world.sanne.actor)
    assert (draft.state, draft.draft, outbox()) == ("draft", '{"goal": ["x"]}', [])


def test_it_is_sent_once(world):
    referral = make_referral(world)
    with pytest.raises(DomainError, match="staat op"):
        service.submit(referral, told(world), by=world.sanne.actor)


def test_the_bureau_sends_on_behalf_of_the_referrer(world):
    draft = service.start(world.team.id, by=world.petra.actor.acting_for(world.sanne.person.id))
    service.submit(draft, told(world), by=world.petra.actor)
    step = taken(draft)[0]
    assert (step.actor_id, step.behalf_person_id) == (world.petra.account.id, world.sanne.person.id)


# --- one open aanmelding per hoofdpersoon


@pytest.mark.parametrize(
    "who", [FAM, replace(FAM, given_name="FAM", surname=" jansen"), replace(FAM, phone=None)]
)
def test_a_second_open_aanmelding_is_refused_with_the_number_of_the_bureau(world, outbox, who):
    make_referral(world)
    draft = make_draft(world, world.tom)
    service.save_draft(draft, {"goal": "mijn tekst"}, by=world.tom.actor)
    persons = db.session.scalar(select(func.count()).select_from(Person))
    with pytest.raises(TooLateError) as caught:
        service.submit(draft, told(world, focus=(KIM, who)), by=world.tom.actor)
    assert str(caught.value) == "Bel het bureau voordat je verdergaat: 0598 12 34 56."
    db.session.flush()
    assert (draft.state, draft.draft) == ("draft", '{"goal": ["mijn tekst"]}')
    assert db.session.scalar(select(func.count()).select_from(Person)) == persons
    assert logged(draft)[-1] == ("submit_referral", "open_elsewhere", "refused")
    assert outbox() == [NEWS]


def test_a_namesake_of_another_year_is_somebody_else(world):
    make_referral(world)
    assert make_referral(world, world.tom, focus=(replace(FAM, birth_year=1950),)).state == "matching"


@pytest.mark.parametrize(("first", "second"), [(1985, None), (None, 1985), (None, None)])
def test_a_year_that_one_team_leaves_out_lets_no_double_through(world, first, second):
    make_referral(world, focus=(replace(FAM, birth_year=first),))
    with pytest.raises(TooLateError):
        make_referral(world, world.tom, focus=(replace(FAM, birth_year=second),))


def test_the_next_of_a_name_holds_it_when_the_first_has_ended(world):
    first = make_referral(world)
    make_referral(world, world.tom, focus=(replace(FAM, birth_year=1950),))
    service.move(first, "stop", reason="not_needed", by=world.sanne.actor)
    with pytest.raises(TooLateError):
        make_referral(world, focus=(replace(FAM, birth_year=None),))
    assert make_referral(world, focus=(FAM,)).state == "matching"


def refused_draft(world):
    draft = make_draft(world, world.tom)
    with pytest.raises(TooLateError):
        service.submit(draft, told(world), by=world.tom.actor)
    return draft


def test_the_bureau_says_that_it_is_somebody_else_and_the_team_can_send(world, outbox):
    make_referral(world)
    draft = refused_draft(world)
    assert [row.id for row in looking.waiting(world.petra.actor)[0]] == [draft.id]
    service.tell_apart(draft, same=False, by=world.petra.actor)
    assert outbox()[-1] == ("referral_news", world.tom.account.email)
    assert logged(draft)[-1] == ("tell_apart", "other", "ok")
    assert looking.waiting(world.petra.actor)[0] == []
    service.submit(draft, told(world), by=world.tom.actor)
    assert draft.state == "matching"
    assert (draft.namesake, draft.namesake_keys) == (None, ())


def test_what_the_bureau_said_about_one_name_holds_for_no_other(world):
    make_referral(world)
    make_referral(world, focus=(replace(FAM, given_name="Iris"),))
    draft = refused_draft(world)
    service.tell_apart(draft, same=False, by=world.petra.actor)
    with pytest.raises(TooLateError):
        service.submit(draft, told(world, focus=(replace(FAM, given_name="Iris"),)), by=world.tom.actor)


def test_the_same_person_stays_refused(world, outbox):
    make_referral(world)
    draft = refused_draft(world)
    before = outbox()
    service.tell_apart(draft, same=True, by=world.petra.actor)
    assert outbox() == before
    with pytest.raises(TooLateError):
        service.submit(draft, told(world), by=world.tom.actor)


def test_after_the_end_the_same_person_may_be_referred_again(world):
    first = make_referral(world)
    service.move(first, "stop", reason="not_needed", by=world.sanne.actor)
    assert db.session.scalars(select(FocusPerson.open_key)).all() == [None]
    assert make_referral(world, world.tom).state == "matching"


# --- assent, gezag, professionals


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


# --- moving


def test_a_refused_move_changes_nothing(world, outbox):
    referral = make_referral(world)
    before = (steps(referral), outbox())
    for name, reason in (("seek", None), ("stop", None), ("stop", "because"), ("plan", None), ("jump", None)):
        with pytest.raises(DomainError):
            service.move(referral, name, reason=reason, by=world.sanne.actor)
    assert (steps(referral), outbox()) == before


def test_stabilising_wants_a_day_that_is_to_come(world):
    referral = make_referral(world)
    with pytest.raises(DomainError, match="opnieuw kijken"):
        service.move(referral, "stabilise_first", by=world.sanne.actor)
    with pytest.raises(DomainError, match="nog komt"):
        service.move(referral, "stabilise_first", until=clock.today(), by=world.sanne.actor)
    day = clock.today() + timedelta(days=30)
    service.move(referral, "stabilise_first", until=day, by=world.sanne.actor)
    assert referral.revisit_on == day
    service.move(referral, "resume_intake", by=world.sanne.actor)
    assert (referral.state, referral.revisit_on) == ("matching", None)


def test_a_pause_ends_where_it_began(world):
    referral = make_matched(world)
    service.move(referral, "pause", reason="illness", by=world.sanne.actor)
    assert (referral.state, referral.paused_from) == ("paused", "matched")
    service.move(referral, "resume", by=world.sanne.actor)
    assert (referral.state, referral.paused_from) == ("matched", None)


@pytest.mark.parametrize(
    ("name", "reason", "told_"),
    [
        ("return", "not_fitting", True),
        ("hand_over", "crisis", True),
        ("stop", "no_wish_focus", True),
        ("pause", "asked", False),
        ("safety_first", None, False),
    ],
)
def test_who_referred_hears_every_answer(world, outbox, name, reason, told_):
    referral = make_referral(world)
    db.session.query(Message).update({"state": "sent"})
    service.move(referral, name, reason=reason, by=world.petra.actor)
    assert outbox() == ([NEWS] if told_ else [])
    assert logged(referral)[-1] == (f"{name}_referral", reason, "ok")


def test_news_that_has_not_left_is_replaced(world, outbox):
    referral = make_referral(world)
    service.move(referral, "return", reason="details_missing", by=world.petra.actor)
    assert outbox() == [NEWS]


def test_the_end_takes_the_coordinator_off(world):
    referral = make_matched(world)
    service.move(referral, "stop", reason="moved", by=world.sanne.actor)
    assert queries.in_force(referral) == []
    assert referral.closed_at is not None


def test_every_change_has_a_version_of_its_own(world):
    referral = make_referral(world)
    before = referral.version
    service.move(referral, "pause", reason="asked", by=world.sanne.actor)
    assert referral.version == before + 1


# --- the coordinator


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
