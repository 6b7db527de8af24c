"""What the family gets to read outside its page: that there is one, never about what."""

from __future__ import annotations

from ekc.accounts.models import PersonalLink
from ekc.db import new_id
from ekc.family import queries
from ekc.family.models import FamilyPage
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.rules import Way, way_of
from ekc.people.models import Person
from ekc.places.queries import municipality
from ekc.web.formatting import phone


def card(person: Person, address: str, link: PersonalLink, coordinator: str) -> bool:
    """The link to the card of whoever organises it, by first name; a newer one replaces one that has not
    left. Gives whether it is a letter."""
    enqueue(
        Draft(
            municipality_id=link.municipality_id,
            kind="card",
            address=address,
            person_id=person.id,
            language=person.reads,
            about=(link.about_kind, link.about_id),
            dedupe=f"card:{link.id}:{new_id()}",
            context={
                "coordinator": coordinator,
                "phone": phone(municipality(link.municipality_id).central_phone),
            },
            expires=link.expires_at,
            link=(link.id, link.version),
            introduces=coordinator,
            replaces=True,
        )
    )
    return way_of(address) is Way.LETTER


def own_page(page: FamilyPage, person: Person, address: str, link: PersonalLink, spoke: str | None) -> None:
    """The link to the own page; it leaves in waking hours and replaces an older one that has not left.

    `spoke`: the first name of who spoke them, None where nobody did.
    """
    enqueue(
        Draft(
            municipality_id=page.municipality_id,
            kind="family_page",
            address=address,
            person_id=person.id,
            language=person.reads,
            about=(queries.ABOUT, page.id),
            dedupe=f"family_page:{page.id}:{page.times}",
            context={"phone": phone(municipality(page.municipality_id).central_phone)},
            expires=link.expires_at,
            link=(link.id, link.version),
            introduces=spoke,
            replaces=True,
        )
    )
