"""Who is asked and gets a copy, who answers, and what the coordinator sees of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.invitations import queries, service
from ekc.invitations.guests import of_appointments
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.people.models import Channel
from ekc.people.rules import Particulars
from ekc.seals import keyed_hash
from tests.invitations.asking import (
    ENDS,
    LATER,
    NOW,
    PLACE,
    STARTS,
    answers,
    invited,
    leave,
    leave_through,
    logged,
    make_appointment,
    make_guests,
)
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")


class TestInvite:
    def test_everybody_gets_a_copy_of_their_own(self, world, outbox):
        invited(world, "Anna", "Bram")
        assert outbox() == [("invitation", "anna@post.example"), ("invitation", "bram@post.example")]
        anna, bram = leave()
        for copy, address in ((anna, "anna@post.example"), (bram, "bram@post.example")):
            assert copy.to == address
            assert copy.event.attendees == (f"mailto:{address}",)
            assert copy.event.organizer == "mailto:afspraak@ekc.example"
            assert (copy.event.method, copy.event.sequence) == ("REQUEST", 0)
        assert anna.event.uid == bram.event.uid
        assert b"bram" not in anna.mail.as_bytes()

    def test_text_and_calendar_tell_the_same_day_hours_and_place(self, world):
        invited(world, "Anna")
        (copy,) = leave()
        assert (copy.event.starts, copy.event.ends) == (STARTS, ENDS)
        assert "vrijdag 12 februari 2027, 19.30 – 22.00 uur (Nederlandse tijd)" in copy.text
        assert copy.event.location == PLACE
        assert PLACE in copy.text
        assert "http://localhost:8000/k/" in copy.text
        assert b"/k/" not in copy.ics
        assert copy.subject == "Afspraak met Cor op vrijdag 12 februari 2027"

    def test_nothing_but_neutral_words_leave(self, world):
        appointment, _ = invited(world, "Anna")
        for copy in (*leave(), *_after_move(appointment, world), *_after_cancel(appointment, world)):
            said = f"{copy.subject} {copy.text} {copy.event.summary} {copy.event.description}".lower()
            for word in (
                "eigen kracht",
                "sociaal",
                "gezin",
                "jeugd",
                "plan",
                "kuiper",
                "anna",
                "conferentie",
            ):
                assert word not in said

    def test_a_place_that_may_not_be_told_stands_on_the_page_only(self, world):
        appointment = make_appointment(world, place=None)
        service.invite(appointment, make_guests(world, "Anna"), by=world.cor.actor)
        (copy,) = leave()
        assert "Het adres staat op je persoonlijke pagina." in copy.text
        assert copy.event.location is None
        assert "persoonlijke pagina" in (copy.event.description or "")

    def test_who_has_no_mail_is_told_by_voice_and_still_has_a_page(self, world, outbox):
        appointment, (invitation,) = invited(world, "Oma", mail=False)
        assert outbox() == []
        (guest,) = of_appointments(appointment.municipality_id, [appointment.id])
        assert (guest.post, guest.person_id) == ("none", invitation.person_id)
        assert queries.links([invitation])[invitation.link_id].about_id == invitation.id

    @pytest.mark.parametrize(
        "address", ["Anna <anna@post.example>", "anna@münchen.example", "afspraak@ekc.example"]
    )
    def test_an_address_that_no_mail_can_go_to_is_told_by_voice(self, world, outbox, address):
        appointment = make_appointment(world)
        person = make_person(world.municipality, "Anna", mail=address)
        (invitation,) = service.invite(appointment, [person], by=world.cor.actor)
        assert (invitation.address, outbox()) == (None, [])

    def test_twice_the_same_person_is_one_invitation(self, world, outbox):
        appointment = make_appointment(world)
        (anna,) = make_guests(world, "Anna")
        service.invite(appointment, [anna, anna], by=world.cor.actor)
        service.invite(appointment, [anna], by=world.cor.actor)
        assert len(outbox()) == 1

    def test_who_is_added_later_gets_the_current_version_with_a_later_stamp(self, world):
        appointment, _ = invited(world, "Anna")
        first = leave()
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        service.invite(appointment, make_guests(world, "Bram"), by=world.cor.actor)
        anna, bram = leave()
        assert (anna.event.sequence, bram.event.sequence) == (1, 1)
        stamps = [copy.line("DTSTAMP") for copy in (*first, anna, bram)]
        assert stamps == sorted(set(stamps))

    def test_a_corrected_address_is_asked_and_the_old_one_told_that_it_is_off(self, world):
        appointment, _ = invited(world, "Anna")
        (first,) = leave()
        (anna,) = _with_mail(world, first.to, "anders@post.example")
        (invitation,) = service.invite(appointment, [anna], by=world.cor.actor)
        old, new = leave()
        assert (old.to, old.event.method) == ("anna@post.example", "CANCEL")
        assert (new.to, new.event.method) == ("anders@post.example", "REQUEST")
        assert new.event.sequence == invitation.sequence
        assert [copy.event.uid for copy in (old, new)] == [first.event.uid] * 2

    def test_an_address_corrected_before_anything_left_hears_nothing(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        (anna,) = _with_mail(world, "anna@post.example", "anders@post.example")
        service.invite(appointment, [anna], by=world.cor.actor)
        assert outbox() == [("invitation", "anders@post.example")]

    def test_nobody_is_asked_to_what_is_off(self, world, outbox):
        appointment = make_appointment(world)
        service.cancel(appointment, by=world.cor.actor)
        with pytest.raises(TooLateError, match="gaat niet door"):
            service.invite(appointment, make_guests(world, "Anna"), by=world.cor.actor)
        assert outbox() == []

    def test_it_is_in_the_logbook_with_who_asked(self, world):
        _, (anna, _) = invited(world, "Anna", "Bram")
        lines = logged("invite")
        assert len(lines) == 2
        assert (lines[0].object_id, lines[0].actor_id) == (anna.id, world.cor.account.id)


class TestAnswer:
    @pytest.mark.parametrize("value", ["yes", "no", "maybe", "call_me"])
    def test_an_answer_is_noted_with_how_and_when(self, world, value):
        _, (anna,) = invited(world, "Anna")
        service.answer(anna, value, "phone", by=world.cor.actor)
        assert (anna.answer, anna.answered_by, anna.answered_at) == (value, "phone", NOW)
        (line,) = logged("answer_invitation")
        assert (line.actor_id, line.behalf_person_id, line.reason) == (
            world.cor.account.id,
            anna.person_id,
            "phone",
        )

    def test_changing_your_mind_keeps_both(self, world):
        appointment, (anna,) = invited(world, "Anna")
        service.answer(anna, "yes", "link", by=world.by)
        service.answer(anna, "no", "link", by=world.by)
        assert anna.answer == "no"
        assert answers() == [("yes", "link", 0), ("no", "link", 0)]
        assert appointment.sequence == 0

    def test_an_answer_to_an_older_version_is_asked_again(self, world):
        appointment, (anna,) = invited(world, "Anna")
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        with pytest.raises(TooLateError, match="intussen veranderd"):
            service.answer(anna, "yes", "link", by=world.by, sequence=0)
        assert anna.answer is None

    def test_no_answer_is_taken_once_it_is_off_or_over_or_not_theirs(self, world):
        appointment, (anna, bram) = invited(world, "Anna", "Bram")
        service.remove(appointment, bram.person_id, by=world.cor.actor)
        with pytest.raises(TooLateError, match="niet meer voor jou"):
            service.answer(bram, "yes", "link", by=world.by)
        with clock.at(ENDS), pytest.raises(TooLateError, match="al geweest"):
            service.answer(anna, "yes", "link", by=world.by)
        service.cancel(appointment, by=world.cor.actor)
        with pytest.raises(TooLateError, match="gaat niet door"):
            service.answer(anna, "yes", "link", by=world.by)
        assert answers() == []

    def test_another_word_is_no_answer(self, world):
        _, (anna,) = invited(world, "Anna")
        with pytest.raises(DomainError, match="Kies een van de antwoorden"):
            service.answer(anna, "perhaps", "link", by=world.by)


class TestBoard:
    def test_it_tells_what_became_of_each_message(self, world, mail_server, settings):
        appointment, (anna, bram, *_) = invited(world, "Anna", "Bram", "Carla")
        service.invite(appointment, make_guests(world, "Oma", mail=False), by=world.cor.actor)
        mail_server.refuse.add("bram@post.example")
        mail_server.temporary.add("carla@post.example")
        for minutes in (0, 2):
            with clock.at(NOW + timedelta(minutes=minutes)):
                leave_through(mail_server, settings)
        service.answer(anna, "yes", "link", by=world.by)
        board = of_appointments(world.municipality.id, [appointment.id])
        assert [guest.post for guest in board] == ["left", "failed", "late", "none"]
        assert [(guest.answer, guest.answered_by) for guest in board[:2]] == [("yes", "link"), (None, None)]
        assert board[1].invitation_id == bram.id

    def test_another_municipality_sees_nothing(self, world):
        appointment, _ = invited(world, "Anna")
        assert of_appointments(world.municipality.id + 1, [appointment.id]) == []

    def test_one_query_for_one_guest_and_for_thirty(self, world, queries_of):
        appointment = make_appointment(world)
        counts = []
        for many in (1, 29):
            guests = make_guests(world, *(f"Gast{many}x{number}" for number in range(many)))
            service.invite(appointment, guests, by=world.cor.actor)
            counts.append(queries_of(lambda: of_appointments(world.municipality.id, [appointment.id])))
        assert counts == [1, 1]


@pytest.fixture
def queries_of(queries):
    """How many statements a call needs."""
    seen = queries

    def count(call) -> int:
        seen.clear()
        call()
        return len(seen)

    return count


def _after_move(appointment, world):
    service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    return leave()


def _after_cancel(appointment, world):
    service.cancel(appointment, by=world.cor.actor)
    return leave()


def _with_mail(world, old, new):
    channel = db.session.scalars(select(Channel).where(Channel.value_key == keyed_hash(old))).one()
    person = people.one(world.municipality.id, channel.person_id)
    people_service.change(person, Particulars("Anna", mail=new))
    return [person]
