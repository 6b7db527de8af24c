"""An achterwacht is asked, answers, and is told; where nobody is in reach, the bureau hears it; the rota."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from ekc import clock
from ekc.agenda import service as agenda
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.duty import asking, gaps
from ekc.duty.models import GoAhead, Reach
from ekc.errors import DomainError, TooLateError
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.referrals import service as referrals
from ekc.referrals.models import Referral
from ekc.referrals.rules import Told
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import a_plan
from tests.duty.asking import EVENING, says, tick
from tests.duty.watches import BOB, asked, hours, make_day, make_shift, standing
from tests.world import DAY

SOON = EVENING - timedelta(hours=40)
PETRA = "bureau@demo.example"
COR = "coordinator@demo.example"


def logged(action: str) -> int:
    return db.session.query(LogEntry).filter_by(action=action).count()


def mail(kind: str) -> list[Message]:
    return db.session.query(Message).filter_by(kind=kind).order_by(Message.id).all()


def test_the_achterwacht_is_asked_once(world, outbox):
    conference = make_day(world)
    assert tick() == 1
    assert tick() == 0
    assert [one for one in outbox() if one[0] == "reach_question"] == [("reach_question", BOB)]
    (row,) = asked(conference)
    assert (row.by_mail, row.answer, logged("ask_reach")) == (True, None, 1)


def test_nothing_about_a_family_leaves(world):
    make_day(world)
    tick()
    (message,) = mail("reach_question")
    assert message.subject == "Ben je bereikbaar op vrijdag 20 november 2026?"
    assert "Jansen" not in message.subject + message.body_text + message.body_html
    assert "19.30 – 22.30" in message.body_text


@pytest.mark.usefixtures("quiet_nights")
def test_a_question_does_not_leave_at_night(world):
    make_day(world)
    tick(local_to_utc(DAY - timedelta(days=9), time(22)))
    (message,) = mail("reach_question")
    assert message.next_at == local_to_utc(DAY - timedelta(days=8), time(8))


def test_who_has_no_mail_is_called_and_the_bureau_enters_it(world, outbox):
    conference = make_day(world, mail=None)
    assert tick() == 1
    assert [kind for kind, _ in outbox() if kind.startswith("reach")] == []
    asking.hear(standing(conference).day, "yes", by=world.petra.actor)
    assert (asked(conference)[0].answered_by, hours(conference)) == ("phone", [])


def test_an_answer_by_phone_may_come_before_the_question(world, outbox):
    conference = make_day(world)
    asking.hear(standing(conference).day, "yes", by=world.cor.actor)
    db.commit()
    assert tick() == 0
    assert [kind for kind, _ in outbox() if kind == "reach_question"] == []
    assert hours(conference) == []


def test_yes_reaches_the_coordinator_and_a_second_yes_is_silent(world, outbox):
    conference = make_day(world)
    tick()
    for _ in range(2):
        says(conference, "yes", world)
    assert [one for one in outbox() if one[0] in ("reach_yes", "reach_no")] == [("reach_yes", COR)]
    (message,) = mail("reach_yes")
    assert "Je achterwacht Bob is bereikbaar" in message.body_text
    assert (hours(conference), logged("answer_reach")) == ([], 1)


def test_a_yes_that_waits_is_taken_back_when_the_day_is_off(world):
    """It may wait for the morning, where somebody got enough; then it says something that is not so."""
    conference = make_day(world)
    tick()
    says(conference, "yes", world)
    agenda.cancel(db.session.merge(conference), "no_room", by=world.cor.actor)
    db.commit()
    tick()
    assert [one.state for one in mail("reach_yes")] == ["replaced"]


def test_no_reaches_the_bureau_at_once_where_nobody_is_left(world, outbox):
    conference = make_day(world)
    tick()
    says(conference, "no", world)
    assert ("reach_missing", PETRA) in outbox()
    assert ("reach_no", COR) in outbox()
    assert hours(conference) == ["19.30-22.30"]


def test_no_is_no_trouble_where_the_rota_is_filled(world, outbox):
    conference = make_day(world)
    make_shift(world, "19:00", "21:00")
    make_shift(world, "21:00", "23:00", world.tess)
    tick()
    says(conference, "no", world)
    assert [kind for kind, _ in outbox() if kind == "reach_missing"] == []
    assert standing(conference).is_settled


def test_an_answer_is_about_the_day_as_it_is(world):
    conference = make_day(world)
    tick()
    (old,) = asked(conference)
    agenda.move(conference, a_plan(days=1), by=world.cor.actor)
    db.commit()
    with pytest.raises(TooLateError, match="veranderd"):
        asking.answer(old, standing(conference).day, "yes", "link", by=world.by)
    assert tick() == 1, "asked anew, and the first question needs no word of its own"
    assert [row.answer for row in asked(conference)] == [None, None]
    says(conference, "yes", world)
    assert hours(conference) == []


def test_an_answer_must_be_one(world):
    conference = make_day(world)
    tick()
    with pytest.raises(DomainError):
        says(conference, "maybe", world)


def test_who_is_not_needed_is_told_once(world, outbox):
    conference = make_day(world)
    tick()
    says(conference, "yes", world)
    agenda.call_off(conference, "other", by=world.cor.actor)
    db.commit()
    assert tick() == 1
    assert tick() == 0
    assert ("reach_off", BOB) in outbox()


def test_another_achterwacht_is_asked_and_the_first_is_told(world, outbox):
    conference = make_day(world)
    tick()
    eva = Particulars("Eva", "Eelman", kind="professional", mail="eva@post.example")
    referral = db.session.get_one(Referral, conference.referral_id)
    referrals.name_professionals(referral, Told("", (), backstop=eva), by=world.sanne.actor)
    db.commit()
    assert tick() == 2
    assert ("reach_question", "eva@post.example") in outbox()
    assert ("reach_off", BOB) in outbox()


def test_one_reminder_two_days_before_and_the_bureau_hears_once_that_nobody_is_there(world, outbox):
    make_day(world)
    tick()
    assert tick(SOON - timedelta(hours=10)) == 0
    assert tick(SOON) == 2
    assert tick(SOON + timedelta(minutes=5)) == 0
    again = mail("reach_question")[-1]
    assert "Misschien zag je onze vraag nog niet" in again.body_text
    assert [to for kind, to in outbox() if kind == "reach_missing"] == [PETRA, COR]
    assert "Ga niet door voordat dat rond is" in mail("reach_missing")[-1].body_text


def test_who_was_asked_just_now_is_not_reminded(world):
    make_day(world)
    tick(SOON)
    tick(SOON + timedelta(hours=1))
    assert [row.reminded_at for row in db.session.query(Reach)] == [None]


def test_with_somebody_in_reach_the_bureau_hears_nothing(world, outbox):
    conference = make_day(world)
    tick()
    says(conference, "yes", world)
    tick(SOON)
    assert [kind for kind, _ in outbox() if kind == "reach_missing"] == []


def test_going_on_is_a_decision_with_a_reason_and_is_made_once(world):
    conference = make_day(world)
    with pytest.raises(DomainError, match="waarom"):
        asking.go_ahead(standing(conference), "", by=world.cor.actor)
    before = standing(conference)
    asking.go_ahead(before, "agreed", by=world.cor.actor)
    db.commit()
    assert (standing(conference).is_settled, logged("go_ahead")) == (True, 1)
    with pytest.raises(TooLateError, match="besloot"):
        asking.go_ahead(before, "agreed", by=world.petra.actor)
    db.rollback()
    assert tick(SOON) == 1, "the question; the bureau needs no word"


def test_a_decision_is_about_the_day_as_it_was(world):
    conference = make_day(world)
    asking.go_ahead(standing(conference), "agreed", by=world.cor.actor)
    agenda.move(conference, a_plan(days=1), by=world.cor.actor)
    db.commit()
    assert not standing(conference).is_settled


def test_nothing_to_decide_where_somebody_is_there_or_it_is_off(world):
    conference = make_day(world)
    make_shift(world, "19:00", "23:00")
    with pytest.raises(TooLateError, match="intussen"):
        asking.go_ahead(standing(conference), "agreed", by=world.cor.actor)
    agenda.call_off(conference, "other", by=world.cor.actor)
    with pytest.raises(TooLateError, match="agenda"):
        asking.go_ahead(standing(conference), "agreed", by=world.cor.actor)
    assert db.session.query(GoAhead).count() == 0


def test_no_achterwacht_is_said(world):
    conference = make_day(world)
    day = standing(conference).day._replace(person_id=None)
    with pytest.raises(DomainError, match="nog geen achterwacht"):
        asking.hear(day, "yes", by=world.petra.actor)


def test_what_went_on_with_nobody_stays_until_somebody_says_why(world):
    conference = make_day(world)
    tick()
    later = EVENING + timedelta(days=2)
    assert [row[0] for row in gaps.uncovered(world.municipality.id, later, later)] == [conference.id]
    with clock.at(later):
        asking.go_ahead(standing(conference), "bureau_phone", by=world.petra.actor)
    db.session.flush()
    assert gaps.uncovered(world.municipality.id, later, later) == []


def test_a_day_before_there_was_a_rota_is_left_alone(world):
    make_day(world)
    later = EVENING + timedelta(days=2)
    assert gaps.uncovered(world.municipality.id, later, later) == []
