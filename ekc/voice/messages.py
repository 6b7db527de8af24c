"""Telling a volunteer that her suggestion was answered; the answer itself stands on the page."""

from __future__ import annotations

from ekc.notifications.outbox import Draft, enqueue
from ekc.people.models import Person
from ekc.people.queries import told_at
from ekc.places.queries import municipality
from ekc.voice.models import Suggestion
from ekc.web.formatting import phone


def answered(suggestion: Suggestion, person: Person) -> None:
    """There is an answer to read."""
    enqueue(
        Draft(
            municipality_id=suggestion.municipality_id,
            kind="idea_answered",
            address=told_at(person),
            person_id=person.id,
            about=("suggestion", suggestion.id),
            dedupe=f"suggestion:{suggestion.id}:{suggestion.version}",
            context={
                "name": person.given_name,
                "phone": phone(municipality(suggestion.municipality_id).central_phone),
            },
            replaces=True,
        )
    )
