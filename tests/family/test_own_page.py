"""The family's own page: what stands on it, what one tap does, and who gets it how."""

from __future__ import annotations

import pytest

from ekc import processes, resting
from ekc.accounts.actor import Actor
from ekc.agenda import coming
from ekc.agenda.queries import planned_of
from ekc.db import db
from ekc.errors import DomainError
from ekc.family import rules, service
from ekc.family.models import FamilyPage
from ekc.invitations.guests import of_appointments
from ekc.people.service import Particulars
from ekc.referrals import conditions
from ekc.referrals import service as referrals
from ekc.referrals.models import FocusPerson
from tests.agenda.trajects import add, make_conference, make_traject, noon
from tests.both import at_once
from tests.family.pages import MIA, opened, outbox, send, text, token

__all__ = ["noon"]  # a fixture: it is noon in all tests below


@pytest.fixture
def traject(world):
    return make_traject(world, focus=(MIA,))


class TestRules:
    def test_every_state_says_something_kind(self):
        assert "zoeken iemand" in rules.next_words("matching")
        assert rules.next_words("stopped") == rules.OVER
        assert rules.next_words("safety_first") == rules.OTHERWISE

    def test_what_somebody_said_never_on_what_condition(self):
        assert rules.comes_words("if") == "komt misschien"
        assert rules.comes_words(None) == rules.NOT_ASKED

    def test_resting_until_it_was_held(self):
        rules.check_rest("planned")
        with pytest.raises(DomainError, match="niet meer"):
            rules.check_rest("held")

    def test_going_on_where_they_asked_for_it_themselves(self):
        rules.check_go_on("paused", "asked")
        with pytest.raises(DomainError, match="andere reden"):
            rules.check_go_on("paused", "illness")
        with pytest.raises(DomainError, match="niet meer"):
            rules.check_go_on("held", "asked")


class TestPage:
    def test_it_says_who_comes_when_where_and_whom_to_call(self, world, traject, client_of):
        make_conference(world, traject)
        oma = next(
            one
            for one in of_appointments(world.municipality.id, planned_of(traject.referral).audiences)
            if one.person_id == traject.members["Oma"].person_id
        )
        assert oma.answer is None
        page = text(opened(client_of(None), send(world, traject)), f"/mijn-bijeenkomst/{page_id()}")
        for words in (
            "Cor regelt het met je",
            "bij oma",
            "19.30",
            "Oma: zei nog niets",
            "Buur: wordt nog gebeld",
        ):
            assert words in page
        assert "0598" in page
        assert traject.referral.number in page

    def test_no_household_no_contact_data_no_condition(self, world, client_of):
        traject = make_traject(
            world, focus=(MIA, Particulars("Ed", "Ekster")), focus_answers=("yes", "yes"), conditions="some"
        )
        conditions.state(
            traject.referral, "Het Baken", "contact_ban", "Niet bij school", by=world.sanne.actor
        )
        make_conference(world, traject)
        page = text(opened(client_of(None), send(world, traject)), f"/mijn-bijeenkomst/{page_id()}")
        for secret in (
            "Mulder", "Ekster", "Ed:", "Kuiper", "oma@post.example", "644444444", "655555555", "611111111",
            "Baken", "Niet bij school", "weer samen eten",
        ):  # fmt: skip
            assert secret not in page, secret

    def test_once_it_ended_nobody_is_named_any_more(self, world, traject, client_of):
        make_conference(world, traject)
        client = opened(client_of(None), send(world, traject))
        processes.move_by_hand(traject.referral, "stop", "not_needed", None, by=world.petra.actor)
        db.commit()
        page = text(client, f"/mijn-bijeenkomst/{page_id()}")
        assert rules.OVER in page
        assert "0598" in page
        for gone in ("Oma", "Buur", "Cor", "Wie er gevraagd zijn", "Even stoppen"):
            assert gone not in page, gone

    def test_a_home_address_that_stands_in_no_invitation_stands_not_here(self, world, traject, client_of):
        make_conference(world, traject, place="Wilgenlaan 4", place_in_invitation=False)
        page = text(opened(client_of(None), send(world, traject)), f"/mijn-bijeenkomst/{page_id()}")
        assert "Wilgenlaan" not in page
        assert "De plek hoor je van Cor" in page

    def test_the_independent_support_stands_there_once_the_bureau_filled_it_in(
        self, world, traject, client_of
    ):
        client = opened(client_of(None), send(world, traject))
        assert "gratis met je meedenkt" not in text(client, f"/mijn-bijeenkomst/{page_id()}")
        world.municipality = db.session.merge(world.municipality)
        world.municipality.support_name = "Samen Sterk"
        world.municipality.support_phone = "+31598654321"
        db.commit()
        page = text(client, f"/mijn-bijeenkomst/{page_id()}")
        assert "Samen Sterk" in page
        assert 'href="tel:+31598654321"' in page

    def test_five_looks_change_nothing(self, world, traject, client_of):
        page = send(world, traject)
        before = (page.times, service.link_of(page).version)
        for _ in range(5):
            client_of(None).head(f"/k/{token(page)}")
            opened(client_of(None), page).get(f"/mijn-bijeenkomst/{page.id}")
        page = db.session.get_one(FamilyPage, page.id, populate_existing=True)
        assert (page.times, service.link_of(page).version) == before

    def test_one_person_or_thirty_take_the_same_number_of_questions(self, world, traject, client_of, queries):
        make_conference(world, traject)
        client = opened(client_of(None), send(world, traject))
        text(client, f"/mijn-bijeenkomst/{page_id()}")
        queries.clear()
        text(client, f"/mijn-bijeenkomst/{page_id()}")
        few = len(queries)
        for number in range(29):
            add(traject, f"Neef{number}", world.cor.actor)
        coming.invite_spoken(planned_of(traject.referral).conference, by=world.cor.actor)
        db.commit()
        queries.clear()
        text(client, f"/mijn-bijeenkomst/{page_id()}")
        assert len(queries) == few

    def test_who_does_it_together_is_told_by_first_names(self, world, traject, client_of):
        referrals.add_second(traject.referral, world.noor.coordinator, "buddy", by=world.petra.actor)
        db.commit()
        page = text(opened(client_of(None), send(world, traject)), f"/mijn-bijeenkomst/{page_id()}")
        assert "Samen met Noor." in page
        assert "Nijland" not in page

    def test_who_is_no_hoofdpersoon_any_more_reads_nothing(self, world, traject, client_of):
        page = send(world, traject)
        client = opened(client_of(None), page)
        db.session.query(FocusPerson).filter_by(person_id=page.person_id).delete()
        db.commit()
        assert client.get(f"/mijn-bijeenkomst/{page.id}").status_code == 404


