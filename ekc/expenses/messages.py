"""What a volunteer hears about a claim: that there is a question, never about which traject."""

from __future__ import annotations

from ekc.expenses.models import Expense
from ekc.notifications.outbox import Draft, enqueue
from ekc.people.queries import one, told_at
from ekc.places.queries import municipality
from ekc.web.formatting import phone


def returned(claim: Expense) -> None:
    """The bureau has a question."""
    person = one(claim.municipality_id, claim.person_id)
    context = {
        "name": person.given_name,
        "claim": claim.coordinator_id,
        "phone": phone(municipality(claim.municipality_id).central_phone),
    }
    enqueue(
        Draft(
            municipality_id=claim.municipality_id,
            kind="expense_returned",
            address=told_at(person),
            person_id=person.id,
            about=("expense", claim.id),
            dedupe=f"expense_returned:{claim.id}:{claim.version}",
            context=context,
            replaces=True,
        )
    )
