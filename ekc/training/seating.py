"""Who has a place, and who waits for one: what somebody answers, and what the database allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import system
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.invitations import queries as invited
from ekc.invitations import service as invitations
from ekc.invitations.models import Appointment
from ekc.notifications import calling
from ekc.training import messages, queries, rules
from ekc.training.models import Gathering, Seat
from ekc.training.rules import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.invitations.models import Invitation


def hear(
    invitation: Invitation,
    value: str,
    via: str,
    *,
    by: Actor,
    sequence: int | None = None,
    told_by: int | None = None,
) -> Standing | None:
    """Note an answer to any invitation, as `invitations.service.answer`; gives where a yes stands.

    None where the appointment is no gathering, or the answer is not yes.
    """
    invitations.answer(invitation, value, via, by=by, sequence=sequence, told_by=told_by)
    calling.settle(invitation.municipality_id, (invited.ABOUT, invitation.id))
    appointment = db.session.get_one(Appointment, invitation.appointment_id)
    if appointment.owner_kind != queries.OWNER:
        return None
    gathering = queries.owned(appointment.municipality_id, appointment.owner_id)
    if gathering is None:
        return None
    settle(gathering, by=by.acting_for(invitation.person_id))
    found = queries.standing(invitation) if value == "yes" else None
    return None if found is None else Standing(found[0] is not None, found[1])


def hold(gathering: Gathering) -> None:
    """One change of a gathering at a time."""
    db.session.refresh(gathering, with_for_update=True)


def settle(gathering: Gathering, *, by: Actor) -> None:
    """Let the places follow the answers; nothing happens where they agree.

    1. Who cannot come gives the place free. 2. Who newly said yes joins the queue. 3. Free places go to the
    first in the queue. Who waited is told of a place; who answered in a calendar, that it is full.
    """
    hold(gathering)
    if gathering.called_off_at is not None or gathering.starts_at <= clock.now():
        return
    appointment = queries.appointment_of(gathering)
    standing = {one.id: one for one in invited.of_appointment(appointment) if one.removed_at is None}
    _free(gathering, standing, by)
    waited = {seat.invitation_id for seat in queries.seats(gathering)}
    _queue(gathering, [one for one in standing.values() if one.answer == "yes" and one.id not in waited])
    for seat in _give(gathering, by):
        if seat.invitation_id in waited:
            messages.place_free(appointment, standing[seat.invitation_id], seat)
    queue = [seat for seat in queries.seats(gathering) if seat.number is None]
    for before, seat in enumerate(queue):
        one = standing[seat.invitation_id]
        if seat.invitation_id not in waited and one.answered_by == "calendar":
            messages.waiting(appointment, one, seat, before)


def settle_all(now: datetime) -> int:
    """Places after answers that came by mail, in all municipalities; gives how many gatherings that were."""
    found = queries.unsettled(now)
    for gathering in found:
        settle(gathering, by=system(gathering.municipality_id, "mail"))
    return len(found)


def remind_due(now: datetime) -> int:
    """Remind who comes, or has not answered, of what begins within two days: once, in waking
    hours, and not in the last twelve before it."""
    if not rules.is_waking(now.astimezone(clock.HOME)):
        return 0
    due = queries.to_remind(now, now + rules.REMIND_NO_LATER, now + rules.REMIND_BEFORE)
    for invitation, appointment in due:
        messages.reminder(appointment, invitation)
    return len(due)


def _free(gathering: Gathering, standing: dict[int, Invitation], by: Actor) -> None:
    for seat in queries.seats(gathering):
        one = standing.get(seat.invitation_id)
        if one is None or one.answer in rules.NOT_COMING:
            db.session.delete(seat)
            record("free_seat", "gathering", gathering.id, by=by)
    db.session.flush()


def _queue(gathering: Gathering, newcomers: Iterable[Invitation]) -> None:
    """In the order in which they answered."""
    for one in sorted(newcomers, key=lambda one: (one.answered_at or clock.now(), one.id)):
        db.session.add(
            Seat(
                id=new_id(),
                municipality_id=gathering.municipality_id,
                gathering_id=gathering.id,
                invitation_id=one.id,
                number=None,
                since=clock.now(),
            )
        )
        db.session.flush()


def _give(gathering: Gathering, by: Actor) -> list[Seat]:
    """Give the free places to the first in the queue; who got one."""
    seats = queries.seats(gathering)
    taken = {seat.number for seat in seats if seat.number is not None}
    given = []
    for seat in seats:
        if seat.number is None and _take(seat, taken, gathering.seats):
            given.append(seat)
            record("give_seat", "gathering", gathering.id, by=by)
    return given


def _take(seat: Seat, taken: set[int], seats: int) -> bool:
    """The lowest free number; the unique constraint refuses one that somebody took meanwhile."""
    while (number := rules.free_number(taken, seats)) is not None:
        taken.add(number)
        try:
            with db.session.begin_nested():
                seat.number = number
        except IntegrityError:
            continue
        return True
    return False
