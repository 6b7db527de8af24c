"""Finding gatherings: the bureau all of them, a coordinator those that she is asked to or was at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import UTC, db
from ekc.errors import NotFoundError
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import Message
from ekc.training.models import Attendance, Gathering, Seat
from ekc.training.rules import NOT_COMING

OWNER = "gathering"
A_DAY = timedelta(days=1)
MUNICIPALITY = bindparam("municipality", type_=BigInteger())
GATHERING = bindparam("gathering", type_=BigInteger())
PERSON = bindparam("person", type_=BigInteger())
NOW = bindparam("now", type_=UTC())
EARLIER = aliased(Seat)

VISIBLE = select(Gathering).where(
    Gathering.municipality_id == MUNICIPALITY, bindparam("all", type_=Boolean())
)
ONE = VISIBLE.where(Gathering.id == GATHERING)
INVITED = (
    select(Gathering, Invitation)
    .join(Invitation, Invitation.appointment_id == Gathering.appointment_id)
    .where(Gathering.municipality_id == MUNICIPALITY, Invitation.person_id == PERSON)
)
MINE = INVITED.where(Gathering.id == GATHERING, Invitation.removed_at.is_(None))
SEATS = (
    select(Seat).where(Seat.municipality_id == MUNICIPALITY, Seat.gathering_id == GATHERING).order_by(Seat.id)
)
BEFORE_ME = (
    select(func.count())
    .where(EARLIER.gathering_id == Seat.gathering_id, EARLIER.number.is_(None), EARLIER.id < Seat.id)
    .correlate(Seat)
    .scalar_subquery()
)
STANDING = select(Seat.number, BEFORE_ME).where(
    Seat.municipality_id == MUNICIPALITY, Seat.invitation_id == bindparam("invitation", type_=BigInteger())
)
SHEET = (
    select(Gathering.kind, Gathering.led_by, Seat.number, BEFORE_ME.label("before"), Seat.id.label("seat"))
    .outerjoin(
        Seat,
        and_(
            Seat.gathering_id == Gathering.id,
            Seat.invitation_id == bindparam("invitation", type_=BigInteger()),
        ),
    )
    .where(Gathering.municipality_id == MUNICIPALITY, Gathering.id == GATHERING)
)
ATTENDED = select(Attendance).where(
    Attendance.municipality_id == MUNICIPALITY, Attendance.gathering_id == GATHERING
)
UNSETTLED = (  # somebody answered in a calendar program: the answer is there, the place not yet
    select(Gathering)
    .join(Invitation, Invitation.appointment_id == Gathering.appointment_id)
    .outerjoin(Seat, Seat.invitation_id == Invitation.id)
    .where(
        Gathering.starts_at > NOW,
        Gathering.called_off_at.is_(None),
        or_(
            and_(Invitation.answer == "yes", Invitation.removed_at.is_(None), Seat.id.is_(None)),
            and_(
                Seat.id.is_not(None),
                or_(Invitation.removed_at.is_not(None), Invitation.answer.in_(sorted(NOT_COMING))),
            ),
        ),
    )
    .distinct()
)

REMINDED = exists().where(
    Message.municipality_id == Invitation.municipality_id,
    Message.dedupe_key
    == literal("gathering_reminder:")
    .concat(cast(Invitation.id, String))
    .concat(":")
    .concat(cast(Invitation.sequence, String)),
)
TO_REMIND = (
    select(Invitation, Appointment)
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .join(Gathering, Gathering.appointment_id == Appointment.id)
    .outerjoin(Seat, Seat.invitation_id == Invitation.id)
    .where(
        Gathering.starts_at > bindparam("since", type_=UTC()),
        Gathering.starts_at <= bindparam("until", type_=UTC()),
        Gathering.called_off_at.is_(None),
        Invitation.removed_at.is_(None),
        or_(
            Seat.number.is_not(None),
            and_(Invitation.answer.is_(None), Invitation.asked_at < bindparam("fresh", type_=UTC())),
        ),
        ~REMINDED,
    )
    .order_by(Invitation.id)
    .limit(200)
)


class Sheet(NamedTuple):
    """What the page of an invitation tells more: what it is, who leads it, where the guest stands."""

    kind: str
    led_by: str | None
    number: int | None
    before: int
    seat: int | None


def visible_to(actor: Actor) -> dict[str, object]:
    """The bureau sees all gatherings; a coordinator finds hers through `mine`."""
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU) or actor.kind == "system",
    }


def get_for(actor: Actor, gathering_id: int) -> Gathering:
    """The gathering, or NotFoundError where it is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "gathering": gathering_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def mine(actor: Actor, gathering_id: int) -> tuple[Gathering, Invitation]:
    """The gathering that `actor` is asked to, with the invitation; or NotFoundError."""
    row = db.session.execute(MINE, {**me(actor), "gathering": gathering_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def owned(municipality_id: int, gathering_id: int) -> Gathering | None:
    """The gathering of an appointment. Who asks has found the invitation already."""
    given = {"municipality": municipality_id, "all": True, "gathering": gathering_id}
    return db.session.scalars(ONE, given).one_or_none()


def appointment_of(gathering: Gathering) -> Appointment:
    """Its appointment."""
    return db.session.get_one(Appointment, gathering.appointment_id)


def seats(gathering: Gathering) -> Sequence[Seat]:
    """Everybody who has a place or waits for one, in the order in which they said yes."""
    return db.session.scalars(SEATS, about(gathering)).all()


def standing(invitation: Invitation) -> tuple[int | None, int] | None:
    """(number of the place, how many wait in front); None where there is neither."""
    given = {"municipality": invitation.municipality_id, "invitation": invitation.id}
    row = db.rows(STANDING, given).one_or_none()
    return None if row is None else (row[0], row[1])


def sheet(municipality_id: int, gathering_id: int, invitation_id: int) -> Sheet | None:
    """What a guest's own page tells about the gathering."""
    given = {"municipality": municipality_id, "gathering": gathering_id, "invitation": invitation_id}
    row = db.rows(SHEET, given).one_or_none()
    return None if row is None else Sheet._make(row)


def attended(gathering: Gathering) -> Sequence[Attendance]:
    """Who was there, as rows."""
    return db.session.scalars(ATTENDED, about(gathering)).all()


def unsettled(now: datetime) -> Sequence[Gathering]:
    """Gatherings to come, in all municipalities, where an answer and the places do not agree yet."""
    return db.session.scalars(UNSETTLED, {"now": now}).all()


def to_remind(now: datetime, since: datetime, until: datetime) -> Sequence[tuple[Invitation, Appointment]]:
    """Who has a place at what begins from `since` to `until`, or did not answer, and got no reminder of it.

    Who was asked in the last day knows it still.
    """
    rows = db.session.execute(TO_REMIND, {"since": since, "until": until, "fresh": now - A_DAY})
    return [(row[0], row[1]) for row in rows]


def me(actor: Actor) -> dict[str, object]:
    """The parameters that leave what belongs to the actor."""
    return {"municipality": actor.municipality_id, "person": actor.person_id or 0}


def about(gathering: Gathering) -> dict[str, object]:
    """The parameters that leave what belongs to one gathering."""
    return {"municipality": gathering.municipality_id, "gathering": gathering.id}
