"""Who is asked to come to a day that stands: who was spoken since, who leaves, who changes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.agenda import apart_days, keeping, queries, rules, sessions
from ekc.agenda.telling import open_invitation
from ekc.apart import queries as apart
from ekc.circle import queries as circle
from ekc.circle import service as circle_service
from ekc.db import db
from ekc.invitations import service as invitations
from ekc.invitations.queries import of_appointment
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Conference
    from ekc.circle.models import CircleMember
    from ekc.invitations.models import Invitation
    from ekc.people.models import Person
    from ekc.people.service import Particulars


def invite_spoken(
    conference: Conference, members: Sequence[tuple[CircleMember, Person]] | None = None, *, by: Actor
) -> list[Invitation]:
    """Invite those of `members`, or of all, who were spoken since; gives the new invitations. DomainError
    where one of them must not meet somebody who comes; of all, also where two others would."""
    apart.hold(conference.municipality_id, conference.referral_id)
    by = circle_service.for_lead(conference.municipality_id, conference.referral_id, by)
    rules.check_open(conference.state, conference.starts_at, clock.now())
    referral = db.session.get_one(Referral, conference.referral_id)
    day = queries.planned_of(referral)
    there = () if members is None else apart_days.open_at(conference.municipality_id, conference.id)
    before = {one.pair_id for one in there}
    made = (
        []
        if day is None
        else sessions.invite_waiting(day, circle.of_referral(referral) if members is None else members, by)
    )
    keeping.demand(conference, before)
    return made


def drop(conference: Conference, person_id: int, *, by: Actor, keep: str | None = None) -> None:
    """Take one person off the list of a conference; only that person is told. `keep`: where they stay."""
    for audience, (_, appointment) in queries.sessions(conference).items():
        invited = {row.person_id for row in of_appointment(appointment) if row.removed_at is None}
        if person_id in invited and audience != keep:
            invitations.remove(appointment, person_id, by=by)


def leave(member: CircleMember, *, by: Actor) -> None:
    """Somebody does not take part any more; who was invited to a day to come is told, and nobody else."""
    by = circle_service.for_lead(member.municipality_id, member.referral_id, by)
    circle_service.remove(member, by=by)
    day = _day_to_come(member)
    if day is not None:
        drop(day, member.person_id, by=by)


def change_member(
    member: CircleMember, person: Person, told: Particulars, relation: str, *, keep_contact: bool, by: Actor
) -> None:
    """Set what is known about somebody; an invitation to a part that is no longer theirs is withdrawn."""
    by = circle_service.for_lead(member.municipality_id, member.referral_id, by)
    circle_service.change(member, person, told, relation, keep_contact=keep_contact, by=by)
    day = _day_to_come(member)
    if day is not None:
        part = sessions.audience_of(member)
        drop(day, member.person_id, by=by, keep=part)
        sessions.ask_at_new_address(day, part, person, by)


def invite_now(member: CircleMember, person: Person, *, by: Actor) -> bool:
    """Somebody was spoken while a day stands: they are invited, where they were not; gives whether a message
    tells them. DomainError, with nothing changed, where they would meet somebody whom they must not."""
    day = _day_to_come(member)
    if day is None or open_invitation(member) is not None:
        return False
    with db.session.begin_nested():
        made = invite_spoken(day, [(member, person)], by=by)
    return any(one.address is not None for one in made)


def by_letter(member: CircleMember, person: Person, *, by: Actor) -> bool:
    """Somebody who was asked by voice would rather have letters, from now on: gives whether one with the
    invitation waits for the post. Not without a day to come, or where no letter of ours may go."""
    day = _day_to_come(member)
    if day is None or sessions.is_mailed(person):
        return False
    member.reach = person.prefers = "letter"
    sessions.ask_at_new_address(day, sessions.audience_of(member), person, by)
    invitation = open_invitation(member)
    return invitation is not None and invitation.address is not None


def _day_to_come(member: CircleMember) -> Conference | None:
    day = queries.planned_of(db.session.get_one(Referral, member.referral_id))
    if day is None or day.conference.starts_at <= clock.now():
        return None
    return day.conference
