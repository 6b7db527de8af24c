"""Two who arrange covers at the same moment, on both databases: never two covers, never one who is away."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts import covering
from ekc.accounts.models import Cover
from ekc.db import db
from ekc.errors import DomainError
from tests.world import make_world

pytestmark = pytest.mark.proof


def test_of_two_at_once_one_is_refused(chosen, full, proved):
    world, rounds = make_world(), 30 if full else 4
    petra, tess, sanne = world.petra.person.id, world.tess.person.id, world.sanne.person.id
    pairs = (((petra, tess), (petra, sanne)), ((petra, tess), (tess, petra)), ((petra, tess), (tess, sanne)))
    db.remove()
    for number in range(rounds):
        day = clock.today() + timedelta(days=number)
        at_once = pairs[number % len(pairs)]
        outcome = run(at_once, day, world.petra.actor)
        assert sorted(outcome) == ["done", "refused"], (number, outcome)
    assert db.session.query(Cover).count() == rounds
    kind = chosen.database_url.partition(":")[0].partition("+")[0]
    proved("one cover at a time", f"{rounds} rounds of 2, {kind}", "1 arranged, 1 refused each")


def run(pairs, day, by) -> list[str]:
    """Both at the same moment, each in a session of its own."""
    line, outcome = threading.Barrier(2), ["", ""]

    def arrange(number: int) -> None:
        line.wait(60)
        try:
            covering.arrange(*pairs[number], day, day, by=by)
            db.commit()
            outcome[number] = "done"
        except DomainError:
            outcome[number] = "refused"
        finally:
            db.remove()

    threads = [threading.Thread(target=arrange, args=(number,)) for number in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
        assert not one.is_alive()
    return outcome
