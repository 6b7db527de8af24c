"""What the family gets to read outside its page: that there is one, never about what."""

from __future__ import annotations

from ekc.accounts.models import PersonalLink
from ekc.db import new_id
from ekc.family import queries
from ekc.family.models import FamilyPage
from ekc.notifications.outbox import enqueue
from ekc.notifications.rules import Way, way_of
from ekc.people.models import Person
from ekc.people.telling import told


def card(person: Person, address: str, link: PersonalLink, coordinator: str) -> bool:
    """The link to the card of whoever organises it, by first name; a newer one replaces one that has not
    left. Gives whether it is a letter."""
    enqueue(
        told(
            person,
            "card",
            (link.about_kind, link.about_id),
            f"card:{link.id}:{new_id()}",
            {"coordinator": coordinator},
            at=address,
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
        told(
            person,
            "family_page",
            (queries.ABOUT, page.id),
            f"family_page:{page.id}:{page.times}",
            at=address,
            expires=link.expires_at,
            link=(link.id, link.version),
            introduces=spoke,
            replaces=True,
        )
    )
