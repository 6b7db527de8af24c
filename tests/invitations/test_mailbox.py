"""Our mailbox: the answer of who was invited counts once; nothing else changes a thing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db
from ekc.invitations import incoming, service
from ekc.invitations.guests import of_appointments
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import IncomingMail, Message
from ekc.people import queries as people
from tests.invitations.asking import (
    ENDS,
    LATER,
    NOW,
    PLACE,
    answers,
    leave,
    logged,
    make_appointment,
    make_guests,
)
from tests.invitations.letters import STAMP, calendar, hostile, reply, words
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")
A = "anna@post.example"
NAMES = sorted(
    hostile(
        Appointment(sequence=0, uid="x"), Invitation(address="a@x.example"), Invitation(address="b@x.example")
    )
)


@pytest.fixture
def asked(day, world):
    """An appointment with Anna and Bram, whose invitations left; it is an hour later."""
    appointment = make_appointment(world)
    invitations = service.invite(appointment, make_guests(world, "Anna", "Bram"), by=world.cor.actor)
    leave()
    with clock.at(NOW + timedelta(hours=1)):
        yield appointment, *invitations


def take(raw: bytes) -> str:
    """What came of a mail."""
    return incoming.take_mail(raw).outcome


def kept() -> list[IncomingMail]:
    """Every mail that came in."""
    return list(db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)))


class TestAnswers:
    @pytest.mark.parametrize(
        ("said", "value"), [("ACCEPTED", "yes"), ("DECLINED", "no"), ("TENTATIVE", "maybe")]
    )
    def test_the_answer_of_a_calendar_counts(self, asked, said, value):
        appointment, anna, bram = asked
        assert take(reply(appointment, A, answer=said).as_bytes()) == "answered"
        assert (anna.answer, anna.answered_by, bram.answer) == (value, "calendar", None)
        (line,) = logged("answer_invitation")
        assert (line.actor_kind, line.origin, line.behalf_person_id) == ("system", "mail", anna.person_id)
        (mail,) = kept()
        assert (mail.outcome, mail.municipality_id) == ("answered", appointment.municipality_id)
        assert (mail.about_kind, mail.about_id) == ("invitation", anna.id)

    def test_capitals_in_an_address_do_not_matter(self, asked):
        appointment, anna, _ = asked
        mail = reply(appointment, "ANNA@Post.Example", sender="Anna de Boer <Anna@post.example>")
        assert take(mail.as_bytes()) == "answered"
        assert anna.answer == "yes"

    def test_a_calendar_that_marks_its_answers_as_automatic_counts(self, asked):
        mail = reply(asked[0], A)
        mail["Auto-Submitted"] = "auto-generated"
        assert take(mail.as_bytes()) == "answered"

    def test_the_same_answer_inline_and_as_a_file_is_one(self, asked):
        mail = reply(asked[0], A)
        body = calendar(asked[0], A).encode()
        mail.add_attachment(body, "application", "ics", filename="invite.ics")
        assert take(mail.as_bytes()) == "answered"
        assert answers() == [("yes", "calendar", 0)]

    def test_a_later_answer_wins_and_an_earlier_one_that_comes_late_does_not(self, asked):
        appointment, anna, _ = asked
        for minutes, said in ((10, "ACCEPTED"), (20, "DECLINED"), (15, "ACCEPTED"), (20, "ACCEPTED")):
            mail = reply(appointment, A, answer=said, stamp=NOW + timedelta(minutes=minutes))
            take(mail.as_bytes())
        assert anna.answer == "no"
        assert [mail.outcome for mail in kept()] == ["answered", "answered", "old", "old"]

    def test_what_was_said_by_phone_later_is_not_overtaken(self, asked, world):
        appointment, anna, _ = asked
        service.answer(anna, "no", "phone", by=world.cor.actor)
        assert take(reply(appointment, A).as_bytes()) == "old"
        assert anna.answer == "no"

    def test_an_answer_to_the_day_before_it_moved_does_not_count(self, asked, world):
        appointment, anna, _ = asked
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        assert take(reply(appointment, A, sequence=0).as_bytes()) == "old"
        assert anna.answer is None
        assert take(reply(appointment, A, sequence=1).as_bytes()) == "answered"

    def test_who_came_back_answers_her_own_version(self, asked, world):
        appointment, anna, bram = asked
        service.remove(appointment, anna.person_id, by=world.cor.actor)
        leave()
        persons = list(people.by_ids(world.municipality.id, [anna.person_id]).values())
        service.invite(appointment, persons, by=world.cor.actor)
        assert take(reply(appointment, "bram@post.example", sequence=0).as_bytes()) == "answered"
        assert bram.answer == "yes"
        assert take(reply(appointment, A, sequence=anna.sequence).as_bytes()) == "answered"

    def test_what_is_off_or_over_or_not_theirs_is_closed(self, asked, world):
        appointment, anna, bram = asked
        with clock.at(ENDS):
            assert take(reply(appointment, A).as_bytes()) == "closed"
        service.remove(appointment, bram.person_id, by=world.cor.actor)
        assert take(reply(appointment, "bram@post.example").as_bytes()) == "closed"
        service.cancel(appointment, by=world.cor.actor)
        mail = reply(appointment, A, sequence=anna.sequence, stamp=STAMP + timedelta(minutes=1))
        assert take(mail.as_bytes()) == "closed"
        assert answers() == []

    def test_two_people_with_one_mailbox_are_asked_by_voice(self, world):
        appointment = make_appointment(world)
        couple = [make_person(world.municipality, name, mail=A) for name in ("Piet", "Mies")]
        service.invite(appointment, couple, by=world.cor.actor)
        leave()
        assert take(reply(appointment, A).as_bytes()) == "several"
        assert answers() == []


class TestHostile:
    def test_there_are_enough(self):
        assert len(NAMES) >= 30

    @pytest.mark.parametrize("name", NAMES)
    def test_it_changes_nothing_is_kept_and_is_not_answered(self, asked, name):
        appointment, anna, bram = asked
        raw, outcome = hostile(appointment, anna, bram)[name]
        messages = len(list(db.session.scalars(select(Message.id))))
        before = (appointment.sequence, appointment.starts_at, appointment.changed_at)
        assert take(raw) == outcome
        db.session.commit()
        db.session.expire_all()
        assert (anna.answer, bram.answer, answers()) == (None, None, [])
        assert (appointment.sequence, appointment.starts_at, appointment.changed_at) == before
        assert len(list(db.session.scalars(select(Invitation.id)))) == 2
        assert len(list(db.session.scalars(select(Message.id)))) == messages
        assert [(mail.outcome, mail.raw) for mail in kept()] == [(outcome, raw.decode("latin-1"))]


class TestKept:
    def test_words_written_back_are_shown_with_whoever_they_came_from(self, asked):
        appointment, anna, _ = asked
        sent = db.session.scalars(select(Message).where(Message.about_id == anna.id)).one()
        mail = words(A, In_Reply_To=f"<{sent.id:x}@localhost>")
        assert take(mail.as_bytes()) == "words"
        board = of_appointments(appointment.municipality_id, [appointment.id])
        assert [guest.wrote_back for guest in board] == [1, 0]

    def test_an_answer_in_her_name_by_somebody_else_is_shown_with_her(self, asked):
        appointment = asked[0]
        take(reply(appointment, A, sender="eve@evil.example").as_bytes())
        board = of_appointments(appointment.municipality_id, [appointment.id])
        assert [guest.wrote_back for guest in board] == [1, 0]

    def test_what_was_understood_needs_no_reading(self, asked):
        appointment = asked[0]
        take(reply(appointment, A).as_bytes())
        take(reply(appointment, A, answer="DECLINED").as_bytes())
        board = of_appointments(appointment.municipality_id, [appointment.id])
        assert [guest.wrote_back for guest in board] == [0, 0]
