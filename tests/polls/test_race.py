"""Two who choose a day at the same moment, from processes of their own: one conference, one kind sentence."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda.models import Conference
from ekc.agenda.rules import Plan
from ekc.db import db
from ekc.polls import service
from ekc.polls.models import DatePoll, PollDay
from ekc.referrals.models import Referral
from tests.agenda.trajects import NOON, add, make_traject
from tests.polls.stories import board, make_poll, times
from tests.racing import race
from tests.world import DAY, make_world

pytestmark = pytest.mark.proof


def plan(day):
    return Plan(day.starts_at, day.ends_at, place="bij oma", place_in_invitation=True, safety_checked=True)


def choose(actor: Actor, day_id: int, wanted: Plan) -> None:
    """That day it is."""
    day = db.session.get_one(PollDay, day_id)
    poll = db.session.get_one(DatePoll, day.poll_id)
    service.choose(poll, db.session.get_one(Referral, poll.referral_id), day_id, wanted, by=actor)


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
            wishes.append(
                [
                    partial(choose, world.cor.actor, first.id, plan(first)),
                    partial(choose, world.petra.actor, second.id, plan(second)),
                ]
            )
        db.commit()
    assert race(chosen, wishes) == [["done", "late"]] * rounds
    assert db.session.query(Conference).count() == rounds
    assert db.session.query(DatePoll).filter(DatePoll.state == "chosen").count() == rounds
    kind = "PostgreSQL" if chosen.database_url.startswith("postgres") else "SQLite"
    proved("one day chosen of a poll", f"{rounds} rounds of 2, {kind}", "1 winner each")