def page_id() -> int:
    return db.session.query(FamilyPage.id).scalar()


class TestTaps:
    def test_stopping_for_a_while_calls_off_the_day_and_tells_coordinator_and_bureau(
        self, world, traject, client_of
    ):
        make_conference(world, traject)
        client = opened(client_of(None), send(world, traject))
        url = f"/mijn-bijeenkomst/{page_id()}"
        assert "De dag gaat dan niet door" in text(client, url)
        assert client.post(f"{url}/pauze").status_code == 303
        assert traject.referral.state == "paused"
        assert planned_of(traject.referral) is None
        told = {one.address for one in outbox("traject_paused")}
        assert told == {"coordinator@demo.example", "bureau@demo.example"}
        page = text(client, url)
        assert "Het staat nu even stil" in page
        assert "Even stoppen" not in page
        assert client.post(f"{url}/pauze").status_code == 303  # twice changes nothing
        assert len(outbox("traject_paused")) == 2

    def test_going_on_again_tells_them_too(self, world, traject, client_of):
        client = opened(client_of(None), send(world, traject))
        url = f"/mijn-bijeenkomst/{page_id()}"
        client.post(f"{url}/pauze")
        assert "Ga weer verder" in text(client, url)
        assert client.post(f"{url}/verder").status_code == 303
        assert traject.referral.state == "preparation"
        assert sum("gaat weer verder" in one.body_text for one in outbox("traject_resumed")) == 2

    def test_a_pause_for_another_reason_is_not_theirs_to_end(self, world, traject, client_of):
        client = opened(client_of(None), send(world, traject))
        referrals.move(traject.referral, "pause", reason="illness", by=world.petra.actor)
        db.commit()
        url = f"/mijn-bijeenkomst/{page_id()}"
        assert "Ga weer verder" not in text(client, url)
        response = client.post(f"{url}/verder")
        assert response.status_code == 422
        assert "andere reden" in response.get_data(as_text=True)
        assert traject.referral.state == "paused"

    def test_two_taps_at_once_are_one_pause(self, world, traject):
        page = send(world, traject)
        link = Actor(
            kind="link", municipality_id=world.municipality.id, person_id=page.person_id,
            link_id=service.link_of(page).id, link_about=("family", page.id),
        )  # fmt: skip

        def tap():
            resting.rest(traject.referral, by=link)

        assert at_once([tap, tap]) == ["done", "done"]
        assert traject.referral.state == "paused"
        assert len(outbox("traject_paused")) == 2

    def test_another_coordinator_please(self, world, traject, client_of):
        client = opened(client_of(None), send(world, traject))
        url = f"/mijn-bijeenkomst/{page_id()}"
        assert client.post(f"{url}/ander").status_code == 303
        assert traject.referral.state == "matching"
        assert "We zoeken iemand" in text(client, url)

    def test_the_link_opens_this_page_and_no_other(self, world, traject, client_of):
        client = opened(client_of(None), send(world, traject))
        for url in (f"/trajecten/{traject.referral_id}", f"/mijn-bijeenkomst/{page_id() + 1}"):
            assert client.get(url).status_code in {303, 404}
        for name in ("cor", "petra", "sanne", "tom"):
            assert client_of(getattr(world, name)).get(f"/mijn-bijeenkomst/{page_id()}").status_code == 404


class TestOwnNumber:
    def test_her_own_number_stands_there_once_she_taps_that_it_may_and_not_any_more_after(
        self, world, traject, client_of
    ):
        page = send(world, traject)
        cor, fam = client_of(world.cor), opened(client_of(None), page)
        on_paper = cor.post(
            f"/trajecten/{traject.referral_id}/eigen-pagina/papier", data={"person": page.person_id}
        ).location
        number = "Bel Cor: 06 12 34 56 78"

        def told() -> set[bool]:
            return {
                number in text(cor, f"/trajecten/{traject.referral_id}/kennismaking"),
                number in text(cor, on_paper),
                number in text(fam, f"/mijn-bijeenkomst/{page.id}"),
            }

        assert told() == {False}
        for tap, shown in (("yes", True), ("no", False)):
            assert cor.post("/mijn-grenzen", data={"tap": f"number_on_card:{tap}"}).status_code == 303
            assert told() == {shown}
        assert all("12 34 56 78" not in one.body_text for one in outbox("family_page"))
