"""What a coordinator reads when her appointments do not get into her own calendar any more."""

from __future__ import annotations

from ekc.notifications.outbox import enqueue
from ekc.people import queries as people
from ekc.people.telling import told
from ekc.publishing.models import Publication


def stopped(publication: Publication) -> None:
    """It works no longer: one message, until it works again."""
    person = people.one(publication.municipality_id, publication.person_id)
    once = f"calendar_stopped:{publication.id}:{publication.told_at:%Y%m%dT%H%M%S}"
    enqueue(told(person, "calendar_stopped", ("publication", publication.id), once))
