"""Who must not meet, on a day: whether two of them still would, told by one statement from today's rows.

So it is seen again when somebody was added, an answer changed, hours moved or a room was lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.agenda.models import Conference, ConferenceRoom, OwnPart, Room, Session
from ekc.apart import rules
from ekc.apart.models import KeptApart, Regardless
from ekc.circle.models import CircleMember
from ekc.db import UTC, db
from ekc.invitations.models import Invitation
from ekc.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute

USED = aliased(ConferenceRoom)
USES_ROOMS = exists().where(USED.conference_id == Conference.id).correlate(Conference)
ROOMS_OF_IT = select(USED.room_id).where(USED.conference_id == Conference.id).correlate(Conference)
ROOM_STANDS = (
    exists()
    .where(
        Room.id == OwnPart.room_id,
        Room.closed.is_(False),
        Room.venue_id == Conference.venue_id,
        or_(~USES_ROOMS, Room.id.in_(ROOMS_OF_IT)),
    )
    .correlate(OwnPart, Conference)
)
MUNICIPALITY = bindparam("municipality", type_=BigInteger())


def _invited(pair: type[KeptApart], person_id: InstrumentedAttribute[int | None]) -> Select[*tuple[Any, ...]]:
    """How one of each pair is there. It begins with the pairs, of which there are few, whatever the days."""
    return (
        select(
            pair.id.label("pair_id"),
            Conference.id.label("conference_id"),
            Invitation.person_id,
            Invitation.answer,
            Person.given_name,
            CircleMember.stand,
            func.coalesce(OwnPart.starts_at, Session.starts_at, type_=UTC()).label("starts"),
            func.coalesce(OwnPart.ends_at, Session.ends_at, type_=UTC()).label("ends"),
            OwnPart.room_id,
            func.coalesce(OwnPart.remote, False).label("remote"),
            ROOM_STANDS.label("room_stands"),
        )
        .select_from(pair)
        .join(Conference, Conference.referral_id == pair.referral_id)
        .join(Session, Session.conference_id == Conference.id)
        .join(
            Invitation,
            and_(Invitation.appointment_id == Session.appointment_id, Invitation.person_id == person_id),
        )
        .join(Person, Person.id == person_id)
        .join(
            CircleMember,
            and_(
                CircleMember.referral_id == pair.referral_id,
                CircleMember.person_id == person_id,
                CircleMember.removed_at.is_(None),
            ),
        )
        .outerjoin(OwnPart, and_(OwnPart.conference_id == Conference.id, OwnPart.person_id == person_id))
        .where(
            pair.municipality_id == MUNICIPALITY,
            pair.ended_at.is_(None),
            Invitation.removed_at.is_(None),
            Invitation.organises.is_(False),
        )
    )


FIRST, SECOND = aliased(KeptApart), aliased(KeptApart)
ONE, OTHER = (
    _invited(FIRST, FIRST.one_id).subquery("one"),
    _invited(SECOND, SECOND.other_id).subquery("other"),
)
NAMES = ONE.c.keys()
DECIDED = (  # by another than who fixed the day
    exists()
    .where(
        Regardless.pair_id == KeptApart.id,
        Regardless.conference_id == Conference.id,
        Regardless.account_id != func.coalesce(Conference.fixed_by_id, 0),
    )
    .correlate(KeptApart, Conference)
)
TOLD = (  # of a pair on a day; all None where nobody is kept apart there
    KeptApart.id.label("pair_id"),
    KeptApart.until,
    KeptApart.other_id,
    KeptApart.other_words,
    Person.given_name.label("first"),
    Conference.id.label("conference_id"),
    Conference.starts_at.label("on"),
    DECIDED.label("decided"),
    *(column.label(f"one_{column.name}") for column in ONE.c),
    *(column.label(f"other_{column.name}") for column in OTHER.c),
)


def beside(days: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A statement of days, with a row for each pair of the traject, and one for a day without; see `read`."""
    return (
        days.add_columns(*TOLD)
        .outerjoin(
            KeptApart,
            and_(KeptApart.referral_id == Conference.referral_id, KeptApart.ended_at.is_(None)),
        )
        .outerjoin(Person, Person.id == KeptApart.one_id)
        .outerjoin(ONE, and_(ONE.c.conference_id == Conference.id, ONE.c.pair_id == KeptApart.id))
        .outerjoin(OTHER, and_(OTHER.c.conference_id == Conference.id, OTHER.c.pair_id == KeptApart.id))
    )


