"""Keeping people apart on a day: somebody's own hours, room or distance, asked for before it is fixed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.agenda import apart_days, queries
from ekc.agenda.models import Conference, OwnPart, Room
from ekc.agenda.rules import Own
from ekc.apart import asked as asked_for
from ekc.apart.models import KeptApart
from ekc.apart.queries import HERE, REFERRAL
from ekc.apart.rules import UNTOLD, Part, check_part
from ekc.audit.service import record
from ekc.circle.models import CircleMember
from ekc.circle.service import for_lead
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError
from ekc.invitations import service as invitations
from ekc.invitations.own_copy import AT_A_DISTANCE
from ekc.invitations.rules import BY_VOICE
from ekc.invitations.rules import Own as Personal
from ekc.people.models import Person
from ekc.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Venue

REMOTE = "remote"  # of `circle.rules.STANDS`
OWN = (
    select(OwnPart, Room.name)
    .outerjoin(Room, Room.id == OwnPart.room_id)
    .where(
        OwnPart.municipality_id == bindparam("municipality", type_=BigInteger()),
        OwnPart.conference_id == bindparam("conference", type_=BigInteger()),
    )
    .order_by(OwnPart.id)
)
WHO = (
    "{}: zij mogen elkaar niet ontmoeten. Zeg eerst wie dat is van de mensen eromheen, "
    "of dat diegene er niet bij is."
)
WHO_EVER = (
    "In de aanmelding staat dat iemand een ander niet mag ontmoeten. Er staat nog niet wie. Bel het team, en "
    "schrijf het op bij de mensen eromheen."
)
NOT_SO = (
    "{} mogen niet tegelijk in één ruimte zijn. Laat hen na elkaar komen, geef elk een eigen ruimte, of laat "
    "één op afstand meedoen. Moet het toch samen? Dat beslist een ander dan wie de dag vastlegt."
)
OTHER_ROOM = (
    "Iemands eigen ruimte is een ruimte van de locatie van deze dag. Koos je daar ruimtes? "
    "Kruis die ruimte dan ook aan."
)


SAID_REMOTE = (
    exists()
    .where(
        CircleMember.referral_id == REFERRAL,
        CircleMember.person_id == Person.id,
        CircleMember.removed_at.is_(None),
        CircleMember.stand == REMOTE,
    )
    .correlate(Person)
)
OTHER = aliased(Person)
ASKED = (
    select(
        Person.id,
        Person.given_name,
        OwnPart.starts_at,
        OwnPart.ends_at,
        OwnPart.room_id,
        func.coalesce(OwnPart.remote, SAID_REMOTE),
        OTHER.given_name,
        KeptApart.other_words,
    )
    .join(KeptApart, or_(KeptApart.one_id == Person.id, KeptApart.other_id == Person.id))
    .outerjoin(OTHER, and_(OTHER.id.in_((KeptApart.one_id, KeptApart.other_id)), OTHER.id != Person.id))
    .outerjoin(
        OwnPart,
        and_(
            OwnPart.person_id == Person.id,
            OwnPart.conference_id == bindparam("conference", type_=BigInteger()),
        ),
    )
    .where(*HERE)
    .order_by(Person.id, KeptApart.id)
)


class Asked(NamedTuple):
    """Somebody who must not meet another, with what is their own on a day; `remote` also where they said so
    and nothing was arranged yet, `shuns` whom."""

    person_id: int
    given_name: str
    starts: datetime | None = None
    ends: datetime | None = None
    room_id: int | None = None
    remote: bool | None = None
    shuns: tuple[str, ...] = ()


class OwnLine(NamedTuple):
    """What is somebody's own on a day, with the name of the room."""

    part: OwnPart
    room: str | None


def demand(conference: Conference, but: Collection[int] = ()) -> None:
    """DomainError where two who must not meet would, `but` of pairs that did before, or where nobody said yet
    who is meant."""
    if asked_for.unknown_who(db.session.get_one(Referral, conference.referral_id)):
        raise DomainError(WHO_EVER)
    found = apart_days.open_at(conference.municipality_id, conference.id)
    for one in (one for one in found if one.pair_id not in but):
        raise DomainError((NOT_SO if one.known else WHO).format(one.names))


