"""The first page of each role, the machine room, and the sign of life."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ekc import clock, processes
from ekc.audit import service as audit
from ekc.db import db
from ekc.notifications.models import Message
from ekc.notifications.outbox import Draft, enqueue
from ekc.referrals import service as referrals
from tests.matching.stories import again, make_referral, open_round
from tests.training.evenings import make_gathering
from tests.world import make_coordinator


@pytest.fixture
def draft(world):
    """A draft of Sanne's."""
    made = referrals.start(world.team.id, by=world.sanne.actor)
    db.commit()
    return made


def test_the_product_says_that_it_is_up(world, client_of):
    response = client_of(None).get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")


def test_a_team_sees_its_own_work_and_another_team_does_not(world, client_of, draft):
    assert draft.number in client_of(world.sanne).get("/").text
    assert draft.number in client_of(world.tess).get("/").text
    assert draft.number not in client_of(world.tom).get("/").text


def test_somebody_new_reads_that_nothing_waits(world, client_of):
    assert "Er staat niets open." in client_of(world.tom).get("/").text
    assert "Je hebt nu geen traject." in client_of(world.cor).get("/").text


def test_gemeente_and_beheer_go_where_they_work(world, client_of):
    assert client_of(world.gea).get("/").location == "/cijfers"
    assert client_of(world.bea).get("/").location == "/beheer"


def test_a_stranger_is_asked_to_sign_in_and_comes_back(world, client_of):
    assert client_of(None).get("/").location == "/inloggen?verder=/"


def test_the_machine_room_is_for_who_keeps_the_machine(world, client_of):
    page = client_of(world.bea).get("/beheer")

    assert "Accounts en rollen" in page.text
    for name in ("sanne", "tom", "tess", "petra", "cor", "noor", "gea"):
        assert client_of(getattr(world, name)).get("/beheer").status_code == 404


@pytest.mark.parametrize(("name", "most"), [("sanne", 6), ("petra", 8), ("cor", 6)])
def test_the_first_page_takes_few_questions(world, client_of, draft, queries, name, most):
    client = client_of(getattr(world, name))
    client.get("/")
    queries.clear()

    client.get("/")

    assert len([one for one in queries if one.startswith("SELECT")]) <= most


def test_the_bureau_reads_that_a_message_did_not_arrive_but_not_to_whom(world, client_of):
    words = {"name": "Cor", "phone": "0598 12 34 56"}
    message = enqueue(
        Draft(world.municipality.id, "offer_withdrawn", "cor@pool.example", ("offer", 1), "x", words)
    )
    message.state, message.trouble = "failed", "refused_550"
    db.commit()

    page = client_of(world.petra).get("/")

    assert "Niet meer nodig" in page.text
    assert "cor@pool.example" not in page.text
    assert db.session.query(Message).count() == 1


def test_the_chain_of_the_logbook_holds_and_tells_where_it_was_changed(world):
    sealed = audit.seal_chain()
    db.commit()
    assert sealed > 0
    assert audit.broken_at(world.municipality.id) is None

    line = audit.queries.chain(world.municipality.id)[3]
    line.action = "nothing_happened"
    db.session.flush()

    assert audit.broken_at(world.municipality.id) == 4


def test_the_chain_goes_on_where_it_ended(world):
    audit.seal_chain()
    referrals.start(world.team.id, by=world.sanne.actor)

    assert audit.seal_chain() == 1
    assert audit.broken_at(world.municipality.id) is None


def test_the_bureau_finds_a_search_in_which_nobody_who_was_asked_can(world, client_of):
    referral = make_referral(world, waived=False)
    client = client_of(world.petra)
    assert "niemand die gevraagd is kan" not in client.get("/").text
    (offer,) = open_round(world, again(referral), world.cor)
    assert "niemand die gevraagd is kan" not in client.get("/").text
    processes.decline_offer(again(offer), "busy", None, by=world.cor.actor)
    db.commit()
    page = client.get("/").text
    assert "niemand die gevraagd is kan" in page
    assert f"/aanmeldingen/{referral.id}/kandidaten" in page
    assert "niemand die gevraagd is kan" not in client_of(world.sanne).get("/").text


def test_the_bureau_finds_a_yes_that_waits_for_a_buddy_where_no_family_chooses(world, client_of):
    referral = make_referral(world)
    new = make_coordinator(world.municipality, "Nia Nieuw", "nia@pool.example", block2_on=None)
    (offer,) = open_round(world, referral, new)
    assert processes.accept_offer(offer, by=new.actor) is None
    db.commit()
    page = client_of(world.petra).get("/").text
    assert "iemand kan: de keuze is aan ons" in page
    assert "niemand die gevraagd is kan" not in page


def test_a_family_that_chooses_is_no_search_that_stopped(world, client_of):
    referral = make_referral(world, waived=False)
    (offer,) = open_round(world, referral, world.cor)
    processes.accept_offer(offer, by=world.cor.actor)
    db.commit()
    page = client_of(world.petra).get("/").text
    assert "de familie kiest" in page
    assert "de keuze is aan ons" not in page
    assert "niemand die gevraagd is kan" not in page


def test_the_bureau_reads_that_intervisies_are_still_to_be_planned(world, client_of, queries):
    client = client_of(world.petra)
    with clock.at(datetime(2026, 5, 3, 10, tzinfo=UTC)):
        assert "Plan nog 2 intervisies voor dit kwartaal" in client.get("/").text
        make_gathering(world, kind="intervisie")
        assert "Plan nog 1 intervisie voor dit kwartaal" in client.get("/").text
        make_gathering(world, kind="intervisie")
        assert "intervisie" not in client.get("/").text
    assert "intervisie" not in client_of(world.cor).get("/").text