PAIRS = (
    beside(select().select_from(Conference))
    .where(KeptApart.municipality_id == MUNICIPALITY)
    .order_by(KeptApart.id)
)
KEEPS_APART = (  # a day of a traject with such a pair
    exists()
    .where(KeptApart.referral_id == Conference.referral_id, KeptApart.ended_at.is_(None))
    .correlate(Conference)
)
ON_THE_DAY = PAIRS.where(
    KeptApart.referral_id == bindparam("referral", type_=BigInteger()), Conference.state == "planned"
)
AT = PAIRS.where(Conference.id == bindparam("conference", type_=BigInteger()))


@dataclass(frozen=True, slots=True)
class Together:
    """A pair on a day. `how`: a code of `apart.rules.KEPT`; None: nothing keeps them apart.

    Not `known`: nobody said yet who in the kring the other is.
    """

    pair_id: int
    conference_id: int
    names: str
    how: str | None
    known: bool = True


def at(municipality_id: int, conference_id: int) -> list[Together]:
    """The pairs of whom both may be there, and those of whom nobody said who is meant. One query."""
    return read(db.rows(AT, {"municipality": municipality_id, "conference": conference_id}))


def open_at(municipality_id: int, conference_id: int) -> list[Together]:
    """Those of `at` whom nothing keeps apart. One query."""
    return [one for one in at(municipality_id, conference_id) if one.how is None]


def meeting(rows: Iterable[Any], now: datetime) -> dict[int, list[Together]]:
    """Whom nothing keeps apart on days that begin after `now` (aware), by conference; rows of `beside`."""
    found: dict[int, list[Together]] = {}
    for one in read(row for row in rows if row.on is not None and row.on > now):
        if one.how is None:
            found.setdefault(one.conference_id, []).append(one)
    return found


def warning(municipality_id: int, referral_id: int) -> str:
    """A sentence where two would meet on the day that stands; else nothing. One query."""
    found = read(db.rows(ON_THE_DAY, {"municipality": municipality_id, "referral": referral_id}))
    names = [one.names for one in found if one.how is None]
    return f" Let op: {'; '.join(names)}. Regel eerst hoe zij uit elkaar blijven." if names else ""


def read(rows: Iterable[Any]) -> list[Together]:
    """What rows of `beside` say of pairs that hold on the day, each once."""
    found = {(row.pair_id, row.conference_id): one for row in rows if (one := _read(row)) is not None}
    return list(found.values())


def _read(row: Any) -> Together | None:  # noqa: ANN401 -- a row
    if row.pair_id is None or not rules.holds_on(row.until, row.on.astimezone(clock.HOME).date()):
        return None
    if row.other_id is None:
        return Together(
            row.pair_id, row.conference_id, f"{row.first} en {row.other_words}", None, known=False
        )
    one, other = _part(row, "one"), _part(row, "other")
    if one is None or other is None:
        return None
    stand = [(row.one_room_id, row.one_room_stands), (row.other_room_id, row.other_room_stands)]
    how = rules.kept(one, other, {room for room, stands in stand if stands}) or (
        "regardless" if row.decided else None
    )
    return Together(row.pair_id, row.conference_id, f"{row.one_given_name} en {row.other_given_name}", how)


def _part(row: Any, which: str) -> rules.Part | None:  # noqa: ANN401 -- the same
    """How one of the two is there; None: not invited, or not coming."""
    told = {name: getattr(row, f"{which}_{name}") for name in NAMES}
    if told["person_id"] is None or not rules.is_expected(told["stand"], told["answer"]):
        return None
    return rules.Part(told["starts"], told["ends"], told["room_id"], bool(told["remote"]))
