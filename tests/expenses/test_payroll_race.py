"""Two of the bureau hand over at the same moment: each claim goes once, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from ekc import clock
from ekc.db import db
from ekc.expenses import payroll, payroll_rules
from ekc.expenses.models import Expense, ExpenseExport
from tests.agenda.trajects import NOON
from tests.expenses.claims import approve_all, make_claim
from tests.racing import race
from tests.world import make_world

pytestmark = pytest.mark.proof


def test_each_claim_goes_once(chosen, rounds, proved):
    wishes = []
    with clock.at(NOON):
        world = make_world()
        for number in range(rounds, 0, -1):
            make_claim(world.cor, "km", 10, days=number)
            make_claim(world.noor, "km", 10, days=number)
        approve_all(world.petra)
        for number in range(rounds, 0, -1):  # every round one day later: what went before is no more there
            until = clock.today() - timedelta(days=number)
            here = [one for one in payroll.ready(until, by=world.petra.actor) if one.on == until]
            seen = payroll_rules.digest(here)
            wishes.append([partial(payroll.hand_over, until, seen, by=world.petra.actor)] * 2)
    assert race(chosen, wishes) == [["done", "late"]] * rounds
    made = db.session.query(ExpenseExport)
    gone = [one.claim for export in made for one in payroll_rules.unpacked(export.lines)]
    assert len(gone) == len(set(gone)) == 2 * rounds
    assert db.session.query(Expense).filter_by(state="exported").count() == 2 * rounds
    kind = chosen.database_url.partition(":")[0].partition("+")[0]
    proved("each claim to payroll once", f"{rounds} rounds of 2, {kind}", "one delivery each")
