"""Finding a person: by id, or by their exact name or channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY = (
    select(Person)
    .where(
        Person.municipality_id == bindparam("municipality"), Person.id.in_(bindparam("ids", expanding=True))
    )
    .options(selectinload(Person.channels))
)


def by_ids(municipality_id: int, ids: Iterable[int | None]) -> dict[int, Person]:
    """Persons with their channels, by id; two queries however many."""
    wanted = [person_id for person_id in ids if person_id is not None]
    found = db.session.scalars(MANY, {"municipality": municipality_id, "ids": wanted}).all()
    return {person.id: person for person in found}


def one(municipality_id: int, person_id: int) -> Person:
    """A person with channels, or NotFoundError. Whoever calls has already found the person through the
    actor."""
    found = by_ids(municipality_id, [person_id]).get(person_id)
    if found is None:
        raise NotFoundError
    return found


def address(person: Person, kind: str) -> str | None:
    """The person's first address of a kind (phone, mail, post), the preferred one first."""
    ranked = sorted(person.channels, key=lambda channel: not channel.preferred)
    return next((channel.value for channel in ranked if channel.kind == kind and channel.value), None)
