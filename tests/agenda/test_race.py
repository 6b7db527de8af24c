"""No double booking of person or room, by the database, from several processes at once."""

from __future__ import annotations

from functools import partial

import pytest

from ekc.accounts.actor import Actor
from ekc.agenda import service
from ekc.agenda.models import Conference, Taken
from ekc.agenda.rules import Plan
from ekc.agenda.timeslots import quarters
from ekc.db import db
from ekc.referrals.models import Referral
from ekc.settings import Settings
from tests.agenda.trajects import Traject, a_plan, add, make_traject, make_venue
from tests.racing import race
from tests.world import Somebody, World

pytestmark = pytest.mark.proof


def plan(actor: Actor, referral_id: int, wanted: Plan) -> None:
    """A day for a traject."""
    service.plan(db.session.get_one(Referral, referral_id), wanted, by=actor)


def move(actor: Actor, conference_id: int, wanted: Plan) -> None:
    """Another day for a conference."""
    service.move(db.session.get_one(Conference, conference_id), wanted, by=actor)


def ready(world: World, lead: Somebody, surname: str) -> Traject:
    traject = make_traject(world, lead, surname=surname)
    add(traject, "Oma", lead.actor)
    return traject


def overlaps() -> list[tuple[int, int]]:
    """Pairs of planned conferences that share a person or a room in a quarter hour."""
    rows = db.session.query(Conference).filter_by(state="planned").all()
    return [
        (one.id, two.id)
        for one in rows
        for two in rows
        if one.id < two.id
        and set(quarters(one.starts_at, one.ends_at)) & set(quarters(two.starts_at, two.ends_at))
        and (one.coordinator_person_id == two.coordinator_person_id or (one.venue_id or 0) == two.venue_id)
    ]


def test_one_of_two_gets_the_coordinator(chosen, both, rounds, proved):
    pairs = [(ready(both, both.cor, f"A{n}"), ready(both, both.cor, f"B{n}")) for n in range(rounds)]
    wishes = [
        [
            partial(plan, both.cor.actor, one.referral_id, a_plan(days=n, hour=18 + at))
            for at, one in enumerate(pair)
        ]
        for n, pair in enumerate(pairs)
    ]
    assert race(chosen, wishes) == [["busy", "done"]] * rounds
    assert overlaps() == []
    assert db.session.query(Taken).count() == rounds * 12
    proved("R2 one conference per coordinator", f"{rounds} rounds of 2, {kind(chosen)}", "1 winner each")


def test_one_of_two_gets_the_room(chosen, both, rounds, proved):
    venue = make_venue(both).id
    pairs = [(ready(both, both.cor, f"A{n}"), ready(both, both.noor, f"B{n}")) for n in range(rounds)]
    days = [a_plan(days=n, venue_id=venue, place=None) for n in range(rounds)]
    wishes = [
        [
            partial(plan, both.cor.actor, one.referral_id, day),
            partial(plan, both.noor.actor, two.referral_id, day),
        ]
        for (one, two), day in zip(pairs, days, strict=True)
    ]
    assert race(chosen, wishes) == [["busy", "done"]] * rounds
    assert overlaps() == []
    proved("R2 one conference per room", f"{rounds} rounds of 2, {kind(chosen)}", "1 winner each")


def test_two_who_swap_hours_never_end_up_together(chosen, both, rounds, proved):
    venue = make_venue(both).id
    early, late = (a_plan(hour, 0, venue_id=venue, place=None) for hour in (9, 14))
    ours = ((both.cor, early), (both.noor, late))
    one, two = (
        service.plan(ready(both, who, who.person.surname).referral, day, by=who.actor).id for who, day in ours
    )
    db.commit()
    there = [partial(move, both.cor.actor, one, late), partial(move, both.noor.actor, two, early)]
    back = [partial(move, both.cor.actor, one, early), partial(move, both.noor.actor, two, late)]
    for outcome in race(chosen, [there, back] * rounds):
        assert set(outcome) <= {"busy", "done"}, outcome
    assert overlaps() == []
    assert db.session.query(Taken).count() == 2 * 2 * 12
    proved("R2 two who swap their hours", f"{2 * rounds} rounds, {kind(chosen)}", "never together")


def kind(chosen: Settings) -> str:
    """Which database this was."""
    return chosen.database_url.partition(":")[0].partition("+")[0]
