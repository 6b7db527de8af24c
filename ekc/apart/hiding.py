"""A secret address: nobody sees it but the team that must post a letter, and a place at home says none.

Coordinator and bureau only know that it is secret. So it can stand in no message, calendar, list or log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from ekc.accounts.models import Role
from ekc.apart import rules
from ekc.apart.queries import MUNICIPALITY, REFERRAL
from ekc.audit.service import record
from ekc.circle.models import CircleMember
from ekc.circle.service import for_lead
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.invitations import service as invitations
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.people.models import Person
from ekc.referrals.models import FocusPerson, Referral
from ekc.referrals.rules import check_no_bsn
from ekc.referrals.visibility import TEAM

if TYPE_CHECKING:
    from collections.abc import Collection

    from ekc.accounts.actor import Actor

OF_TRAJECT = or_(
    Person.id.in_(select(FocusPerson.person_id).where(FocusPerson.referral_id == REFERRAL)),
    Person.id.in_(
        select(CircleMember.person_id).where(
            CircleMember.referral_id == REFERRAL, CircleMember.removed_at.is_(None)
        )
    ),
)
SECRETS = select(func.count()).where(
    Person.municipality_id == MUNICIPALITY, Person.address_secret, OF_TRAJECT
)
SAID = select(func.count()).where(
    Referral.municipality_id == MUNICIPALITY, Referral.id == REFERRAL, Referral.hides_address == "yes"
)
ANY = select(SECRETS.scalar_subquery() + SAID.scalar_subquery())


def any_of(municipality_id: int, referral_id: int) -> bool:
    """Whether somebody of a traject has a secret address, or the aanmelding said so and nobody said yet who;
    one query."""
    return bool(db.session.scalar(ANY, {"municipality": municipality_id, "referral": referral_id}))


def may_read(actor: Actor, referral: Referral) -> bool:
    """Whether the actor posts the letters, and so may read an address: only the team that asked."""
    return actor.is_a(*TEAM) and referral.team_id in actor.team_ids


def hide(referral: Referral, person_id: int, known: Collection[int], *, by: Actor) -> None:
    """Somebody's address is secret. NotFoundError for who is not among the `known` (person ids)."""
    person = _one(referral, person_id, known)
    person.address_secret = True
    invitations.forget_postal(person)
    record("hide_address", "person", person.id, by=_may(referral, by))
    db.session.flush()


def show(referral: Referral, person_id: int, known: Collection[int], *, by: Actor) -> None:
    """It is secret no more. DomainError for who only organises it."""
    person = _one(referral, person_id, known)
    if not by.is_a(Role.BUREAU, *TEAM):
        raise DomainError("Alleen het team of het bureau zegt dat een adres niet meer geheim is. Bel hen.")
    person.address_secret = False
    record("show_address", "person", person.id, by=_may(referral, by))
    db.session.flush()
    if not db.session.scalar(SECRETS, {"municipality": referral.municipality_id, "referral": referral.id}):
        referral.hides_address = "no"
        db.session.flush()


def keep(
    referral: Referral, person_id: int, known: Collection[int], address: str | None, *, by: Actor
) -> None:
    """The address to post a letter to, or None: kept no more. DomainError for who is not of the team.

    Where the aanmelding said that an address is secret, this one is.
    """
    person = _one(referral, person_id, known)
    if not may_read(by, referral):
        raise DomainError("Een adres schrijf je niet op. Alleen het team dat aanmeldde, bewaart het.")
    check_no_bsn([address or ""])
    rules.check_address(address)
    people_service.set_post(person, address)
    record("keep_address", "person", person.id, by=by)
    if address and referral.hides_address == "yes":
        hide(referral, person_id, known, by=by)
    db.session.flush()


def _one(referral: Referral, person_id: int, known: Collection[int]) -> Person:
    if person_id not in known:
        raise NotFoundError
    return people.one(referral.municipality_id, person_id)


def _may(referral: Referral, by: Actor) -> Actor:
    return by if by.is_a(*TEAM) else for_lead(referral.municipality_id, referral.id, by)
