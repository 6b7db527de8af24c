"""A guest's page behind a personal link, and answers heard by phone: who may, who may not."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.invitations import queries, service
from ekc.invitations.models import Answer, Appointment, Invitation
from ekc.notifications import choices, outbox
from ekc.notifications.models import Message
from ekc.seals import link_token
from tests.invitations.asking import LATER, PLACE, fresh, leave, make_appointment, make_guests, states
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")
BUTTONS = ("Ja, ik kom", "Nee, ik kan niet", "Bel mij")


def open_link(client, invitation: Invitation):
    """Tap the link in the mail."""
    link = queries.links([invitation])[invitation.link_id]
    return client.get(f"/k/{link_token(link.id, link.version)}")


class TestGuestPage:
    def test_the_link_leads_to_day_hours_place_and_three_buttons(self, asked, client_of):
        client = client_of(None)
        landing = open_link(client, asked[1][0])
        assert (landing.status_code, landing.location) == (303, f"/uitnodiging/{asked[1][0].id}")
        page = client.get(landing.location).get_data(as_text=True)
        for words in ("vrijdag 12 februari 2027, 19.30 – 22.00 uur", PLACE, "Afspraak met Cor", *BUTTONS):
            assert words in page
        assert "Bram" not in page
        assert "/k/" not in page

    def test_a_stranger_and_another_guest_do_not_get_in(self, asked, client_of, world):
        anna, bram = asked[1]
        assert client_of(None).get(f"/uitnodiging/{anna.id}").status_code == 303
        client = client_of(None)
        open_link(client, bram)
        assert client.get(f"/uitnodiging/{anna.id}").status_code == 303
        for somebody in (world.cor, world.noor, world.petra, world.gea, world.sanne):
            assert client_of(somebody).get(f"/uitnodiging/{anna.id}").status_code == 404

    def test_another_guest_cannot_answer_for_you(self, asked, client_of):
        anna, bram = asked[1]
        client = client_of(None)
        open_link(client, bram)
        response = client.post(f"/uitnodiging/{anna.id}/antwoord", data={"answer": "no", "version": 0})
        assert response.status_code == 303
        assert "/link-openen" in response.location
        assert fresh(anna).answer is None

    def test_looking_changes_nothing(self, asked, client_of):
        client = client_of(None)
        landing = open_link(client, asked[1][0])
        before = _rows()
        for _ in range(5):
            client.get(landing.location)
            client.head(landing.location)
            open_link(client, asked[1][0])
        assert _rows() == before

    @pytest.mark.parametrize(
        ("value", "words"),
        [("yes", "Je komt. Fijn"), ("no", "Je kunt niet komen"), ("call_me", "Je wilt gebeld worden")],
    )
    def test_one_tap_is_an_answer_and_the_page_says_so(self, asked, client_of, value, words):
        anna = asked[1][0]
        client = client_of(None)
        landing = open_link(client, anna)
        response = client.post(f"{landing.location}/antwoord", data={"answer": value, "version": 0})
        assert (response.status_code, response.location) == (303, landing.location)
        page = client.get(landing.location).get_data(as_text=True)
        assert words in page
        assert "Bedankt" in page
        assert (fresh(anna).answer, fresh(anna).answered_by) == (value, "link")

    def test_the_answer_can_be_changed(self, asked, client_of):
        anna = asked[1][0]
        client = client_of(None)
        landing = open_link(client, anna)
        for value in ("yes", "no"):
            client.post(f"{landing.location}/antwoord", data={"answer": value, "version": 0})
        assert fresh(anna).answer == "no"
        assert db.session.scalar(select(func.count(Answer.id))) == 2

    def test_an_answer_to_an_old_page_shows_the_new_day_first(self, asked, client_of, world):
        appointment, (anna, _) = asked
        client = client_of(None)
        landing = open_link(client, anna)
        service.move(fresh(appointment), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        db.commit()
        response = client.post(f"{landing.location}/antwoord", data={"answer": "yes", "version": 0})
        page = response.get_data(as_text=True)
        assert response.status_code == 409
        assert "intussen veranderd" in page
        assert "vrijdag 19 februari 2027" in page
        assert fresh(anna).answer is None

    @pytest.mark.parametrize(
        "given", [{}, {"answer": "maybe"}, {"answer": "yes", "version": "-1"}, {"answer": "x\x00"}]
    )
    def test_what_is_no_button_is_refused_kindly(self, asked, client_of, given):
        client = client_of(None)
        landing = open_link(client, asked[1][0])
        response = client.post(f"{landing.location}/antwoord", data=given)
        assert response.status_code == 422
        assert BUTTONS[0] in response.get_data(as_text=True)
        assert fresh(asked[1][0]).answer is None

    def test_what_is_off_says_so_with_a_number_to_call(self, asked, client_of, world):
        appointment, (anna, bram) = asked
        clients = {}
        for guest in (anna, bram):
            clients[guest.id] = client_of(None)
            open_link(clients[guest.id], guest)
        service.remove(fresh(appointment), bram.person_id, by=world.cor.actor)
        service.cancel(fresh(appointment), by=world.cor.actor)
        db.commit()
        for guest in (anna, bram):
            page = clients[guest.id].get(f"/uitnodiging/{guest.id}").get_data(as_text=True)
            assert "gaat niet door" in page
            assert "tel:+31598123456" in page
            assert BUTTONS[0] not in page
            response = clients[guest.id].post(f"/uitnodiging/{guest.id}/antwoord", data={"answer": "yes"})
            assert response.status_code == 409

    def test_who_was_taken_off_reads_kind_words(self, asked, client_of, world):
        appointment, (_, bram) = asked
        service.remove(fresh(appointment), bram.person_id, by=world.cor.actor)
        db.commit()
        client = client_of(None)
        page = client.get(open_link(client, bram).location).get_data(as_text=True)
        assert "geldt niet meer voor jou" in page
        assert BUTTONS[0] not in page

    def test_three_queries_for_one_guest_and_for_thirty(self, asked, client_of, queries, world):
        appointment, (anna, _) = asked
        client = client_of(None)
        landing = open_link(client, anna)
        counts = []
        for more in (0, 30):
            service.invite(
                fresh(appointment), make_guests(world, *(f"Gast{n}" for n in range(more))), by=world.cor.actor
            )
            db.commit()
            queries.clear()
            client.get(landing.location)
            counts.append(len(queries))
        assert counts == [2, 2]

    def test_the_first_visit_is_small(self, asked, client_of):
        client = client_of(None)
        landing = open_link(client, asked[1][0])
        page = client.get(landing.location).data
        style = client.get(re.search(rb'href="(/stijl[^"]+)"', page)[1].decode()).data
        assert b"<script" not in page
        assert len(gzip.compress(page, 5)) + len(gzip.compress(style)) <= 14_000
        assert len(gzip.compress(page, 5)) <= 4_000


class TestHeard:
    def test_the_coordinator_and_the_bureau_enter_what_was_said(self, asked, client_of, world):
        for somebody, guest in ((world.cor, asked[1][0]), (world.petra, asked[1][1])):
            response = client_of(somebody).post(
                f"/uitnodiging/{guest.id}/mondeling", data={"answer": "maybe"}
            )
            assert response.status_code == 303
            assert (fresh(guest).answer, fresh(guest).answered_by) == ("maybe", "phone")
            line = db.session.scalars(
                select(LogEntry).where(LogEntry.action == "answer_invitation", LogEntry.object_id == guest.id)
            ).one()
            assert (line.actor_id, line.behalf_person_id) == (somebody.account.id, guest.person_id)

    @pytest.mark.parametrize("who", ["noor", "sanne", "tess", "gea", "bea"])
    def test_nobody_else_does(self, asked, client_of, world, who):
        guest = asked[1][0]
        response = client_of(getattr(world, who)).post(
            f"/uitnodiging/{guest.id}/mondeling", data={"answer": "yes"}
        )
        assert response.status_code == 404
        assert fresh(guest).answer is None

    def test_a_guest_with_a_link_does_not_enter_by_that_door(self, asked, client_of):
        guest = asked[1][0]
        client = client_of(None)
        open_link(client, guest)
        response = client.post(f"/uitnodiging/{guest.id}/mondeling", data={"answer": "yes"})
        assert response.status_code == 303
        assert fresh(guest).answer is None

    def test_no_answer_is_a_kind_refusal(self, asked, client_of, world):
        response = client_of(world.cor).post(f"/uitnodiging/{asked[1][0].id}/mondeling", data={})
        assert response.status_code == 422


def _rows() -> list[tuple[object, ...]]:
    """Everything that a visit might change."""
    db.session.expire_all()
    rows = db.session.execute(select(Invitation.id, Invitation.answer, Invitation.answered_at)).all()
    count = db.session.scalar(select(func.count(LogEntry.id)))
    changed = db.session.scalar(select(func.max(Appointment.changed_at)))
    return [*map(tuple, rows), (count, changed)]


class TestReminders:
    def test_a_guest_switches_them_off_and_on_by_link(self, asked, client_of, world):
        _, (anna, bram) = asked
        client = client_of(None)
        address = open_link(client, anna).location
        assert "Dat hoeft niet" in client.get(address).text
        assert client.post(f"{address}/herinnering", data={"wanted": "0"}).status_code == 303
        assert "Je krijgt geen herinneringen." in client.get(address).text
        off = choices.chosen(world.municipality.id, anna.person_id)
        assert {"invitation_reminder", "poll_nudge"} <= off
        client.post(f"/uitnodiging/{bram.id}/herinnering", data={"wanted": "0"})
        assert choices.chosen(world.municipality.id, bram.person_id) == set(), "his link, and no other"
        client.post(f"{address}/herinnering", data={"wanted": "1"})
        assert choices.chosen(world.municipality.id, anna.person_id) == set()


class TestOneAddressForTwo:
    """Two people who read the same mailbox, or the same telephone."""

    @pytest.fixture
    def couple(self, world):
        """An evening to which Anna and Bram are asked at one address, and Cas at his own."""
        appointment = make_appointment(world)
        guests = [
            make_person(world.municipality, name, mail=f"{box}@post.example")
            for name, box in (("Anna", "thuis"), ("Bram", "thuis"), ("Cas", "cas"))
        ]
        made = service.invite(appointment, guests, by=world.cor.actor)
        db.commit()
        return appointment, made

    def test_they_get_one_message_and_both_count_as_told(self, couple, world):
        appointment, made = couple
        assert [copy.mail["To"] for copy in leave()] == ["thuis@post.example", "cas@post.example"]
        assert states() == [("invitation", "sent")] * 3
        start = appointment.starts_at + timedelta(days=1)
        service.move(fresh(appointment), start, start + timedelta(hours=2), PLACE, by=world.cor.actor)
        assert len(leave()) == 2
        service.cancel(fresh(appointment), by=world.cor.actor)
        assert len(leave()) == 2
        assert [state for _, state in states()] == ["sent"] * 9
        assert len({one.id for one in made}) == 3

    def test_on_the_page_of_one_each_of_them_answers(self, couple, client_of):
        _, (anna, bram, cas) = couple
        client = client_of(None)
        address = open_link(client, anna).location
        page = client.get(address).text
        assert "Ja, Bram komt" in page
        assert "Cas" not in page
        told = {"answer": "no", "version": bram.sequence, "who": bram.id}
        assert client.post(f"{address}/antwoord", data=told).status_code == 303
        assert client.post(f"{address}/antwoord", data={"answer": "yes"}).status_code == 303
        db.session.expire_all()
        assert [one.answer for one in db.session.scalars(select(Invitation).order_by(Invitation.id))] == [
            "yes",
            "no",
            None,
        ]
        assert "Bram kan niet komen." in client.get(address).text
        behalf = db.session.scalars(
            select(LogEntry.behalf_person_id).where(LogEntry.object_id == bram.id)
        ).all()
        assert bram.person_id in behalf
        assert client.post(f"{address}/antwoord", data={**told, "who": cas.id}).status_code == 404

    @pytest.mark.parametrize("who", ["1", "x", "9" * 19, "-1", "²"])
    def test_nobody_answers_for_another(self, couple, client_of, who):
        client = client_of(None)
        address = open_link(client, couple[1][2]).location
        assert "En " not in client.get(address).text.split("<h1>")[1].split("Liever")[0]
        assert client.post(f"{address}/antwoord", data={"answer": "no", "who": who}).status_code == 404
        assert (
            client.post(f"{address}/antwoord", data={"answer": "no", "who": couple[1][0].id}).status_code
            == 404
        )

    @pytest.mark.usefixtures("couple")
    def test_a_mail_that_came_back_was_for_both(self):
        leave()
        first = db.session.scalars(select(Message).order_by(Message.id)).first()
        assert outbox.came_back(first.id)
        db.session.expire_all()
        assert [state for _, state in states()] == ["failed", "failed", "sent"]
