"""A message to somebody we know: their name, their language, where it goes and whom to call are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.notifications import catalogue
from ekc.notifications.outbox import Draft
from ekc.people.queries import told_at
from ekc.places.queries import central

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ekc.people.models import Person


def told(
    person: Person,
    kind: str,
    about: tuple[str, int],
    dedupe: str,
    words: Mapping[str, object] | None = None,
    *,
    at: str | None = None,
    link: tuple[int, int] | None = None,
    not_before: datetime | None = None,
    expires: datetime | None = None,
    introduces: str | None = None,
    together: str | None = None,
    replaces: bool = False,
) -> Draft:
    """The message of this kind to a person with channels, in the words of `Draft`.

    `words` are those of the kind beside the name and the number to call. `at` is where it goes; without it,
    where a volunteer is told. KeyError for a kind that is not in the catalogue.
    """
    known = {"name": person.given_name, "phone": central(person.municipality_id)}
    asked = catalogue.of(kind).words
    return Draft(
        municipality_id=person.municipality_id,
        kind=kind,
        address=at or told_at(person),
        person_id=person.id,
        language=person.reads,
        about=about,
        dedupe=dedupe,
        context={word: known[word] for word in known if word in asked} | dict(words or {}),
        link=link,
        not_before=not_before,
        expires=expires,
        introduces=introduces,
        together=together,
        replaces=replaces,
    )
