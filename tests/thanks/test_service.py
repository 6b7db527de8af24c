"""Thanks once, and how it went on: only by leave of the family, once, and in ready sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.notifications.models import Message
from ekc.outcomes.rules import Told
from ekc.referrals import service as referrals
from ekc.thanks import queries, service
from ekc.thanks.models import KindWord, Onward
from ekc.thanks.rules import SENTENCES
from tests.agenda.trajects import make_conference, make_traject
from tests.matching.stories import logged
from tests.thanks.stories import follow_up, make_held, tell_of, without_mail


def mails(kind: str) -> list[Message]:
    return db.session.query(Message).filter(Message.kind == kind).order_by(Message.id).all()


@pytest.fixture
def held(world):
    return make_held(world)


@pytest.fixture
def followed(world, held):
    follow_up(world, *held)
    return held


@pytest.fixture
def leave(world, followed):
    """The family finds it fine."""
    traject, conference = followed
    with clock.at(conference.ends_at + timedelta(days=29)):
        service.note_answer(traject.referral, "focus", clock.today(), allowed=True, by=world.sanne.actor)
        db.commit()
        yield traject.referral


class TestThanks:
    @pytest.mark.usefixtures("held")
    def test_who_organised_it_is_thanked_once_without_a_word_about_the_family(self):
        (mail,) = mails("thanks")
        assert mail.address == "coordinator@demo.example"
        for words in (mail.subject, mail.body_text, mail.body_html):
            assert "Jansen" not in words
            assert "Fam" not in words
        assert "vrijdag 20 november 2026" in mail.body_text
        assert "/voor-jou" in mail.body_text
        (word,) = db.session.query(KindWord).all()
        assert (word.way, word.kind, str(word.day)) == ("mail", "thanks", "2026-11-20")
        assert logged("kind_word", word.id) == [("thank", None, None)]

    def test_a_buddy_is_thanked_too_and_who_stands_by_is_not(self, world):
        traject = make_traject(world)
        conference = make_conference(world, traject)
        referrals.add_second(traject.referral, world.noor.coordinator, "buddy", by=world.petra.actor)
        tell_of(world, conference)
        assert [mail.address for mail in mails("thanks")] == [
            "coordinator@demo.example",
            "anderecoordinator@demo.example",
        ]

    def test_who_only_stood_by_is_not(self, world):
        traject = make_traject(world)
        conference = make_conference(world, traject)
        referrals.add_second(traject.referral, world.noor.coordinator, "backup", by=world.petra.actor)
        tell_of(world, conference)
        assert [mail.address for mail in mails("thanks")] == ["coordinator@demo.example"]

    def test_what_did_not_go_through_is_not_thanked_for(self, world):
        make_held(world, told=Told(held=False, reason="not_held"))
        assert mails("thanks") == []

    def test_the_second_telling_thanks_nobody_twice(self, world, held):
        with pytest.raises(TooLateError):
            tell_of(world, held[1])
        db.rollback()
        assert len(mails("thanks")) == 1

    def test_who_has_no_mail_stands_on_the_list_until_somebody_called(self, world):
        without_mail(world.cor)
        make_held(world)
        assert mails("thanks") == []
        (row,) = queries.to_do(world.petra.actor, 0, 20)
        assert row.name == "Cor Kuiper"
        word = queries.get_for(world.petra.actor, row.id)
        service.done(word, by=world.petra.actor)
        assert queries.to_do(world.petra.actor, 0, 20) == []
        assert ("tell_kind_word", None, world.cor.person.id) in logged("kind_word", word.id)
        with pytest.raises(TooLateError, match="collega"):
            service.done(word, by=world.petra.actor)


class TestLeave:
    def test_who_of_the_family_said_it_and_when_is_kept(self, world, held):
        traject, conference = held
        with clock.at(conference.ends_at + timedelta(days=2)):
            said = clock.today()
            service.note_answer(traject.referral, "parent", said, allowed=True, by=world.sanne.actor)
        found = queries.onward(traject.referral)
        assert (found.allowed, found.said_by, found.said_on) == (True, "parent", said)
        assert found.noted_by_id == world.sanne.account.id
        assert logged("referral", traject.referral_id)[-1] == ("allow_onward", "parent", None)

    def test_no_is_an_answer_and_yes_may_come_later(self, world, leave):
        by = world.sanne.actor
        service.note_answer(leave, "focus", clock.today(), allowed=False, by=by)
        with pytest.raises(DomainError, match="vindt het niet goed"):
            service.tell(leave, "well", by=by)
        service.note_answer(leave, "focus", clock.today(), allowed=True, by=by)
        assert len(service.tell(leave, "well", by=by)) == 1

    def test_before_the_meeting_nobody_is_asked(self, world):
        traject = make_traject(world)
        with pytest.raises(DomainError, match="na de bijeenkomst"):
            service.note_answer(traject.referral, "focus", clock.today(), allowed=True, by=world.sanne.actor)
        assert queries.onward(traject.referral) is None

    def test_it_can_be_withdrawn_until_it_is_told(self, world, leave):
        service.withdraw(leave, by=world.petra.actor)
        assert queries.onward(leave).withdrawn_at is not None
        with pytest.raises(DomainError):
            service.tell(leave, "well", by=world.sanne.actor)
        with pytest.raises(DomainError, match="nog geen toestemming"):
            service.withdraw(leave, by=world.petra.actor)
        assert mails("onward") == []

    def test_after_telling_it_cannot(self, world, leave):
        service.tell(leave, "well", by=world.sanne.actor)
        with pytest.raises(TooLateError):
            service.withdraw(leave, by=world.petra.actor)
        with pytest.raises(TooLateError):
            service.note_answer(leave, "focus", clock.today(), allowed=False, by=world.sanne.actor)


class TestOnward:
    @pytest.mark.parametrize("sentence", SENTENCES)
    def test_one_ready_sentence_reaches_who_organised_it(self, world, leave, sentence):
        service.tell(leave, sentence, by=world.sanne.actor)
        (mail,) = mails("onward")
        assert mail.address == "coordinator@demo.example"
        assert SENTENCES[sentence] in mail.body_text
        for words in (mail.subject, mail.body_text, mail.body_html):
            assert all(secret not in words for secret in ("Jansen", "Fam", leave.number, "november"))

    def test_twice_is_refused(self, world, leave):
        service.tell(leave, "well", by=world.sanne.actor)
        with pytest.raises(TooLateError):
            service.tell(leave, "plan_used", by=world.petra.actor)
        assert len(mails("onward")) == 1

    @pytest.mark.parametrize("meanwhile", [{"allowed": False}, {"told_at": clock.now()}])
    def test_what_changed_a_moment_ago_is_seen_by_the_database(self, world, leave, meanwhile):
        """She read that it was fine; before she wrote, somebody else was there."""
        found = queries.onward(leave)
        statement = update(Onward).where(Onward.id == found.id).values(**meanwhile)
        db.session.execute(statement.execution_options(synchronize_session=False))
        with pytest.raises(TooLateError):
            service.tell(leave, "well", by=world.sanne.actor)
        assert mails("onward") == []

    def test_before_the_follow_up_nothing_is_told(self, world, held):
        traject, conference = held
        with clock.at(conference.ends_at + timedelta(days=2)):
            by = world.sanne.actor
            service.note_answer(traject.referral, "focus", clock.today(), allowed=True, by=by)
            with pytest.raises(DomainError, match="vanaf de opvolging"):
                service.tell(traject.referral, "well", by=by)

    def test_who_gave_it_back_hears_nothing(self, world, leave):
        traject_assignment = referrals.queries.active_lead(leave.municipality_id, leave.id)
        traject_assignment.end_reason, traject_assignment.ended_at = "no_room", clock.now()
        db.session.flush()
        with pytest.raises(DomainError, match="geen vrijwilliger"):
            service.tell(leave, "well", by=world.sanne.actor)
        assert queries.onward(leave).told_at is None

    def test_without_mail_it_waits_for_a_call(self, world, leave):
        without_mail(world.cor)
        service.tell(leave, "well", by=world.sanne.actor)
        assert mails("onward") == []
        (row,) = queries.to_do(world.petra.actor, 0, 20)
        assert (row.kind, row.sentence, str(row.day)) == ("onward", "well", "2026-11-20")
