"""What somebody of the kring says about coming, entered by whoever heard it; it counts as an answer too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.agenda import queries
from ekc.choice.rules import UNDER_TWELVE
from ekc.circle import rules
from ekc.circle import service as circle
from ekc.db import db
from ekc.invitations import queries as invited
from ekc.invitations import service as invitations
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ekc.accounts.actor import Actor
    from ekc.circle.models import CircleMember
    from ekc.invitations.models import Invitation
    from ekc.people.models import Person


def tell(member: CircleMember, stand: str, *, by: Actor) -> bool:
    """Note what somebody says they do, of `circle.rules.STANDS`.

    Who is invited to a day to come has answered with it, by telephone; gives whether that is so. DomainError
    for what is not in the list.
    """
    circle.said(member, stand, by=by)
    invitation = open_invitation(member)
    if invitation is not None:
        by = circle.for_lead(member.municipality_id, member.referral_id, by)
        invitations.answer(invitation, rules.ANSWERS[stand], "phone", by=by)
    return invitation is not None


def tellers(members: Iterable[tuple[CircleMember, Person]]) -> dict[int, str]:
    """Who may have told what somebody says, names by person id: the kring, without a child under twelve."""
    return {person.id: person.name for _, person in members if person.age_group != UNDER_TWELVE}


def open_invitation(member: CircleMember) -> Invitation | None:
    """The invitation of somebody to the planned day, where that lies ahead."""
    day = queries.planned_of(db.session.get_one(Referral, member.referral_id))
    if day is None or day.conference.starts_at <= clock.now():
        return None
    for _, appointment in queries.sessions(day.conference).values():
        for one in invited.of_appointment(appointment):
            if one.person_id == member.person_id and one.removed_at is None:
                return one
    return None
