"""What the family reads: that there is something to choose, never about whom or why."""

from __future__ import annotations

from ekc.accounts.models import PersonalLink
from ekc.choice import queries
from ekc.choice.models import Ballot
from ekc.notifications.outbox import enqueue
from ekc.people.models import Person
from ekc.people.telling import told


def choose(ballot: Ballot, person: Person, address: str, link: PersonalLink, *, agreed: bool) -> None:
    """Ask to choose, by a personal link; it leaves in waking hours. `agreed`: somebody told them that it
    would come; who that was, does not leave the house."""
    enqueue(
        told(
            person,
            "choice",
            (queries.ABOUT, ballot.id),
            f"choice:{ballot.id}:{ballot.times}",
            at=address,
            expires=link.expires_at,
            link=(link.id, link.version),
            introduces="" if agreed else None,
            replaces=True,
        )
    )
