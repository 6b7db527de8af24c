"""Two imports at the same moment: nobody comes in twice, on SQLite and on PostgreSQL."""

from __future__ import annotations

from functools import partial

import pytest

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.exchange import queries, service
from ekc.exchange.models import Upload
from ekc.pool.models import Coordinator
from tests.agenda.trajects import NOON
from tests.exchange.files import bring, csv_of
from tests.racing import race
from tests.world import make_world

pytestmark = pytest.mark.proof
HEADER = ["Voornaam", "Achternaam", "Postcode", "Mail"]


def take(actor: Actor, upload_id: int, seen: str) -> None:
    """Take over a file."""
    service.take(queries.get_for(actor, upload_id), seen, by=actor)


def looked_at(world, content: bytes) -> partial[None]:
    upload = bring(world.petra, content)
    return partial(take, world.petra.actor, upload.id, service.plan_of(upload, by=world.petra.actor).digest)


def test_nobody_comes_in_twice(chosen, rounds, proved):
    with clock.at(NOON):
        world = make_world()
        pairs = []
        for number in range(rounds):
            shared = [f"An{number}", "Bos", "9601", f"an{number}@post.example"]
            files = [csv_of(HEADER, shared, [f"{side}{number}", side, "9601", ""]) for side in ("Els", "Bé")]
            same = looked_at(world, files[0])
            # in turn: two files with one person in both, two tabs with one file, and that file sent twice
            pairs.append([same, (looked_at(world, files[1]), same, looked_at(world, files[0]))[number % 3]])
    found = race(chosen, pairs)
    assert found == [["done", "late"]] * rounds
    assert db.session.query(Coordinator).count() == 2 + 2 * rounds
    with clock.at(NOON):
        for upload in db.session.query(Upload).filter_by(state="waiting"):
            again = service.plan_of(queries.get_for(world.petra.actor, upload.id), by=world.petra.actor)
            assert again.count("same") >= 1, "what the other file brought is there now"
            assert again.problems == ()
    kind = chosen.database_url.partition(":")[0].partition("+")[0]
    proved("one import at a time", f"{rounds} rounds of 2, {kind}", "nobody twice")
