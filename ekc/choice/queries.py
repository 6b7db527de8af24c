"""The cards that a family chooses from, who was asked to choose, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select
from sqlalchemy.orm import aliased

from ekc.accounts.actor import Actor
from ekc.accounts.models import PersonalLink
from ekc.choice import rules
from ekc.choice.models import Ballot, Choice
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.matching import buddies
from ekc.matching.models import Offer
from ekc.matching.queries import WAS_ON_IT
from ekc.people import languages
from ekc.people.models import Person
from ekc.places.models import Locality
from ekc.pool.models import Coordinator
from ekc.referrals import queries as referrals
from ekc.referrals.models import LEADS_NOW, Assignment, Referral

ABOUT = "choice"
MUNICIPALITY = bindparam("municipality", type_=BigInteger())
REFERRAL = bindparam("referral", type_=BigInteger())
BUDDY, BUDDY_PERSON = aliased(Coordinator), aliased(Person)
CARDS = (
    select(
        Offer.id,
        Offer.coordinator_id,
        Offer.buddy_id,
        Person.given_name,
        Person.surname,
        Coordinator.languages,
        Coordinator.about,
        Locality.name.label("place"),
        BUDDY_PERSON.given_name.label("buddy"),
    )
    .join(Coordinator, Coordinator.id == Offer.coordinator_id)
    .join(Person, Person.id == Offer.person_id)
    .outerjoin(Locality, Locality.id == Coordinator.locality_id)
    .outerjoin(BUDDY, BUDDY.id == Offer.buddy_id)
    .outerjoin(BUDDY_PERSON, BUDDY_PERSON.id == BUDDY.person_id)
    .where(
        Offer.municipality_id == MUNICIPALITY,
        Offer.referral_id == REFERRAL,
        Offer.state == "yes",
        ~WAS_ON_IT,
    )
    .order_by(Offer.answered_at, Offer.id)
)
ONE = (
    select(Ballot, Referral.id, Referral.state, Referral.number, Referral.choice_waived)
    .join(Referral, Referral.id == Ballot.referral_id)
    .where(
        Ballot.municipality_id == MUNICIPALITY,
        Ballot.id == bindparam("id"),
        Ballot.person_id == bindparam("person"),
    )
)
BALLOTS = (
    select(Ballot, PersonalLink)
    .outerjoin(
        PersonalLink,
        (PersonalLink.about_id == Ballot.id)
        & (PersonalLink.about_kind == ABOUT)
        & PersonalLink.revoked_at.is_(None),
    )
    .where(Ballot.municipality_id == MUNICIPALITY, Ballot.referral_id == REFERRAL)
    .order_by(Ballot.id)
)
BALLOT = (
    select(Referral, PersonalLink)
    .join(Ballot, Ballot.referral_id == Referral.id)
    .join(PersonalLink, PersonalLink.about_id == Ballot.id)
    .where(
        referrals.VISIBLE,
        Ballot.id == bindparam("ballot", type_=BigInteger()),
        PersonalLink.about_kind == ABOUT,
        PersonalLink.revoked_at.is_(None),
    )
)
SAID = (
    select(Choice)
    .where(Choice.municipality_id == MUNICIPALITY, Choice.referral_id == REFERRAL)
    .order_by(Choice.id)
)
LEAD = (
    select(Assignment.first_contact_by, Assignment.first_contact_on, Person.given_name)
    .join(Person, Person.id == Assignment.person_id)
    .where(
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.referral_id == REFERRAL,
        LEADS_NOW,
    )
)


class Card(NamedTuple):
    """What a family reads of somebody who can: no surname, no street, no number."""

    offer_id: int
    letter: str
    given_name: str
    speaks: Sequence[str]  # names of languages
    region: str
    about: str | None
    buddy: str | None  # the first name of who does it with her


@dataclass(frozen=True, slots=True)
class Asking:
    """A ballot as its own page needs it."""

    ballot: Ballot
    referral_id: int
    state: str
    number: str
    waived: str | None


class Leading(NamedTuple):
    """Who organises it now, by the first name, and when she calls."""

    first_contact_by: datetime
    first_contact_on: datetime | None
    given_name: str


def get_for(actor: Actor, ballot_id: int) -> Asking:
    """The actor's own ballot with where the search is; NotFoundError for anybody else."""
    values = {"municipality": actor.municipality_id, "id": ballot_id, "person": actor.person_id or 0}
    row = db.session.execute(ONE, values).one_or_none()
    if row is None:
        raise NotFoundError
    return Asking(*row)


def cards(municipality_id: int, referral_id: int) -> list[Card]:
    """Who can and could begin, the first yes first; two queries however many."""
    rows = db.session.execute(CARDS, _of(municipality_id, referral_id)).all()
    alone = buddies.needing(municipality_id, [row.coordinator_id for row in rows if row.buddy_id is None])
    there = [row for row in rows if row.buddy_id is not None or row.coordinator_id not in alone]
    return [
        Card(
            row.id,
            rules.letter(number),
            row.given_name,
            languages.names(row.languages),
            row.place or "een plaats in de buurt",
            rules.own_words(row.about, row.surname),
            row.buddy,
        )
        for number, row in enumerate(there)
    ]


def ballots(referral: Referral) -> list[tuple[Ballot, PersonalLink | None]]:
    """Who of the family was asked by a link, with that link."""
    rows = db.session.execute(BALLOTS, _of(referral.municipality_id, referral.id))
    return [(ballot, link) for ballot, link in rows]


def ballot(actor: Actor, ballot_id: int) -> tuple[Referral, PersonalLink]:
    """The aanmelding of a ballot, for its team and the bureau, with the living link to choose by;
    NotFoundError otherwise."""
    values = {**referrals.visible_to(actor), "coordinator": None, "ballot": ballot_id}
    row = db.session.execute(BALLOT, values).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def said(referral: Referral) -> Sequence[Choice]:
    """What the family said so far, the oldest first."""
    return db.session.scalars(SAID, _of(referral.municipality_id, referral.id)).all()


def leading(municipality_id: int, referral_id: int) -> Leading | None:
    """Who organises it now."""
    row = db.session.execute(LEAD, _of(municipality_id, referral_id)).one_or_none()
    return None if row is None else Leading._make(row)


def _of(municipality_id: int, referral_id: int) -> dict[str, object]:
    return {"municipality": municipality_id, "referral": referral_id}
