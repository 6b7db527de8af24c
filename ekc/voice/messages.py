"""Telling a volunteer that her suggestion was answered; the answer itself stands on the page."""

from __future__ import annotations

from ekc.notifications.outbox import enqueue
from ekc.people.models import Person
from ekc.people.telling import told
from ekc.voice.models import Suggestion


def answered(suggestion: Suggestion, person: Person) -> None:
    """There is an answer to read."""
    once = f"suggestion:{suggestion.id}:{suggestion.version}"
    enqueue(told(person, "idea_answered", ("suggestion", suggestion.id), once, replaces=True))
