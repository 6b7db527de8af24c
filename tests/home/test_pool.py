"""What of the pool waits for the bureau and for a coordinator, on the first page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.exchange import service as exchange
from ekc.expenses import service as expenses
from ekc.pool import service as pool
from ekc.pool.rules import Papers
from ekc.training import service as training
from ekc.web.formatting import local_to_utc
from tests.exchange.files import bring, csv_of
from tests.expenses.claims import approve_all, make_claim, read
from tests.matching.stories import again
from tests.training.evenings import NOON, make_gathering, noon, says
from tests.world import DAY

__all__ = ["noon"]
MORNING_AFTER = local_to_utc(DAY + timedelta(days=1), time(9))


@pytest.fixture
def bureau(world, client_of):
    """The first page of the bureau, as text."""
    client = client_of(world.petra)
    return lambda: client.get("/").text


def test_claims_wait_for_the_bureau_until_they_are_approved(world, bureau):
    assert "vergoeding" not in bureau()
    for one in (world.cor, world.noor):
        make_claim(replace(one, coordinator=again(one.coordinator)))
    assert "2 vergoedingen wachten op je" in bureau()
    approve_all(world.petra)
    assert "wachten op je" not in bureau()


def test_a_question_about_a_claim_is_on_her_own_page_and_nobody_elses(world, client_of):
    made = make_claim(world.cor)
    hers, others = client_of(world.cor), client_of(world.noor)
    question = "Het bureau heeft een vraag over je vergoeding"
    assert question not in hers.get("/").text
    expenses.send_back(read(made), "Klopt dit?", by=world.petra.actor)
    db.commit()
    page = hers.get("/").text
    assert question in page
    assert "Klopt dit?" not in page
    assert question not in others.get("/").text


def test_a_file_waits_until_it_is_taken_over_or_thrown_away(world, bureau):
    assert "bestand wacht" not in bureau()
    upload = bring(world.petra, csv_of(["Voornaam"], ["Anna"]))
    assert "1 bestand wacht: overnemen of weggooien" in bureau()
    exchange.drop(again(upload), by=world.petra.actor)
    db.commit()
    assert "bestand wacht" not in bureau()


def test_who_was_at_a_gathering_is_asked_after_it_for_two_months(world, client_of):
    gathering = make_gathering(world, world.cor)
    client = client_of(world.petra)

    def asks(at) -> bool:
        with clock.at(at):
            return "Vul het in bij 1 scholing of intervisie" in client.get("/").text

    assert not asks(NOON)
    assert asks(MORNING_AFTER)
    assert not asks(MORNING_AFTER + timedelta(days=61))
    with clock.at(MORNING_AFTER):
        training.note_attendance(again(gathering), [world.cor.coordinator.id], by=world.petra.actor)
        db.commit()
    assert not asks(MORNING_AFTER)


def test_an_active_coordinator_of_whom_something_ran_out_is_named_to_the_bureau(world, bureau, client_of):
    assert "niet in orde" not in bureau()
    cor = again(world.cor.coordinator)
    pool.set_papers(
        cor, Papers(vog_seen_on=date(2020, 1, 1), vog_until=date(2023, 1, 1)), by=world.petra.actor
    )
    db.commit()
    page = bureau()
    assert "Bij 1 actieve coördinator is iets niet in orde" in page
    listed = client_of(world.petra).get("/pool?stand=active&orde=2").text
    assert "Cor Kuiper" in listed
    assert "Noor Nijland" not in listed
    assert "niet in orde" not in client_of(world.noor).get("/").text


def test_she_is_asked_to_come_until_she_answers(world, client_of):
    gathering = make_gathering(world, world.cor)
    hers, others = client_of(world.cor), client_of(world.noor)
    assert "Je bent gevraagd voor scholing of intervisie op vrijdag 20 november 2026" in hers.get("/").text
    assert "Je bent gevraagd" not in others.get("/").text
    says(again(gathering), world.cor)
    assert "Je bent gevraagd" not in hers.get("/").text
