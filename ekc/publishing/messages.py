"""What a coordinator reads when her appointments do not get into her own calendar any more."""

from __future__ import annotations

from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.places.queries import municipality
from ekc.publishing.models import Publication
from ekc.web.formatting import phone


def stopped(publication: Publication) -> None:
    """It works no longer: one message, until it works again."""
    person = people.one(publication.municipality_id, publication.person_id)
    number = phone(municipality(publication.municipality_id).central_phone)
    enqueue(
        Draft(
            municipality_id=publication.municipality_id,
            kind="calendar_stopped",
            address=people.told_at(person),
            person_id=publication.person_id,
            about=("publication", publication.id),
            dedupe=f"calendar_stopped:{publication.id}:{publication.told_at:%Y%m%dT%H%M%S}",
            context={"name": person.given_name, "phone": number},
        )
    )
