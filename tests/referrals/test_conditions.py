"""The conditions of agencies: before the preparation, by voice, the family first, and tested yes or no."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.home import hers
from ekc.notifications.models import Message
from ekc.referrals import condition_rules as rules
from ekc.referrals import conditions
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import Facts, State
from ekc.referrals.rules import Told
from tests.agenda.trajects import add, make_traject, noon
from tests.both import at_once
from tests.referrals.stating import WORDS, focus_id, logged, state

__all__ = ["noon"]  # a fixture: it is noon in all tests below


class TestRules:
    @pytest.mark.parametrize(
        ("answer", "written", "stated"),
        [("none", 0, True), ("some", 1, True), ("some", 0, False), ("unknown", 0, False)],
    )
    def test_stated_is_none_or_some_that_are_written_down(self, answer, written, stated):
        assert rules.is_stated(answer, written) is stated

    @pytest.mark.parametrize(
        ("state", "paused_from", "begun"),
        [
            ("matched", None, False),
            ("preparation", None, True),
            ("planned", None, True),
            ("paused", "preparation", True),
            ("paused", "matching", False),
        ],
    )
    def test_begun_also_while_it_stands_still(self, state, paused_from, begun):
        assert rules.has_begun(state, paused_from) is begun

    @pytest.mark.parametrize("state", ["draft", "held", "plan_made", "closed", "stopped"])
    def test_not_before_it_was_sent_and_not_once_it_was_held(self, state):
        with pytest.raises(TooLateError):
            rules.check_open(state, None, "ruling")

    def test_a_late_change_says_why(self):
        rules.check_open("matched", None, None)
        rules.check_open("planned", None, "ruling")
        for reason in (None, "because"):
            with pytest.raises(DomainError, match="Kies waarom"):
                rules.check_open("planned", None, reason)

    @pytest.mark.parametrize(
        ("told", "there", "sentence"),
        [
            ((" ", "law", "x"), 0, "welke organisatie"),
            (("Baken", "wish", "x"), 0, "een wens"),
            (("Baken", "law", " "), 0, "een paar woorden"),
            (("Baken", "law", "x"), rules.MOST, "Meer dan"),
        ],
    )
    def test_a_condition_says_who_on_what_basis_and_what(self, told, there, sentence):
        with pytest.raises(DomainError, match=sentence):
            rules.check(*told, there)

    def test_the_answer_of_the_aanmelding_does_not_undo_what_is_written_down(self):
        same = {"now": "some", "wanted": "some", "written": 1}
        rules.check_answer("preparation", None, **same)
        rules.check_answer("matched", None, now="some", wanted="none", written=0)
        rules.check_answer("preparation", None, now="unknown", wanted="none", written=0)
        with pytest.raises(DomainError, match="Haal die eerst weg"):
            rules.check_answer("matched", None, now="some", wanted="none", written=1)
        with pytest.raises(DomainError, match="eigen pagina"):
            rules.check_answer("planned", None, now="none", wanted="some", written=0)

    def test_the_family_first_and_as_it_was_read(self):
        rules.check_telling(2, 2, is_focus=True, shared=None)
        rules.check_telling(2, 2, is_focus=False, shared=True)
        with pytest.raises(TooLateError):
            rules.check_telling(1, 2, is_focus=True, shared=True)
        for shared in (None, False):
            with pytest.raises(DomainError, match="eerst aan de familie"):
                rules.check_telling(2, 2, is_focus=False, shared=shared)

    def test_testing_is_yes_or_no_once_there_is_a_plan(self):
        rules.check_testing("plan_made", "no")
        rules.check_testing("plan_made", "unknown")
        with pytest.raises(DomainError, match="een van de antwoorden"):
            rules.check_testing("plan_made", "a bit")
        with pytest.raises(DomainError, match="nog geen plan"):
            rules.check_testing("planned", "yes")


class TestVerbs:
    def test_the_preparation_waits_until_they_are_written_down(self, world):
        traject = make_traject(world, conditions="some")
        assert traject.referral.state == State.MATCHED
        state(world, traject)
        assert traject.referral.state == State.PREPARATION
        assert logged("state_condition")

    def test_none_is_an_answer(self, world):
        traject = make_traject(world, conditions="unknown")
        assert traject.referral.state == State.MATCHED
        conditions.none(traject.referral, by=world.sanne.actor)
        assert traject.referral.state == State.PREPARATION

    def test_none_is_refused_where_some_are_there(self, world):
        traject = make_traject(world, conditions="some")
        state(world, traject)
        with pytest.raises(DomainError, match="Haal die eerst weg"):
            conditions.none(traject.referral, by=world.sanne.actor)
        with pytest.raises(DomainError, match="Haal die eerst weg"):
            referrals.name_professionals(
                traject.referral, Told(goal="", focus=(), conditions="none"), by=world.sanne.actor
            )

    def test_no_day_is_planned_while_it_is_open(self, world):
        referral = make_traject(world).referral
        referral.conditions = "unknown"
        facts = Facts(has_date=True, has_place=True, circle_spoken=True, safety_checked=True)
        with pytest.raises(DomainError, match="welke voorwaarden een instantie stelt"):
            referrals.move(referral, "plan", facts=facts, by=world.cor.actor)

    def test_a_bsn_is_refused(self, world):
        with pytest.raises(DomainError, match="BSN"):
            state(world, make_traject(world), "ruling", words="over 111222333")

    def test_a_late_change_tells_the_coordinator_that_and_not_what(self, world):
        traject = make_traject(world)
        state(world, traject, "ruling")
        (message,) = db.session.query(Message).filter_by(kind="traject_conditions")
        assert "Er is iets veranderd" in message.body_text
        left = message.subject + message.body_text + message.body_html
        assert WORDS not in left
        assert "Baken" not in left

    def test_everybody_is_told_anew_after_a_change(self, world):
        traject = make_traject(world, conditions="some")
        first = state(world, traject)
        oma = add(traject, "Oma", world.cor.actor)
        tell_all(world, traject, oma)
        assert len(conditions.told(traject.referral)) == 2
        state(world, traject, "ruling", words="Iets anders")
        assert conditions.told(traject.referral) == {}
        assert hers.of(world.cor.actor, clock.now()).to_tell == {traject.referral.id}
        assert hers.of(world.noor.actor, clock.now()).to_tell == set()
        tell_all(world, traject, oma)
        assert hers.of(world.cor.actor, clock.now()).to_tell == set()
        conditions.withdraw(traject.referral, first, "ended", by=world.sanne.actor)
        assert conditions.told(traject.referral) == {}

    def test_with_the_last_one_gone_there_are_none(self, world):
        traject = make_traject(world, conditions="some")
        made = state(world, traject)
        conditions.withdraw(traject.referral, made, "mistake", by=world.sanne.actor)
        assert traject.referral.conditions == "none"
        with pytest.raises(NotFoundError):
            conditions.one(traject.referral, made.id)

    def test_telling_twice_at_once_is_one_line(self, world):
        traject = make_traject(world, conditions="some")
        state(world, traject)
        focus = focus_id(traject)
        seen, actor = traject.referral.conditions_round, world.cor.actor

        def tell():
            conditions.tell(traject.referral, focus, seen, by=actor)

        assert at_once([tell, tell]) == ["done", "done"]
        assert len(conditions.told(traject.referral)) == 1


def tell_all(world, traject, *members):
    now = traject.referral.conditions_round
    conditions.tell(traject.referral, focus_id(traject), now, by=world.cor.actor)
    conditions.share(traject.referral, fine=True, by=world.cor.actor)
    for member in members:
        conditions.tell(traject.referral, member.person_id, now, by=world.cor.actor)
    db.commit()
