"""Who gets which copy of an appointment, and what it says: section 3 of RFC 5546, one copy per person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.invitations import queries, service
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.people.rules import Particulars
from tests.invitations.asking import (
    ENDS,
    LATER,
    PLACE,
    STARTS,
    answers,
    answers_of,
    leave,
    logged,
    make_appointment,
    make_guests,
    states,
)
from tests.world import World, make_person

NOW = datetime(2027, 1, 11, 9, 0, 0, 123_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day():
    with clock.at(NOW):
        yield


def invited(world: World, *names: str, mail: bool = True):
    appointment = make_appointment(world)
    guests = make_guests(world, *names, mail=mail)
    return appointment, service.invite(appointment, guests, by=world.cor.actor)


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
        (guest,) = queries.of_appointments(appointment.municipality_id, [appointment.id])
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


class TestMove:
    def test_a_new_hour_is_a_new_version_for_all_and_asks_again(self, world):
        appointment, asked = invited(world, "Anna", "Bram")
        first = leave()
        service.answer(asked[0], "yes", "link", by=world.by)
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        copies = leave()
        assert [copy.to for copy in copies] == ["anna@post.example", "bram@post.example"]
        assert {copy.event.sequence for copy in copies} == {1}
        assert {copy.event.uid for copy in copies} == {first[0].event.uid}
        assert all("PARTSTAT=NEEDS-ACTION" in copy.line("ATTENDEE") for copy in copies)
        assert "vrijdag 19 februari 2027" in copies[0].text
        assert "Dit was: vrijdag 12 februari 2027" in copies[0].text
        assert answers_of(asked) == [None, None]
        assert answers() == [("yes", "link", 0)]

    def test_a_new_place_is_a_new_version_too(self, world):
        appointment, _ = invited(world, "Anna")
        leave()
        service.move(appointment, STARTS, ENDS, "Bibliotheek", by=world.cor.actor)
        (copy,) = leave()
        assert (copy.event.sequence, copy.event.location) == (1, "Bibliotheek")

    def test_a_place_that_is_not_told_can_change_as_well(self, world):
        appointment = make_appointment(world, place=None)
        service.invite(appointment, make_guests(world, "Anna"), by=world.cor.actor)
        leave()
        service.move(appointment, STARTS, ENDS, None, by=world.cor.actor)
        assert leave() == []
        service.move(appointment, STARTS, ENDS, None, by=world.cor.actor, elsewhere=True)
        (copy,) = leave()
        assert copy.event.sequence == 1

    def test_what_did_not_leave_is_replaced_by_a_plain_invitation(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        assert outbox() == [("invitation", "anna@post.example")]
        assert states() == [("invitation", "replaced"), ("invitation", "queued")]
        (copy,) = leave()
        assert (copy.event.sequence, copy.event.starts) == (1, LATER)

    def test_two_moves_in_one_second_leave_once_with_the_last_hour(self, world):
        appointment, _ = invited(world, "Anna")
        leave()
        for days in (7, 14):
            starts = STARTS + timedelta(days=days)
            service.move(appointment, starts, starts + timedelta(hours=2), PLACE, by=world.cor.actor)
        (copy,) = leave()
        assert (copy.event.sequence, copy.event.starts) == (2, STARTS + timedelta(days=14))

    def test_nothing_new_is_no_new_version(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        leave()
        service.move(appointment, STARTS, ENDS, PLACE, by=world.cor.actor)
        assert (appointment.sequence, outbox(), logged("move_appointment")) == (0, [], [])

    def test_who_has_no_mail_is_asked_again_by_voice(self, world):
        appointment, asked = invited(world, "Oma", mail=False)
        service.answer(asked[0], "yes", "phone", by=world.cor.actor)
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        assert (answers_of(asked), leave()) == ([None], [])

    def test_the_link_lives_as_long_as_the_new_day(self, world):
        appointment, (invitation,) = invited(world, "Anna")
        far = STARTS + timedelta(days=200)
        service.move(appointment, far, far + timedelta(hours=2), PLACE, by=world.cor.actor)
        link = queries.links([invitation])[invitation.link_id]
        assert link.expires_at is not None
        assert link.expires_at > far + timedelta(days=20)

    def test_what_is_off_cannot_be_moved(self, world):
        appointment = make_appointment(world)
        service.cancel(appointment, by=world.cor.actor)
        with pytest.raises(TooLateError):
            service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)


class TestRename:
    def test_another_coordinator_keeps_the_version_and_the_answers(self, world):
        appointment, asked = invited(world, "Anna", "Bram")
        first = leave()
        service.answer(asked[0], "yes", "link", by=world.by)
        service.rename(
            appointment, "Afspraak met Noor", organiser_person_id=world.noor.person.id, by=world.petra.actor
        )
        anna, bram = leave()
        assert (anna.event.sequence, anna.event.summary) == (0, "Afspraak met Noor")
        assert anna.line("DTSTAMP") > first[0].line("DTSTAMP")
        assert "PARTSTAT=ACCEPTED" in anna.line("ATTENDEE")
        assert "PARTSTAT=NEEDS-ACTION" in bram.line("ATTENDEE")
        assert "Noor regelt voortaan de afspraak" in anna.text
        assert answers_of(asked) == ["yes", None]
        assert anna.event.organizer == first[0].event.organizer

    def test_what_did_not_leave_says_it_right_at_once(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        service.rename(appointment, "Afspraak met Noor", by=world.petra.actor)
        assert outbox() == [("invitation", "anna@post.example")]
        (copy,) = leave()
        assert copy.event.summary == "Afspraak met Noor"

    def test_the_same_title_is_no_message(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        leave()
        service.rename(appointment, appointment.title, by=world.cor.actor)
        assert outbox() == []


class TestCancel:
    def test_whoever_got_an_invitation_hears_that_it_is_off(self, world):
        appointment, _ = invited(world, "Anna", "Bram")
        first = leave()
        service.cancel(appointment, by=world.cor.actor)
        copies = leave()
        assert [copy.to for copy in copies] == ["anna@post.example", "bram@post.example"]
        for copy in copies:
            assert (copy.event.method, copy.event.status, copy.event.sequence) == ("CANCEL", "CANCELLED", 1)
            assert (copy.event.starts, copy.event.uid) == (first[0].event.starts, first[0].event.uid)
            assert copy.event.organizer == first[0].event.organizer
            assert "http" not in copy.text
            assert "gaat niet door" in copy.text

    def test_an_invitation_that_did_not_leave_is_taken_back_and_nothing_goes(self, world):
        appointment, _ = invited(world, "Anna")
        service.cancel(appointment, by=world.cor.actor)
        assert states() == [("invitation", "replaced")]
        assert leave() == []

    def test_a_new_version_that_did_not_leave_is_replaced_by_the_end(self, world):
        appointment, _ = invited(world, "Anna")
        leave()
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        service.cancel(appointment, by=world.cor.actor)
        (copy,) = leave()
        assert (copy.event.method, copy.event.sequence) == ("CANCEL", 2)

    def test_an_address_that_was_refused_hears_nothing(self, world, mail_server, settings):
        appointment, _ = invited(world, "Anna")
        mail_server.refuse.add("anna@post.example")
        _through(mail_server, settings)
        service.cancel(appointment, by=world.cor.actor)
        _through(mail_server, settings)
        assert (mail_server.mails, states()) == ([], [("invitation", "failed")])

    def test_a_mail_of_which_nobody_knows_whether_it_arrived_is_cancelled_too(
        self, world, mail_server, settings
    ):
        appointment, _ = invited(world, "Anna")
        mail_server.drop_after_data = 1
        _through(mail_server, settings)
        assert states() == [("invitation", "queued")]
        service.cancel(appointment, by=world.cor.actor)
        _through(mail_server, settings)
        methods = [str(mail.part("text/calendar")).count("METHOD:CANCEL") for mail in mail_server.mails]
        assert methods == [0, 1]
        assert states() == [("invitation", "replaced"), ("invitation_cancelled", "sent")]

    def test_once_is_enough(self, world):
        appointment, _ = invited(world, "Anna")
        leave()
        service.cancel(appointment, by=world.cor.actor)
        leave()
        with pytest.raises(TooLateError):
            service.cancel(appointment, by=world.cor.actor)
        assert leave() == []

    def test_a_new_day_after_the_end_has_a_new_uid(self, world):
        appointment, _ = invited(world, "Anna")
        (first,) = leave()
        service.cancel(appointment, by=world.cor.actor)
        again = make_appointment(world)
        assert again.uid != first.event.uid


class TestRemove:
    def test_only_the_one_who_goes_is_told(self, world):
        appointment, (anna, _) = invited(world, "Anna", "Bram")
        leave()
        service.remove(appointment, anna.person_id, by=world.cor.actor)
        (copy,) = leave()
        assert (copy.to, copy.event.method, copy.event.status) == (
            "anna@post.example",
            "CANCEL",
            "CANCELLED",
        )
        assert copy.event.sequence == 1
        assert appointment.sequence == 0
        assert "Je hoeft niet te komen" in copy.text

    def test_the_last_one_is_told_as_well(self, world):
        appointment, (anna,) = invited(world, "Anna")
        leave()
        service.remove(appointment, anna.person_id, by=world.cor.actor)
        assert [copy.event.method for copy in leave()] == ["CANCEL"]

    def test_an_invitation_that_did_not_leave_is_taken_back(self, world):
        appointment, (anna,) = invited(world, "Anna")
        service.remove(appointment, anna.person_id, by=world.cor.actor)
        assert (leave(), states()) == ([], [("invitation", "replaced")])

    def test_who_is_out_hears_nothing_of_later_changes(self, world):
        appointment, (anna, _) = invited(world, "Anna", "Bram")
        leave()
        service.remove(appointment, anna.person_id, by=world.cor.actor)
        leave()
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        service.cancel(appointment, by=world.cor.actor)
        assert [copy.to for copy in leave()] == ["bram@post.example"]

    def test_who_comes_back_gets_a_higher_version_than_the_end(self, world):
        appointment, (anna,) = invited(world, "Anna")
        leave()
        service.remove(appointment, anna.person_id, by=world.cor.actor)
        (end,) = leave()
        persons = people.by_ids(world.municipality.id, [anna.person_id])
        (again,) = service.invite(appointment, list(persons.values()), by=world.cor.actor)
        (copy,) = leave()
        assert copy.event.method == "REQUEST"
        assert copy.event.sequence > end.event.sequence
        assert (again.id, again.removed_at, again.answer) == (anna.id, None, None)

    def test_a_shared_mailbox_keeps_the_appointment_of_the_other(self, world):
        appointment = make_appointment(world)
        couple = [
            make_person(world.municipality, name, mail="samen@post.example") for name in ("Piet", "Mies")
        ]
        service.invite(appointment, couple, by=world.cor.actor)
        leave()
        service.remove(appointment, couple[0].id, by=world.cor.actor)
        (copy,) = leave()
        with pytest.raises(LookupError):
            _ = copy.ics

    def test_somebody_who_was_never_asked_is_not_there(self, world):
        appointment = make_appointment(world)
        with pytest.raises(NotFoundError):
            service.remove(appointment, world.sanne.person.id, by=world.cor.actor)


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
                _through(mail_server, settings)
        service.answer(anna, "yes", "link", by=world.by)
        board = queries.of_appointments(world.municipality.id, [appointment.id])
        assert [guest.post for guest in board] == ["left", "failed", "late", "none"]
        assert [(guest.answer, guest.answered_by) for guest in board[:2]] == [("yes", "link"), (None, None)]
        assert board[1].invitation_id == bram.id

    def test_another_municipality_sees_nothing(self, world):
        appointment, _ = invited(world, "Anna")
        assert queries.of_appointments(world.municipality.id + 1, [appointment.id]) == []

    def test_one_query_for_one_guest_and_for_thirty(self, world, queries_of):
        appointment = make_appointment(world)
        counts = []
        for many in (1, 29):
            guests = make_guests(world, *(f"Gast{many}x{number}" for number in range(many)))
            service.invite(appointment, guests, by=world.cor.actor)
            counts.append(
                queries_of(lambda: queries.of_appointments(world.municipality.id, [appointment.id]))
            )
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
    from sqlalchemy import select

    from ekc.people.models import Channel
    from ekc.seals import keyed_hash

    channel = db.session.scalars(select(Channel).where(Channel.value_key == keyed_hash(old))).one()
    person = people.one(world.municipality.id, channel.person_id)
    people_service.change(person, Particulars("Anna", mail=new))
    return [person]


def _through(server, settings):
    from ekc.notifications import delivery
    from ekc.notifications.delivery import Postman
    from ekc.notifications.transport import open_transport

    db.commit()
    chosen = replace(settings, mail_url=server.url)
    carrier = Postman(delivery.worker_name(), open_transport(chosen.mail_url), chosen)
    while delivery.deliver(carrier):
        pass
    carrier.transport.close()
