"""Claims to test with."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.db import db, new_id
from ekc.expenses import service
from ekc.expenses.models import Expense
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


def read(expense_id: int) -> Expense:
    """The claim as it is now."""
    return db.session.get_one(Expense, expense_id, populate_existing=True)
