"""Two who choose a day at the same moment, from processes of their own: one conference, one kind sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda.models import Conference
from ekc.agenda.rules import Plan
from ekc.db import db
from ekc.polls.models import DatePoll
from tests.agenda.racing import race
from tests.agenda.trajects import NOON, add, make_traject
from tests.polls.stories import board, make_poll, times
from tests.world import DAY, make_world

pytestmark = pytest.mark.proof


def plan(day):
    return Plan(day.starts_at, day.ends_at, place="bij oma", place_in_invitation=True, safety_checked=True)


def test_the_coordinator_and_the_bureau_choose_at_once(chosen, full, proved):
    rounds = 20 if full else 3
    with clock.at(NOON):
        world = make_world()
        wishes = []
        for number in range(rounds):
            traject = make_traject(world, surname=f"Jansen{number}")
            add(traject, "Oma", world.cor.actor, mail=f"oma{number}@post.example")
            days = [times(DAY + timedelta(days=2 * number + more)) for more in (0, 1)]
            first, second = board(make_poll(world, traject, days=days)).days
            wishes.append([(world.cor, first.id, plan(first)), (world.petra, second.id, plan(second))])
        db.commit()
    assert race(chosen, "choose", wishes) == [["done", "late"]] * rounds
    assert db.session.query(Conference).count() == rounds
    assert db.session.query(DatePoll).filter(DatePoll.state == "chosen").count() == rounds
    kind = "PostgreSQL" if chosen.database_url.startswith("postgres") else "SQLite"
    proved("one day chosen of a poll", f"{rounds} rounds of 2, {kind}", "1 winner each")
