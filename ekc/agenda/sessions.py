"""The parts of a conference: each its own appointment, each with its own people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select

from ekc.agenda import keeping, queries, timeslots
from ekc.agenda.models import Conference, Session
from ekc.db import db, new_id
from ekc.invitations import rewording, takeover
from ekc.invitations import service as invitations
from ekc.invitations.queries import of_appointment
from ekc.invitations.rules import title
from ekc.people import queries as people
from ekc.referrals.models import Assignment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ekc.accounts.actor import Actor
    from ekc.circle.models import CircleMember
    from ekc.circle.queries import Line
    from ekc.invitations.models import Appointment, Invitation
    from ekc.invitations.rules import Own as Personal
    from ekc.people.models import Person

BUDDIES = select(Assignment.person_id).where(
    Assignment.referral_id == bindparam("referral", type_=BigInteger()),
    Assignment.municipality_id == bindparam("municipality", type_=BigInteger()),
    Assignment.kind == "buddy",
    Assignment.ended_at.is_(None),
)


def audience_of(member: CircleMember | Line) -> str:
    """The part of a conference that a member is there for."""
    return timeslots.GUESTS if member.is_guest else timeslots.CIRCLE


def waiting(members: Sequence[tuple[CircleMember, Person]], asked: Sequence[queries.Asked]) -> list[Person]:
    """Who was spoken, and is not yet invited to the part that is theirs."""
    there = {(row.audience, row.guest.person_id) for row in asked}
    return [
        person
        for member, person in members
        if member.spoken_at is not None and (audience_of(member), person.id) not in there
    ]


def lines_waiting(lines: Sequence[Line], asked: Sequence[queries.Asked]) -> list[Line]:
    """The same of a circle as a list."""
    there = {(row.audience, row.guest.person_id) for row in asked}
    return [
        line
        for line in lines
        if line.spoken_at is not None and (audience_of(line), line.person_id) not in there
    ]


def is_mailed(person: Person, *, mail_shared: bool = False) -> bool:
    """Whether an invitation may go by a message; where somebody reads along, only with `mail_shared`."""
    return people.reach(person, watched_too=mail_shared, paper=True) is not None


def make(conference: Conference, audience: str, place: str | None, by: Actor) -> Appointment:
    """A part of a conference, with its appointment; `place` is what an invitation may say."""
    part = _parts(conference, guests=audience == timeslots.GUESTS)[audience]
    session = Session(
        id=new_id(),
        municipality_id=conference.municipality_id,
        conference_id=conference.id,
        audience=audience,
        starts_at=part.starts,
        ends_at=part.ends,
    )
    appointment = invitations.make(
        ("session", session.id),
        conference.coordinator_person_id,
        _title(conference),
        part.starts,
        part.ends,
        place,
        by=by,
    )
    session.appointment_id = appointment.id
    db.session.add(session)
    takeover.share(appointment, _beside(conference))
    return appointment


def share(conference: Conference) -> None:
    """Who does it with the coordinator now has the day in her own calendar, and nobody else."""
    for _, appointment in queries.sessions(conference).values():
        takeover.share(appointment, _beside(conference))


def move(
    conference: Conference,
    place: str | None,
    by: Actor,
    *,
    own: Mapping[int, Personal],
    elsewhere: bool = False,
) -> None:
    """Give every part the hours and place that the conference has now; `own`: those of some, by person id.

    `elsewhere`: the place is another, though an invitation may not say which.
    """
    there = queries.sessions(conference)
    parts = _parts(conference, guests=timeslots.GUESTS in there)
    for audience, (session, appointment) in there.items():
        part = parts[audience]
        session.starts_at, session.ends_at = part.starts, part.ends
        invitations.move(appointment, part.starts, part.ends, place, by=by, elsewhere=elsewhere, own=own)


def reword(conference: Conference, place: str | None, by: Actor, *, own: Mapping[int, Personal]) -> None:
    """The place of every part is called otherwise; `own`: the hours and place of some, by person id."""
    for _, appointment in queries.sessions(conference).values():
        rewording.reword(appointment, place=place, own=own, by=by)


def ask_at_new_address(conference: Conference, part: str, person: Person, by: Actor) -> None:
    """Who is invited, and has another mail address now, gets the invitation there."""
    found = queries.sessions(conference).get(part)
    invited = of_appointment(found[1]) if found else ()
    if found and any(row.person_id == person.id and row.removed_at is None for row in invited):
        by_voice = () if is_mailed(person) else {person.id}
        invitations.invite(found[1], [person], by_voice=by_voice, by=by)


def invite_waiting(
    day: queries.Day,
    members: Sequence[tuple[CircleMember, Person]],
    by: Actor,
    *,
    mail_shared: bool = False,
) -> list[Invitation]:
    """Invite who was spoken and is not yet invited, each to their own part; gives the new invitations.

    Whom somebody reads along with, is told by voice, unless `mail_shared`.
    """
    persons = waiting(members, queries.asked(day))
    audience = {person.id: audience_of(member) for member, person in members}
    by_voice = {person.id for person in persons if not is_mailed(person, mail_shared=mail_shared)}
    own = keeping.personal(day.conference, day.venue) if persons else {}
    made: list[Invitation] = []
    for part in (timeslots.CIRCLE, timeslots.GUESTS):
        theirs = [person for person in persons if audience[person.id] == part]
        if theirs:
            appointment = _appointment(day.conference, part, by)
            made += invitations.invite(appointment, theirs, by_voice=by_voice, own=own, by=by)
    return made


def _appointment(conference: Conference, part: str, by: Actor) -> Appointment:
    """The appointment of a part; the part for guests is made when the first guest is invited."""
    there = queries.sessions(conference)
    if part in there:
        return there[part][1]
    return make(conference, part, there[timeslots.CIRCLE][1].place, by)


def _beside(conference: Conference) -> list[int]:
    values = {"municipality": conference.municipality_id, "referral": conference.referral_id}
    return list(db.session.scalars(BUDDIES, values))


def _parts(conference: Conference, *, guests: bool) -> dict[str, timeslots.Part]:
    found = timeslots.split(
        conference.starts_at, conference.ends_at, conference.information_minutes, guests=guests
    )
    return {part.audience: part for part in found}


def _title(conference: Conference) -> str:
    organiser = people.one(conference.municipality_id, conference.coordinator_person_id)
    return title(organiser.given_name)
