"""The statements of matching and the pool also speak PostgreSQL."""

from __future__ import annotations

import pytest

from ekc import create_app, processes
from ekc.db import db
from tests.client import ReviewingClient
from tests.matching.stories import make_referral, open_round
from tests.world import empty_database, make_settings, make_world


@pytest.fixture
def postgres_world(tmp_path, postgres_kept):
    """The cast on PostgreSQL."""
    settings = make_settings(tmp_path, postgres_kept)
    empty_database(settings)
    yield make_world(), settings
    db.reading(False)
    db.engine.dispose()


def test_every_page_opens_and_lapsing_works(postgres_world):
    world, settings = postgres_world
    referral = make_referral(world)
    cor, _ = open_round(world, referral, world.cor, world.noor)
    old_engine = db.engine
    app = create_app(settings)
    old_engine.dispose()
    app.test_client_class = ReviewingClient
    pages = [
        (
            world.petra,
            (
                "/pool",
                "/pool?stand=active&taal=nld&orde=1&dorp=-1",
                f"/pool/{world.cor.coordinator.id}",
                f"/aanmeldingen/{referral.id}/kandidaten",
            ),
        ),
        (world.cor, ("/mijn-grenzen", f"/aanbod/{cor.id}")),
    ]
    for who, addresses in pages:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = who.session_id
        for address in addresses:
            assert client.get(address).status_code == 200, address
    assert processes.lapse_offers(cor.expires_at) == 2
    db.commit()
