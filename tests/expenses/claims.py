"""Claims to test with."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.db import db, new_id
from ekc.expenses import payroll, payroll_rules, queries, service
from ekc.expenses.models import Expense, ExpenseExport
from ekc.expenses.rules import Claim
from tests.world import Somebody


def make_claim(who: Somebody, kind: str = "km", amount: int = 20, days: int = 1, **told: object) -> int:
    """A claim of a coordinator, of so many days ago, committed; gives its id."""
    if kind == "receipt":
        told = {"what": "parking", **told}
    told = Claim(kind, clock.today() - timedelta(days=days), amount, **told)  # type: ignore[arg-type] # -- as told
    assert who.coordinator is not None
    made = service.claim(who.coordinator, told, new_id(), by=who.actor)
    db.commit()
    return made.id


def approve_all(by: Somebody) -> None:
    """The bureau approves whatever waits, committed."""
    service.approve(queries.waiting(by.actor, 1000), by=by.actor)
    db.commit()


def hand_over(by: Somebody) -> ExpenseExport:
    """A delivery of whatever waits or was approved until today, committed."""
    approve_all(by)
    seen = payroll_rules.digest(payroll.ready(clock.today(), by=by.actor))
    made = payroll.hand_over(clock.today(), seen, by=by.actor)
    db.commit()
    return made


def read(expense_id: int) -> Expense:
    """The claim as it is now."""
    return db.session.get_one(Expense, expense_id, populate_existing=True)
