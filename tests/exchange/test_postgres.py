"""Files in and out also speak PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, create_app
from ekc.db import db
from ekc.exchange import service
from tests.client import ReviewingClient
from tests.exchange.files import bring, csv_of, take
from tests.expenses.claims import hand_over, make_claim
from tests.world import empty_database, make_settings, make_world

POOL = csv_of(["Voornaam", "Achternaam", "Postcode", "Thuis in"], ["An", "Bos", "9601", "kerk"])
YEARS = csv_of(["Jaar", "Maand", "Plaats", "Gehouden"], [2019, 3, "Slochteren", 2])
TRAJECTS = csv_of(
    ["Eigen nummer", "Team", "Stand", "Coördinator", "Eerste gesprek op", "Datum", "Begin", "Waar"],
    ["1", "Hoogezand-Noord", "gepland", "Cor Kuiper", "1-10-2026", "20-11-2026", "19.30", "bij oma"],
)


@pytest.fixture
def postgres_world(tmp_path, postgres_kept):
    """The cast on PostgreSQL."""
    settings = make_settings(tmp_path, postgres_kept)
    empty_database(settings)
    yield make_world(), settings
    db.reading(False)
    db.engine.dispose()


def test_every_list_comes_in_and_goes_out_and_every_page_opens(postgres_world):
    world, settings = postgres_world
    for kind, content in (("pool", POOL), ("jaren", YEARS), ("trajecten", TRAJECTS)):
        assert take(world.petra, content, kind).count("new") == 1
        again = bring(world.petra, service.download(f"{kind}.csv", by=world.petra.actor)[1], kind)
        plan = service.plan_of(again, by=world.petra.actor)
        assert (plan.problems, plan.changes_something) == ((), False)
    make_claim(world.cor, "km", 10)
    delivery = hand_over(world.petra).id
    old_engine = db.engine
    app = create_app(settings)
    old_engine.dispose()
    app.test_client_class = ReviewingClient
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = world.petra.session_id
    pages = ("/in-en-uit", f"/in-en-uit/{again.id}", "/pool/vergoedingen/doorgeven", "/cijfers/2019")
    for address in (
        *pages,
        f"/pool/vergoedingen/doorgegeven/{delivery}/xlsx",
        "/in-en-uit/bestanden/pool.xlsx",
    ):
        assert client.get(address).status_code == 200, address
    assert service.lapse(clock.now() + timedelta(days=15)) == 3
    db.commit()
