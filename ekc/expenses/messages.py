"""What a volunteer hears about a claim: that there is a question, never about which traject."""

from __future__ import annotations

from ekc.expenses.models import Expense
from ekc.notifications.outbox import enqueue
from ekc.people.queries import one
from ekc.people.telling import told


def returned(claim: Expense) -> None:
    """The bureau has a question."""
    person = one(claim.municipality_id, claim.person_id)
    once = f"expense_returned:{claim.id}:{claim.version}"
    words = {"claim": claim.coordinator_id}
    enqueue(told(person, "expense_returned", ("expense", claim.id), once, words, replaces=True))
