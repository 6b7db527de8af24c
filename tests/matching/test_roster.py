"""How the pool is doing, and the list with filters."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from ekc import clock
from ekc.db import db
from ekc.matching import roster
from ekc.matching.roster import ELSEWHERE, IN, NOT, Filters
from ekc.matching.service import say_no, year_start
from ekc.people.service import Particulars
from ekc.pool import queries as pool
from ekc.pool import rules, service
from ekc.pool.path import Stage
from ekc.referrals import service as referrals
from tests.matching.stories import make_referral, open_round
from tests.world import make_coordinator

DAY = timedelta(days=1)


@pytest.fixture
def today(world):
    return clock.today()


def listed(world, filters: Filters) -> set[str]:
    names = {world.cor.coordinator.id: "cor", world.noor.coordinator.id: "noor"}
    rows = roster.page(world.petra.actor, filters, year_start(), 0, 50)
    assert len(rows) == roster.size(world.petra.actor, filters)
    return {names.get(row.id, "leo") for row in rows}


@pytest.mark.parametrize(
    ("filters", "who"),
    [
        (Filters(), {"cor", "noor"}),
        (Filters("active"), {"noor"}),
        (Filters("paused"), {"noor"}),
        (Filters("stopped"), {"leo"}),
        (Filters("intake"), {"cor"}),
        (Filters("training"), set()),
        (Filters(language="ara"), {"noor"}),
        (Filters(language="nld"), {"cor", "noor"}),
        (Filters(language="ra"), set()),
        (Filters(order=IN), {"noor"}),
        (Filters(order=NOT), {"cor"}),
        (Filters("stopped", order=NOT), {"leo"}),
        (Filters("stopped", village=ELSEWHERE), {"leo"}),
        (Filters(village=ELSEWHERE), set()),
        (Filters(village=1), set()),
    ],
)
def test_each_filter_leaves_who_fits(world, filters, who):
    leo = make_coordinator(world.municipality, "Leo Laat", "leo@pool.example", "1012")
    world.cor.coordinator.stage, leo.coordinator.stage = "intake", "stopped"
    noor = world.noor.coordinator
    noor.languages, noor.paused_until = ("nld", "ara"), clock.today()
    db.session.flush()
    assert listed(world, filters) == who
    if filters == Filters():
        assert listed(world, Filters(village=noor.locality_id)) == {"noor"}


NONE = {
    "trained_on": None,
    "vog_until": None,
    "vog_seen_on": None,
    "secrecy_on": None,
    "code_version": None,
}


def test_in_order_means_the_same_in_a_list_as_in_the_rules(world, today):
    """Every stage with every date missing, just too early and just in time."""
    noor = world.noor.coordinator
    right = {column: getattr(noor, column) for column in NONE}
    there = db.session.query(pool.Coordinator.id).filter(pool.IN_ORDER, pool.Coordinator.id == noor.id)
    values = {"municipality": world.municipality.id, "today": today}
    seen = set()
    for stage, column, off in product(Stage, NONE, (None, -1, 0, 1)):
        noor.stage = stage.value
        there_or_not = (
            (1 + off if column == "code_version" else today + off * DAY) if off is not None else None
        )
        for each, value in {**right, column: there_or_not}.items():
            setattr(noor, each, value)
        db.session.flush()
        found = bool(db.session.execute(there.statement, values).all())
        assert found is (not rules.lacking(service.papers_of(noor), today)), (stage, column, off)
        seen.add(found)
    assert seen == {True, False}


def test_the_count_of_heads_and_what_they_carry(world):
    make_coordinator(world.municipality, "Leo Laat", "leo@pool.example", stage="training")
    gone = make_coordinator(world.municipality, "Ina Weg", "ina@pool.example", stage="stopped")
    make_coordinator(world.municipality, "Ans Nieuw", "ans@pool.example", stage="interested")
    first, second, third = (
        make_referral(world, focus=(Particulars("Mia", name),)) for name in ("Mulder", "Bos", "Dijk")
    )
    said, silent = open_round(world, first, world.noor, world.cor)
    say_no(said, None, by=world.noor.actor)
    silent.state = "lapsed"
    world.cor.coordinator.paused_until = gone.coordinator.paused_until = clock.today()
    open_round(world, second, world.noor)
    referrals.assign(third, world.noor.coordinator, by=world.petra.actor)
    db.session.flush()
    found = roster.headcount(world.petra.actor, year_start(), clock.now())
    assert (found.active, found.training, found.coming, found.paused, found.stopped) == (2, 1, 1, 1, 1)
    assert (found.carried, found.room, found.begun) == (1, 3, 1)
    assert found.load == pytest.approx(1 / 3)
    assert (found.answered, found.silent, found.replies) == (1, 1, 50)


def test_an_empty_pool_has_no_average(world):
    found = roster.Headcount(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert (found.load, found.replies) == (None, None)
