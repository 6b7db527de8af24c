"""The card of whoever organises it, to somebody around the household: by their own link, or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select

from ekc import clock
from ekc.accounts import queries as accounts_queries
from ekc.accounts import service as accounts
from ekc.audit.service import record
from ekc.circle import queries as circle
from ekc.circle import service as circle_service
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.family import messages, queries, rules
from ekc.people import queries as people
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.people.models import Person

ABOUT = "card"
SPEAK_FIRST = "Spreek {name} eerst. Daarna kan het kaartje weg."
GIVE_IT = "{name} krijgt geen bericht. Print het kaartje en geef of stuur het zelf."
NOBODY = "Er is nu geen coördinator."
OF_MEMBER = (
    select(Referral)
    .join(CircleMember, CircleMember.referral_id == Referral.id)
    .where(
        CircleMember.id == bindparam("member", type_=BigInteger()),
        CircleMember.municipality_id == bindparam("municipality", type_=BigInteger()),
        CircleMember.person_id == bindparam("person", type_=BigInteger()),
        CircleMember.removed_at.is_(None),
    )
    .options(*circle.THIN)
)


def get_for(actor: Actor, member_id: int) -> Referral:
    """Of which traject somebody has the card, for who opened that link and is still of the kring; else
    NotFoundError."""
    values = {"municipality": actor.municipality_id, "person": actor.person_id or 0, "member": member_id}
    found = db.session.scalars(OF_MEMBER, values).one_or_none()
    if found is None or actor.link_about != (ABOUT, member_id):
        raise NotFoundError
    return found


def send(member: CircleMember, person: Person, referral: Referral, *, by: Actor) -> bool:
    """Send somebody who was spoken the link to the card, by what reaches them; gives whether the bureau has
    a letter to post for it. Nothing of the household stands on it, nor in the message.

    DomainError where they were not spoken, no message may go to them, or nobody organises it.
    """
    by = circle_service.for_lead(member.municipality_id, member.referral_id, by)
    organiser, address = queries.organiser(referral), people.reach(person, paper=True)
    if organiser is None:
        raise DomainError(NOBODY)
    if member.spoken_at is None:
        raise DomainError(SPEAK_FIRST.format(name=person.given_name))
    if address is None:
        raise DomainError(GIVE_IT.format(name=person.given_name))
    link = accounts_queries.link_about(member.municipality_id, ABOUT, member.id)
    if link is None:
        link = accounts.make_link(member.municipality_id, person.id, (ABOUT, member.id))
    elif link.expires_at is not None and link.expires_at <= clock.now():
        accounts.renew_link(link, by=by)
    link.expires_at = clock.now() + rules.STANDS
    on_paper = messages.card(person, address, link, organiser.given_name)
    record("send_card", "circle_member", member.id, by=by)
    db.session.flush()
    return on_paper
