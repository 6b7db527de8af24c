"""What an aanmelding said and nobody wrote down yet: who must not meet whom, whose address is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, or_, select

from ekc.accounts.models import Role
from ekc.apart.models import KeptApart
from ekc.audit.service import record
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.errors import DomainError
from ekc.people.models import Person
from ekc.referrals.models import FocusPerson, Referral
from ekc.referrals.visibility import HERE, OF_TEAM, TEAM, visible_to
from ekc.referrals.worklists import OPEN

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor

MOST = 50
PAIR = select(KeptApart.id).where(KeptApart.referral_id == Referral.id).correlate(Referral).exists()
WRITTEN = (
    select(KeptApart.id).where(KeptApart.referral_id == bindparam("referral", type_=BigInteger())).limit(1)
)
SECRETS = [
    select(Person.id)
    .join(of, of.person_id == Person.id)
    .where(of.referral_id == Referral.id, Person.address_secret)
    .correlate(Referral)
    .exists()
    for of in (FocusPerson, CircleMember)
]
WHO = and_(Referral.meets_not == "yes", ~PAIR)
WHOSE = and_(Referral.hides_address == "yes", ~or_(*SECRETS))
TO_WRITE = (
    select(Referral.id, Referral.number, WHO.label("who"), WHOSE.label("whose"))
    .where(
        HERE,
        OF_TEAM,
        Referral.submitted_at.is_not(None),
        Referral.state.in_(bindparam("states", expanding=True)),
        or_(WHO, WHOSE),
    )
    .order_by(Referral.state_since, Referral.id)
    .limit(MOST)
)


class ToWrite(NamedTuple):
    """An aanmelding of which the team must still say `who` must not meet, or `whose` address is secret."""

    id: int
    number: str
    who: bool
    whose: bool


def waiting(actor: Actor) -> list[ToWrite]:
    """What the actor's teams must still write down, the oldest first; one query."""
    return [ToWrite._make(row) for row in db.rows(TO_WRITE, {**visible_to(actor), "states": OPEN})]


def unknown_who(referral: Referral) -> bool:
    """Whether the aanmelding said that somebody must not meet another, and nobody wrote down or said who."""
    if referral.meets_not != "yes":
        return False
    return db.session.scalar(WRITTEN, {"referral": referral.id}) is None


def nobody(referral: Referral, *, by: Actor) -> None:
    """There is nobody after all who must not meet another: the question stands no more."""
    referral.meets_not = "no"
    record("nobody_apart", "referral", referral.id, by=by)
    db.session.flush()


def no_address(referral: Referral, *, by: Actor) -> None:
    """No address is secret after all. DomainError for who only organises it."""
    if not by.is_a(Role.BUREAU, *TEAM):
        raise DomainError("Alleen het team of het bureau zegt dat er geen geheim adres is. Bel hen.")
    referral.hides_address = "no"
    record("no_secret_address", "referral", referral.id, by=by)
    db.session.flush()
