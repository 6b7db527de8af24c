"""Whether the calendar files that left still say what is so."""

from __future__ import annotations

from collections.abc import Collection

import icalendar
from sqlalchemy import BigInteger, bindparam, func, select

from ekc.db import db
from ekc.invitations import ics, rules
from ekc.invitations.models import Appointment, Invitation
from ekc.invitations.queries import ENDS, PLACE, STARTS
from ekc.notifications.models import Message, State

LAST = (  # the newest calendar file that left to this address
    select(func.max(Message.id))
    .where(
        Message.municipality_id == Invitation.municipality_id,
        Message.about_kind == "invitation",
        Message.about_id == Invitation.id,
        Message.calendar.is_not(None),
        Message.state == State.SENT.value,
        Message.recipient_key == Invitation.address_key,
    )
    .correlate(Invitation)
    .scalar_subquery()
)
COPIES = (
    select(
        Invitation.id,
        Message.calendar,
        Invitation.sequence,
        STARTS,
        ENDS,
        PLACE,
        Invitation.person_id == Appointment.organiser_person_id,
    )
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .join(Message, Message.id == LAST)
    .where(
        Invitation.municipality_id == bindparam("municipality", type_=BigInteger()),
        Invitation.appointment_id.in_(bindparam("ids", expanding=True)),
        Invitation.removed_at.is_(None),
    )
)


def untrue(municipality_id: int, appointment_ids: Collection[int]) -> set[int]:
    """The invitations of who has a calendar file of ours with another start, end, place or version than is so
    now. Who got none yet is not among them. One query."""
    rows = db.session.execute(COPIES, {"municipality": municipality_id, "ids": list(appointment_ids)})
    return {
        invitation_id
        for invitation_id, calendar, sequence, starts, ends, place, hers in rows
        if _told(calendar or "")
        != (str(sequence), starts, ends, ics.location((rules.hers(place) if hers else place) or ""))
    }


def _told(calendar: str) -> tuple[object, ...]:
    """(SEQUENCE, start, end, place) of a calendar file; empty where it calls the appointment off."""
    found = icalendar.Calendar.from_ical(calendar)
    if str(found.get("method")) == "CANCEL":
        return ()
    (event,) = found.walk("VEVENT")
    times = (event.decoded("dtstart"), event.decoded("dtend"))
    return (str(event["sequence"]), *times, str(event.get("location", "")))
