"""What the list of running trajecten is read against: teams, places, coordinators, hours that are taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select

from ekc.accounts.queries import teams
from ekc.agenda.models import Conference, Venue
from ekc.db import db
from ekc.errors import DomainError
from ekc.exchange.pool_columns import MARK
from ekc.exchange.trajects_columns import overlap
from ekc.people import queries as persons
from ekc.places.queries import localities
from ekc.pool.models import Coordinator
from ekc.pool.path import IN_TRAINING_OR_ACTIVE
from ekc.pool.wording import plain
from ekc.referrals.models import Referral

HERE: BindParameter[int] = bindparam("municipality")
NUMBERS = select(Referral.id, Referral.number, Referral.own_key).where(Referral.municipality_id == HERE)
AT_WORK = select(Coordinator.id, Coordinator.person_id).where(
    Coordinator.municipality_id == HERE, Coordinator.stage.in_(sorted(IN_TRAINING_OR_ACTIVE))
)
VENUES = select(Venue.id, Venue.name).where(Venue.municipality_id == HERE, Venue.closed.is_(False))
PLANNED = select(
    Conference.coordinator_person_id, Conference.venue_id, Conference.starts_at, Conference.ends_at
).where(Conference.municipality_id == HERE, Conference.state == "planned")
Hours = tuple[datetime, datetime]


class RefusedError(DomainError):
    """Something is called in a way that we do not know."""


@dataclass(slots=True)
class Known:
    """Everything by what people call it, in small letters."""

    by_number: Mapping[str, tuple[int, str]]
    by_own: Mapping[str, tuple[int, str]]
    teams: Mapping[str, int]
    places: Mapping[str, int]
    leads: Mapping[str, list[int]]
    venues: Mapping[str, int]
    taken: dict[tuple[str, int], list[Hours]] = field(default_factory=dict)

    def team(self, told: str) -> int:
        """A team by its name."""
        found = self.teams.get(plain(told))
        if found is None:
            raise RefusedError(f"Het team ‘{told}’ kennen we niet.")
        return found

    def place(self, told: str) -> int:
        """A dorp or wijk by its name or postcode."""
        found = self.places.get(told.casefold())
        if found is None:
            raise RefusedError(f"‘{told}’ kennen we niet als dorp of wijk van deze gemeente.")
        return found

    def lead(self, told: str) -> int:
        """A coordinator who is in training or active, by name, mail address or mark."""
        marked = MARK.fullmatch(told.upper())
        found = set(self.leads.get(f"#{int(marked[1], 16)}" if marked else _called(told), ()))
        if not found:
            raise RefusedError(f"‘{told}’ is niet actief of in training in de pool.")
        if len(found) > 1:
            raise RefusedError(f"Er zijn er meer die ‘{told}’ heten. Vul het mailadres in.")
        return found.pop()

    def venue(self, told: str) -> int | None:
        """A place to meet by its name; None where it is told in other words."""
        return self.venues.get(plain(told)) if told else None

    def free(self, kind: str, what: int, hours: Hours) -> bool:
        """Whether a coordinator or a venue has these hours free; they are taken from now on."""
        there = self.taken.setdefault((kind, what), [])
        if any(overlap(hours, other) for other in there):
            return False
        there.append(hours)
        return True


def known_now(municipality_id: int) -> Known:
    """What is known at this moment; nine queries however much there is."""
    here = {"municipality": municipality_id}
    referrals = db.rows(NUMBERS, here).all()
    at_work = {row.person_id: row.id for row in db.rows(AT_WORK, here)}
    places: dict[str, int] = {}
    for one in localities(municipality_id):
        places.setdefault(one.name.casefold(), one.id)
        places[one.pc4] = one.id
    known = Known(
        by_number={row.number: (row.id, row.number) for row in referrals},
        by_own={row.own_key: (row.id, row.number) for row in referrals if row.own_key},
        teams={plain(name): team_id for team_id, name in teams(municipality_id).items()},
        places=places,
        leads=_leads(municipality_id, at_work),
        venues={plain(row.name): row.id for row in db.rows(VENUES, here)},
    )
    for row in db.rows(PLANNED, here):
        hours = (row.starts_at, row.ends_at)
        if row.coordinator_person_id in at_work:
            known.taken.setdefault(("lead", at_work[row.coordinator_person_id]), []).append(hours)
        if row.venue_id is not None:
            known.taken.setdefault(("venue", row.venue_id), []).append(hours)
    return known


def _leads(municipality_id: int, at_work: Mapping[int, int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for person in persons.by_ids(municipality_id, at_work).values():
        for called in _names(person.name, persons.address(person, "mail"), at_work[person.id]):
            found.setdefault(called, []).append(at_work[person.id])
    return found


def _names(name: str, mail: str | None, coordinator_id: int) -> Iterable[str]:
    return (_called(name), *([_called(mail)] if mail else []), f"#{coordinator_id}")


def _called(told: str) -> str:
    return told.casefold() if "@" in told else plain(told)
