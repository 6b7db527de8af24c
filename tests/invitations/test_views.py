"""A guest's page behind a personal link, answers heard by phone, and the feed: who may, who may not."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from ekc import clock
from ekc.accounts import service as accounts
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.invitations import feeds, queries, service
from ekc.invitations.models import Answer, Appointment, Invitation
from ekc.seals import link_token
from tests.invitations.asking import LATER, PLACE, STARTS, make_appointment, make_guests
from tests.tools import libical

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
BUTTONS = ("Ja, ik kom", "Nee, ik kan niet", "Bel mij")


@pytest.fixture(autouse=True)
def _day():
    with clock.at(NOW):
        yield


@pytest.fixture
def asked(world):
    """An appointment with Anna and Bram."""
    appointment = make_appointment(world)
    invitations = service.invite(appointment, make_guests(world, "Anna", "Bram"), by=world.cor.actor)
    db.commit()
    return appointment, invitations


def open_link(client, invitation: Invitation):
    """Tap the link in the mail."""
    link = queries.links([invitation])[invitation.link_id]
    return client.get(f"/k/{link_token(link.id, link.version)}")


def fresh(row):
    """As it stands in the database now: a visit ends the session that a row came from."""
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


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
        assert "/inloggen" in response.location
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


class TestFeed:
    @pytest.fixture
    def address(self, asked, client_of, world):
        """The path of Cor's feed."""
        client_of(world.cor).post("/mijn-agenda/nieuw-adres")
        return feeds.address(world.cor.actor).removeprefix("http://localhost:8000")

    def test_the_coordinator_gets_an_address_to_copy(self, client_of, world):
        client = client_of(world.cor)
        assert "Maak mijn adres" in client.get("/mijn-agenda").get_data(as_text=True)
        client.post("/mijn-agenda/nieuw-adres")
        page = client.get("/mijn-agenda").get_data(as_text=True)
        assert f'value="{feeds.address(world.cor.actor)}"' in page

    @pytest.mark.parametrize("who", ["petra", "sanne", "gea", "bea"])
    def test_only_coordinators_have_one(self, client_of, world, who):
        client = client_of(getattr(world, who))
        assert client.get("/mijn-agenda").status_code == 404
        assert client.post("/mijn-agenda/nieuw-adres").status_code == 404

    def test_a_stranger_signs_in_first(self, client_of, world):
        assert client_of(None).get("/mijn-agenda").status_code == 303

    def test_it_shows_her_appointments_and_nobody_in_them(self, address, client_of):
        response = client_of(None).get(address)
        assert response.content_type == "text/calendar; charset=utf-8"
        assert libical.errors(response.data) == []
        (event,) = libical.events(response.data)
        assert (event.starts, event.location, event.sequence) == (STARTS, PLACE, 0)
        assert (event.attendees, event.organizer, event.method) == ((), None, None)
        for word in (b"anna", b"post.example", b"Kuiper", b"/k/"):
            assert word not in response.data

    def test_unchanged_is_told_in_two_queries_without_a_cookie(self, address, client_of, queries):
        client = client_of(None)
        first = client.get(address)
        queries.clear()
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data, len(queries)) == (304, b"", 2)
        assert again.headers["ETag"] == first.headers["ETag"]
        for response in (first, again):
            assert response.headers["Cache-Control"] == "private, no-cache"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "Set-Cookie" not in response.headers
        assert not first.headers["ETag"].startswith("W/")

    def test_head_gives_the_same_headers(self, address, client_of):
        client = client_of(None)
        got, head = client.get(address), client.head(address)
        assert head.data == b""
        assert head.headers["ETag"] == got.headers["ETag"]
        assert head.headers["Content-Type"] == got.headers["Content-Type"]

    def test_every_change_changes_the_tag_and_the_bytes(self, address, asked, client_of, world):
        appointment, _ = asked
        client = client_of(None)
        seen = [client.get(address)]
        service.move(fresh(appointment), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
        db.commit()
        seen.append(client.get(address))
        service.rename(fresh(appointment), "Afspraak met C.", by=world.cor.actor)
        db.commit()
        seen.append(client.get(address))
        service.cancel(fresh(appointment), by=world.cor.actor)
        db.commit()
        seen.append(client.get(address))
        assert len({response.headers["ETag"] for response in seen}) == 4
        assert libical.events(seen[-1].data)[0].status == "CANCELLED"

    def test_a_guest_more_changes_nothing_in_it(self, address, asked, client_of, world):
        client = client_of(None)
        before = client.get(address)
        service.invite(fresh(asked[0]), make_guests(world, "Carla"), by=world.cor.actor)
        db.commit()
        after = client.get(address)
        assert (after.headers["ETag"], after.data) == (before.headers["ETag"], before.data)

    def test_what_was_called_off_goes_after_thirty_days(self, address, asked, client_of, world):
        service.cancel(fresh(asked[0]), by=world.cor.actor)
        db.commit()
        for days, left in ((29, 1), (31, 0)):
            with clock.at(NOW + timedelta(days=days)):
                assert len(libical.events(client_of(None).get(address).data)) == left

    def test_it_reaches_three_months_back_and_eighteen_ahead(self, address, client_of, world):
        for days in (-91, -93, 547, 549):
            make_appointment(world, starts=NOW + timedelta(days=days))
        db.commit()
        starts = {event.starts for event in libical.events(client_of(None).get(address).data)}
        assert starts == {STARTS, NOW - timedelta(days=91), NOW + timedelta(days=547)}

    def test_a_new_address_ends_the_old_one_at_once(self, address, client_of, world):
        client_of(world.cor).post("/mijn-agenda/nieuw-adres")
        assert client_of(None).get(address).status_code == 404
        new = feeds.address(world.cor.actor).removeprefix("http://localhost:8000")
        assert client_of(None).get(new).status_code == 200

    def test_it_ends_with_the_account(self, address, client_of, world):
        fresh(world.cor.account).active = False
        db.commit()
        assert client_of(None).get(address).status_code == 404

    def test_it_ends_with_the_role(self, address, client_of, world):
        from ekc.accounts.models import RoleRow

        row = db.session.scalars(select(RoleRow).where(RoleRow.account_id == world.cor.account.id)).one()
        db.session.delete(row)
        db.commit()
        assert client_of(None).get(address).status_code == 404

    def test_unknown_addresses_are_not_there(self, asked, client_of, world):
        anna = asked[1][0]
        link = queries.links([anna])[anna.link_id]
        forged = accounts.make_link(world.municipality.id, world.cor.person.id, ("feed", anna.person_id))
        for token in ("x", "A" * 35, link_token(link.id, 1), link_token(1, 1), link_token(forged.id, 1), "é"):
            assert client_of(None).get(f"/agenda/{token}.ics").status_code == 404

    def test_another_coordinator_has_another_feed(self, address, asked, client_of, world):
        client_of(world.noor).post("/mijn-agenda/nieuw-adres")
        theirs = feeds.address(world.noor.actor).removeprefix("http://localhost:8000")
        assert theirs != address
        assert libical.events(client_of(None).get(theirs).data) == []

    def test_the_same_queries_for_one_and_for_thirty(self, address, client_of, queries, world):
        counts = []
        for more in (0, 30):
            for days in range(more):
                make_appointment(world, starts=STARTS + timedelta(days=days))
            db.commit()
            queries.clear()
            client_of(None).get(address)
            counts.append(len(queries))
        assert counts == [3, 3]


def _rows() -> list[tuple[object, ...]]:
    """Everything that a visit might change."""
    db.session.expire_all()
    rows = db.session.execute(select(Invitation.id, Invitation.answer, Invitation.answered_at)).all()
    count = db.session.scalar(select(func.count(LogEntry.id)))
    changed = db.session.scalar(select(func.max(Appointment.changed_at)))
    return [*map(tuple, rows), (count, changed)]
