"""What colleagues read when one does the work of another: names of colleagues and days, never a case."""

from __future__ import annotations

from collections.abc import Mapping

from ekc.accounts import queries
from ekc.accounts.actor import Actor
from ekc.accounts.models import Cover
from ekc.notifications.outbox import enqueue
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.people.telling import told
from ekc.web.formatting import day


def covered(cover: Cover, *, by: Actor) -> None:
    """Tell both who does whose work in which days, except who arranged it."""
    days = {"day": day(cover.from_day), "until": day(cover.until_day)}
    _tell(cover, "cover_yours", "cover_for_you", days, by)


def ended(cover: Cover, *, by: Actor) -> None:
    """Tell both that it stopped, except who ended it."""
    _tell(cover, "cover_yours_over", "cover_for_you_over", {}, by)


def _tell(cover: Cover, to_cover: str, to_absent: str, days: Mapping[str, str], by: Actor) -> None:
    pair = people.by_ids(cover.municipality_id, [cover.absent_person_id, cover.cover_person_id])
    absent, instead = pair[cover.absent_person_id], pair[cover.cover_person_id]
    for kind, person, other in ((to_cover, instead, absent), (to_absent, absent, instead)):
        if person.id != by.person_id:
            _send(cover, kind, person, {"who": other.name, **days})


def _send(cover: Cover, kind: str, person: Person, words: Mapping[str, str]) -> None:
    to = people.reach(person)
    if to is None:
        return
    path = "/waarneming" if queries.account_of(person.id) else ""  # without one, no page opens
    once = f"{kind}:{cover.id}:{person.id}"
    enqueue(told(person, kind, ("cover", cover.id), once, {"path": path, **words}, at=to))
