"""A new version, other words, the end for all or for one: who hears what (RFC 5546 section 3.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc.errors import NotFoundError, TooLateError
from ekc.invitations import queries, service
from ekc.invitations.rewording import reword
from ekc.invitations.rules import Own
from ekc.people import queries as people
from tests.invitations.asking import (
    ENDS,
    LATER,
    PLACE,
    STARTS,
    answers,
    answers_of,
    invited,
    leave,
    leave_through,
    logged,
    make_appointment,
    make_guests,
    states,
)
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")


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


class TestReword:
    def test_another_name_keeps_the_version_and_the_answers_in_the_calendars_of_who_has_one(self, world):
        appointment, asked = invited(world, "Anna", "Bram")
        sms = make_person(world.municipality, "Sim", mail=None, phone="+31612345678", prefers="sms")
        service.invite(appointment, [sms], by=world.cor.actor)
        first = leave()
        service.answer(asked[0], "yes", "link", by=world.by)
        reword(appointment, title="Afspraak met Cora", by=world.petra.actor)
        anna, bram = leave()
        assert (anna.to, bram.to) == ("anna@post.example", "bram@post.example")
        assert (anna.event.sequence, anna.event.summary) == (0, "Afspraak met Cora")
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            assert anna.line(name) > first[0].line(name)
        assert "PARTSTAT=ACCEPTED" in anna.line("ATTENDEE")
        assert "PARTSTAT=NEEDS-ACTION" in bram.line("ATTENDEE")
        assert "De tekst van je afspraak is bijgewerkt. De dag, de tijd en de plek blijven" in anna.text
        assert "regelt voortaan" not in anna.text
        assert answers_of(asked) == ["yes", None]
        assert anna.event.organizer == first[0].event.organizer
        assert "\r\nSEQUENCE:0\r\n" in appointment.block  # in the feed neither

    def test_what_did_not_leave_says_it_right_at_once(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        reword(appointment, title="Afspraak met Cora", by=world.petra.actor)
        assert outbox() == [("invitation", "anna@post.example")]
        (copy,) = leave()
        assert copy.event.summary == "Afspraak met Cora"

    def test_that_it_moved_is_still_told_first(self, world):
        appointment, _ = invited(world, "Anna")
        leave()
        service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        for title in ("Afspraak met Kor", "Afspraak met Cora"):
            reword(appointment, title=title, by=world.petra.actor)
        copies = leave()
        assert [copy.event.summary for copy in copies] == [
            "Afspraak met Cor",
            "Afspraak met Kor",
            "Afspraak met Cora",
        ]
        assert {copy.event.sequence for copy in copies} == {1}
        assert "Dit was: vrijdag 12 februari 2027" in copies[0].text

    def test_a_place_is_named_anew_for_whom_it_is_theirs(self, world, outbox):
        appointment, asked = invited(world, "Anna", "Bram")
        own = {asked[1].person_id: Own(place="op afstand: je wordt gebeld")}
        service.move(appointment, STARTS, ENDS, PLACE, own=own, by=world.cor.actor)
        leave()
        reword(appointment, place="MFC De Kern, Hoofdweg 1", own=own, by=world.petra.actor)
        assert outbox() == [("invitation_reworded", "anna@post.example")]
        assert "Waar: MFC De Kern, Hoofdweg 1" in leave()[0].text

    def test_where_nobody_reads_anything_else_nothing_happens(self, world, outbox):
        appointment, _ = invited(world, "Anna")
        leave()
        reword(appointment, title=appointment.title, place=PLACE, by=world.cor.actor)
        assert (outbox(), logged("rename_appointment")) == ([], [])

    def test_what_is_off_has_no_other_words(self, world):
        appointment, _ = invited(world, "Anna")
        service.cancel(appointment, by=world.cor.actor)
        with pytest.raises(TooLateError):
            reword(appointment, title="Afspraak met Cora", by=world.petra.actor)


class TestTheSameMailbox:
    def test_who_is_asked_after_a_housemate_was_taken_off_comes_above_what_ended(self, world):
        anna, bram = (
            make_person(world.municipality, name, mail="samen@post.example") for name in ("Anna", "Bram")
        )
        appointment = make_appointment(world)
        service.invite(appointment, [anna], by=world.cor.actor)
        service.remove(appointment, anna.id, by=world.cor.actor)
        leave()
        service.invite(appointment, [anna], by=world.cor.actor)
        leave()
        service.remove(appointment, anna.id, by=world.cor.actor)
        (off,) = leave()
        service.invite(appointment, [bram], by=world.cor.actor)
        (on,) = leave()
        assert (off.event.method, on.event.method) == ("CANCEL", "REQUEST")
        assert on.event.sequence > off.event.sequence


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
        leave_through(mail_server, settings)
        service.cancel(appointment, by=world.cor.actor)
        leave_through(mail_server, settings)
        assert (mail_server.mails, states()) == ([], [("invitation", "failed")])

    def test_a_mail_of_which_nobody_knows_whether_it_arrived_is_cancelled_too(
        self, world, mail_server, settings
    ):
        appointment, _ = invited(world, "Anna")
        mail_server.drop_after_data = 1
        leave_through(mail_server, settings)
        assert states() == [("invitation", "queued")]
        service.cancel(appointment, by=world.cor.actor)
        leave_through(mail_server, settings)
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
