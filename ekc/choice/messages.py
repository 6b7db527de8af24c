"""What the family reads: that there is something to choose, never about whom or why."""

from __future__ import annotations

from ekc.accounts.models import PersonalLink
from ekc.choice import queries
from ekc.choice.models import Ballot
from ekc.notifications.outbox import Draft, enqueue
from ekc.people.models import Person
from ekc.places.queries import municipality
from ekc.web.formatting import phone


def choose(ballot: Ballot, person: Person, address: str, link: PersonalLink, *, agreed: bool) -> None:
    """Ask to choose, by a personal link; it leaves in waking hours. `agreed`: somebody told them that it
    would come; who that was, does not leave the house."""
    enqueue(
        Draft(
            municipality_id=ballot.municipality_id,
            kind="choice",
            address=address,
            person_id=person.id,
            language=person.reads,
            about=(queries.ABOUT, ballot.id),
            dedupe=f"choice:{ballot.id}:{ballot.times}",
            context={"phone": phone(municipality(ballot.municipality_id).central_phone)},
            expires=link.expires_at,
            link=(link.id, link.version),
            introduces="" if agreed else None,
            replaces=True,
        )
    )
