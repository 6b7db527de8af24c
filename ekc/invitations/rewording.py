"""The same appointment in other words: a first name, the name of a place, the number to call.

Same day, same hours, same street: the version stays, and so does every answer (RFC 5546 section 2.1.4). Only
calendars are told, each where its own copy reads otherwise now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select

from ekc import clock
from ekc.audit.service import record
from ekc.db import UTC, db
from ekc.invitations import copies, own_copy, rules
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.rules import Way, way_of
from ekc.places import service as places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.invitations.rules import Own
    from ekc.places.models import Municipality
    from ekc.places.rules import Ways

STANDS = (Appointment.cancelled_at.is_(None), Appointment.starts_at > bindparam("now", type_=UTC()))
COMING = select(Appointment).where(*STANDS).order_by(Appointment.id)
ASKED = (
    select(Invitation.person_id, Invitation.address)
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .where(*STANDS, Invitation.removed_at.is_(None), Invitation.organises.is_(False))
)
OF_PERSONS = Appointment.organiser_person_id.in_(bindparam("persons", expanding=True, type_=BigInteger()))
HERE = Appointment.municipality_id == bindparam("municipality", type_=BigInteger())
ORGANISED, ASKED_BY = COMING.where(OF_PERSONS), ASKED.where(OF_PERSONS)
IN_TOWN, ASKED_IN_TOWN = COMING.where(HERE), ASKED.where(HERE)


def reword(
    appointment: Appointment,
    *,
    title: str | None = None,
    place: str | None = None,
    own: Mapping[int, Own] | None = None,
    by: Actor,
) -> None:
    """Another title, or another name for the same place; None: as it is. `own`: the hours and place of some,
    by person id, where the place is named anew.

    Nothing happens where nobody reads anything else. TooLateError where the appointment was called off.
    """
    copies.hold(appointment)
    rules.check_stands(appointment.cancelled_at)
    guests = copies.standing(appointment)
    was, before = _whole(appointment), {one.id: own_copy.shown(appointment, one) for one in guests}
    appointment.title = title or appointment.title
    if place is not None:
        appointment.place = place
        for one in guests:
            copies.give(one, (own or {}).get(one.person_id))
    told = [one for one in guests if own_copy.shown(appointment, one) != before[one.id]]
    if not told and _whole(appointment) == was:
        return
    _rewrite(appointment, told, by)


def follow_name(person_id: int, given_name: str, *, by: Actor) -> None:
    """Somebody's first name was put right: so it is in what they organise from now on, in whatever
    municipality."""
    for appointment in db.session.scalars(ORGANISED, {"persons": [person_id], "now": clock.now()}).all():
        if rules.coordinator_in(appointment.title) is not None:
            reword(appointment, title=rules.title(given_name), by=by)


def change_ways(here: Municipality, wanted: Ways, seen: int, *, by: Actor) -> None:
    """The municipality works otherwise (see `places.service.change_ways`); another central number is told in
    what is to come.
    """
    before, given = here.central_phone, {"municipality": here.id, "now": clock.now()}
    places.change_ways(here, wanted, seen, by=by)
    if wanted.central_phone == before:
        return
    for appointment in db.session.scalars(IN_TOWN, given).all():
        copies.hold(appointment)
        guests = [one for one in copies.standing(appointment) if not one.organises]
        if appointment.cancelled_at is None:
            _rewrite(appointment, guests, by)


def how_many(person_ids: Sequence[int], now: datetime) -> int:
    """How many people have an appointment with one of these in a calendar, and are told of another name."""
    return in_calendars(db.session.execute(ASKED_BY, {"persons": person_ids, "now": now}))


def how_many_here(municipality_id: int, now: datetime) -> int:
    """How many people have an appointment here in a calendar, and are told of another number to call."""
    return in_calendars(db.session.execute(ASKED_IN_TOWN, {"municipality": municipality_id, "now": now}))


def in_calendars(rows: Iterable[tuple[int, str | None]]) -> int:
    """How many persons of these (person id, address) have it in a calendar: to whom it went by mail."""
    return len({person_id for person_id, address in rows if address and way_of(address) is Way.MAIL})


def _rewrite(appointment: Appointment, told: Sequence[Invitation], by: Actor) -> None:
    record("rename_appointment", "appointment", appointment.id, by=by)
    copies.tell_words(copies.rewritten(copies.stamped(appointment)), told)
    db.session.flush()


def _whole(appointment: Appointment) -> tuple[str, str | None]:
    return appointment.title, appointment.place
