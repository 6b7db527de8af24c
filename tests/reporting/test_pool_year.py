"""How people came to the pool and why they left, per year, for the bureau."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.matching import leaving
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.pool.rules import Enrolment
from tests.agenda.trajects import noon

__all__ = ["noon"]  # a fixture: it is noon in all tests below


def join(world, name: str, source: str | None):
    """Somebody comes to the pool."""
    told = Particulars(name, "Achternaam", mail=f"{name.lower()}@pool.example")
    return pool.enrol(told, Enrolment("9611", source=source), by=world.petra.actor)


def test_the_bureau_reads_how_people_came_and_why_they_left(world, client_of):
    gone = join(world, "Anna", "village")
    join(world, "Bas", "village")
    join(world, "Cees", "paper")
    leaving.move(gone, "stop", 0, reason="moved", by=world.petra.actor)
    db.commit()
    page = " ".join(client_of(world.petra).get("/cijfers/pool").text.split())
    assert '>via het dorp of de wijk</th><td data-label="Hoeveel">2</td>' in page
    assert '>via krant of folder</th><td data-label="Hoeveel">1</td>' in page
    assert '>onbekend</th><td data-label="Hoeveel">2</td>' in page  # Cor and Noor
    assert '>verhuisd</th><td data-label="Hoeveel">1</td>' in page
    assert "<dt>Nieuw</dt><dd>5</dd>" in page
    assert "<dt>Gestopt</dt><dd>1</dd>" in page
    assert "Anna" not in page
    assert 'href="/cijfers/pool"' in client_of(world.petra).get("/pool").text


def test_a_year_counts_what_happened_in_it(world, client_of):
    gone = join(world, "Anna", "paper")
    with clock.at(clock.now() - timedelta(days=366)):
        away = join(world, "Bas", "paper")
    with clock.at(clock.now() + timedelta(days=366)):
        leaving.move(gone, "stop", 0, reason="health", by=world.petra.actor)
        leaving.move(gone, "come_back", 0, by=world.petra.actor)
        leaving.move(away, "stop", 0, reason="moved", by=world.petra.actor)
        db.commit()
        year = clock.today().year
        before = client_of(world.petra).get(f"/cijfers/pool/{year - 1}").text
        after = client_of(world.petra).get(f"/cijfers/pool/{year}").text
    assert ("via krant of folder" in before, "om de gezondheid" in before) == (True, False)
    assert ("via krant of folder" in after, "om de gezondheid" in after) == (False, True)
    assert "<dt>Kwam terug</dt><dd>1</dd>" in after
    assert "Zij deden gemiddeld 2,0 jaar mee." in after
    assert "Zij deden" not in before
    assert "Wie actief is, doet gemiddeld 1,0 jaar mee." in after  # Cor and Noor


@pytest.mark.parametrize("name", ["sanne", "tess", "cor", "gea", "bea"])
def test_nobody_else_finds_it(world, client_of, name):
    assert client_of(getattr(world, name)).get("/cijfers/pool").status_code == 404


@pytest.mark.parametrize("year", ["1999", "2999", "9999999999999"])
def test_a_year_without_a_pool_is_no_page(world, client_of, year):
    assert client_of(world.petra).get(f"/cijfers/pool/{year}").status_code == 404


def test_as_many_queries_for_many_as_for_few(world, client_of, queries):
    client = client_of(world.petra)

    def asked() -> int:
        queries.clear()
        client.get("/cijfers/pool")
        return len(queries)

    before = asked()
    for number in range(30):
        join(world, f"N{number}", "online")
    db.commit()
    assert asked() == before
