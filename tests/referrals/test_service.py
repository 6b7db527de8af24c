"""The verbs of a referral: what happens, what is refused, who is told, what is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications.models import Message
from ekc.referrals import queries, service
from tests.referrals.builders import (
    BO,
    FAM,
    KIM,
    MAMA,
    NEWS,
    PAPA,
    logged,
    make_draft,
    make_matched,
    make_referral,
    steps,
    taken,
    told,
)


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
