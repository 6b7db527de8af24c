"""The page of the year: totals for whoever answers for them, no name for anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from ekc import clock
from ekc.db import db
from ekc.reporting import service
from tests.reporting.facts import make_held, make_plan_without_meeting, make_referral
from tests.world import Somebody, World

Clients = Callable[[Somebody | None], FlaskClient]

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


def page(client: FlaskClient, address: str = "/cijfers") -> str:
    with clock.at(NOON):
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["gea", "petra", "tess"])
def test_who_answers_for_the_numbers_sees_them(world: World, client_of: Clients, who: str) -> None:
    assert "Cijfers van 2026" in page(client_of(getattr(world, who)))


@pytest.mark.parametrize("who", ["sanne", "tom", "cor", "noor", "bea"])
def test_others_find_no_page(world: World, client_of: Clients, who: str) -> None:
    client = client_of(getattr(world, who))
    assert client.get("/cijfers").status_code == 404
    assert client.get("/cijfers/2026").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client_of: Clients) -> None:
    answer = client_of(None).get("/cijfers")
    assert answer.status_code == 303
    assert "/inloggen" in answer.location


def test_the_number_stands_against_the_target(world: World, client_of: Clients) -> None:
    service.set_target(2026, 60, by=world.gea.actor)
    for month in (1, 3, 3):
        make_held(world, date(2026, month, 4))
    text = page(client_of(world.gea))
    assert "<strong>3 van de 60</strong>" in text
    assert "Nog 57 te gaan" in text
    assert '<th scope="row">maart</th><td>2</td>' in text
    assert "<svg" in text


def test_a_reached_target_is_told(world: World, client_of: Clients) -> None:
    service.set_target(2026, 1, by=world.gea.actor)
    make_held(world, date(2026, 1, 4))
    assert "Het doel is gehaald" in page(client_of(world.gea))


def test_without_a_target_the_page_says_so(world: World, client_of: Clients) -> None:
    make_held(world, date(2026, 1, 4))
    text = page(client_of(world.gea))
    assert "<strong>1 conferentie</strong> gehouden" in text
    assert "nog geen doel" in text


def test_a_conference_that_is_reported_raises_the_number_by_one(world: World, client_of: Clients) -> None:
    service.set_target(2026, 60, by=world.gea.actor)
    client = client_of(world.gea)
    assert "<strong>0 van de 60</strong>" in page(client)
    db.reading(False)
    make_held(world, date(2026, 11, 19))
    db.commit()
    assert "<strong>1 van de 60</strong>" in page(client)


def test_what_does_not_count_is_told_beside_the_definition(world: World, client_of: Clients) -> None:
    again = make_held(world, date(2026, 1, 4))
    make_held(world, date(2026, 2, 4), again)
    make_held(world, date(2026, 2, 5), own_time="no")
    make_held(world, date(2026, 2, 6), own_time="unknown")
    make_plan_without_meeting(world, date(2026, 2, 7))
    text = page(client_of(world.gea))
    assert "Daarnaast zijn er enkele conferenties die niet meetellen" in text
    assert "1 keer maakten mensen" in text
    assert "telt niet opnieuw" in text


def test_five_that_do_not_count_are_a_number_fewer_are_not(world: World, client_of: Clients) -> None:
    for day in range(1, 6):
        make_held(world, date(2026, 3, day), own_time="no")
    assert "Daarnaast zijn er 5 conferenties" in page(client_of(world.gea))


def test_the_definition_follows_the_choice_of_the_municipality(world: World, client_of: Clients) -> None:
    service.set_target(2026, 60, follow_ups_count=True, by=world.gea.actor)
    assert "telt opnieuw" in page(client_of(world.gea))


def test_what_is_on_the_way_stands_per_phase(world: World, client_of: Clients) -> None:
    make_referral(world, "matching")
    make_referral(world, "paused", paused_from="preparation")
    text = page(client_of(world.gea))
    assert '<th scope="row">Coördinator zoeken</th><td>1</td>' in text
    assert '<th scope="row">Voorbereiden</th><td>1</td>' in text
    assert "1 staat daarvan even stil" in text


def test_last_year_has_its_own_page_and_other_years_have_none(world: World, client_of: Clients) -> None:
    make_held(world, date(2025, 6, 4))
    service.set_target(2025, 60, by=world.gea.actor)
    client = client_of(world.gea)
    text = page(client)
    assert 'href="/cijfers/2025"' in text
    before = page(client, "/cijfers/2025")
    assert "Cijfers van 2025" in before
    assert "te gaan" not in before
    with clock.at(NOON):
        assert client.get("/cijfers/2024").status_code == 404
        assert client.get("/cijfers/9999999").status_code == 404


def test_no_name_and_no_referral_is_in_the_page(world: World, client_of: Clients) -> None:
    referral = make_held(world, date(2026, 1, 4))
    text = page(client_of(world.petra))
    assert referral.number not in text
    assert str(referral.id) not in text
    for somebody in (world.cor, world.noor, world.sanne, world.tom):
        assert somebody.person.surname not in text


def test_as_many_queries_for_one_conference_as_for_thirty(
    world: World, client_of: Clients, request: pytest.FixtureRequest
) -> None:
    seen: list[str] = request.getfixturevalue("queries")
    client, counts = client_of(world.gea), []
    for number in (1, 29):
        db.reading(False)
        for _ in range(number):
            make_held(world, date(2026, 2, 3))
        db.commit()
        seen.clear()
        page(client)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