def lines(municipality_id: int, conference_id: int) -> dict[int, OwnLine]:
    """What is somebody's own on a day, by person id; one query."""
    values = {"municipality": municipality_id, "conference": conference_id}
    return {row[0].person_id: OwnLine(*row) for row in db.session.execute(OWN, values)}


def asked(referral: Referral, conference_id: int = 0) -> list[Asked]:
    """Everybody of a traject who must not meet another, with what is their own on a day; one query."""
    values = {"municipality": referral.municipality_id, "referral": referral.id, "conference": conference_id}
    found: dict[int, Asked] = {}
    for *own, name, words in db.rows(ASKED, values):
        one = Asked._make((*own, ()))
        before = found.get(one.person_id, one)
        found[one.person_id] = one._replace(shuns=(*before.shuns, name or words or ""))
    return list(found.values())


def settle(conference: Conference, wanted: Iterable[Own], members: Iterable[int]) -> None:
    """These have their own hours, room or distance, and nobody else has.

    DomainError for hours outside the day, or a room that it does not use; NotFoundError for who is not in the
    kring.
    """
    there = lines(conference.municipality_id, conference.id)
    asked = {one.person_id: one for one in wanted if not one.is_usual}
    if not set(asked) <= set(members):
        raise NotFoundError
    for person_id, line in there.items():
        if person_id not in asked:
            db.session.delete(line.part)
    for person_id, one in asked.items():
        _check(conference, one)
        part = there[person_id].part if person_id in there else _new(conference, person_id)
        part.starts_at, part.ends_at, part.remote = one.starts, one.ends, one.remote
        part.room_id = None if one.remote else one.room_id
    db.session.flush()


def personal(conference: Conference, venue: Venue | None) -> dict[int, Personal]:
    """What the invitation of some says otherwise than that of others, by person id; one query."""
    return {
        person_id: Personal(line.part.starts_at, line.part.ends_at, _where(line, venue))
        for person_id, line in lines(conference.municipality_id, conference.id).items()
    }


def forget_place(conference: Conference, *, by: Actor) -> None:
    """A place in free words is kept no more and stands in nobody's calendar: everybody invited is told anew.

    A venue of the list stays as it is.
    """
    if conference.venue_id is not None or conference.starts_at <= clock.now():
        return
    by = for_lead(conference.municipality_id, conference.referral_id, by)
    told = conference.place_in_invitation
    conference.place, conference.place_in_invitation = UNTOLD, False
    for _, appointment in queries.sessions(conference).values():
        place, own = BY_VOICE, personal(conference, None)
        starts, ends = appointment.starts_at, appointment.ends_at
        invitations.move(appointment, starts, ends, place, by=by, own=own, untold=told)
    record("forget_place", "conference", conference.id, by=by)
    db.session.flush()


def at_a_distance(
    told: Sequence[Own], members: Iterable[tuple[CircleMember, Person]], pairs: Collection[int]
) -> list[Own]:
    """What was told, and that who is in one of the `pairs` (persons) and said to be remote, is."""
    said = {one.person_id for one in told}
    return [
        *told,
        *(
            Own(person.id, remote=True)
            for member, person in members
            if member.stand == REMOTE and person.id in pairs and person.id not in said
        ),
    ]


def _check(conference: Conference, one: Own) -> None:
    starts, ends = conference.starts_at, conference.ends_at
    check_part(Part(one.starts or starts, one.ends or ends), starts, ends)
    if one.room_id is None or one.remote:
        return
    rooms = [room.id for room in queries.rooms_of(conference)]
    room = db.session.get(Room, one.room_id)
    if room is None or room.venue_id != conference.venue_id or (rooms and room.id not in rooms):
        raise DomainError(OTHER_ROOM)


def _new(conference: Conference, person_id: int) -> OwnPart:
    part = OwnPart(
        id=new_id(),
        municipality_id=conference.municipality_id,
        conference_id=conference.id,
        person_id=person_id,
    )
    db.session.add(part)
    return part


def _where(line: OwnLine, venue: Venue | None) -> str | None:
    if line.part.remote:
        return AT_A_DISTANCE
    return queries.in_words(venue.name, line.room, venue.address) if venue and line.room else None
