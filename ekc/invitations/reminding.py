"""Who comes to a bijeenkomst, or did not answer, is reminded some days before: of what is so today.

Nothing is kept for it: each tick looks at the appointments of the days that the municipality chose. A day
that went by while nothing ran is not made up for: a reminder that comes late says the wrong thing.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String, bindparam, cast, exists, func, literal, select

from ekc import clock, settings
from ekc.db import UTC, db
from ekc.invitations import messages, queries
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import Message
from ekc.notifications.outbox import enqueue
from ekc.notifications.quiet import is_quiet
from ekc.places.models import Municipality
from ekc.places.rules import REMIND_DAYS

if TYPE_CHECKING:
    from datetime import date

KIND = "invitation_reminder"
OF = "session"  # what a bijeenkomst calls its appointments
FRESH = timedelta(days=1)  # who read the day itself in this time knows it still
NO_NEWS = (KIND, "invitation_reworded", "new_link")  # of the day, or not to everybody

KEY = (
    literal(f"{KIND}:")
    .concat(cast(Invitation.id, String))
    .concat(":")
    .concat(cast(Invitation.sequence, String))
    .concat(":")
    .concat(bindparam("days", type_=String()))
)
REMINDED = exists().where(Message.municipality_id == Invitation.municipality_id, Message.dedupe_key == KEY)
TOLD = exists().where(
    Message.municipality_id == Invitation.municipality_id,
    Message.about_kind == queries.ABOUT,
    Message.about_id == Invitation.id,
    Message.kind.not_in(NO_NEWS),
    Message.created_at >= bindparam("fresh", type_=UTC()),
)
DUE = (
    select(Invitation, Appointment, Municipality.remind_days)
    .join(Appointment, Appointment.id == Invitation.appointment_id)
    .join(Municipality, Municipality.id == Appointment.municipality_id)
    .where(
        Appointment.owner_kind == OF,
        Appointment.cancelled_at.is_(None),
        Appointment.starts_at >= bindparam("since", type_=UTC()),
        Appointment.starts_at < bindparam("until", type_=UTC()),
        Invitation.removed_at.is_(None),
        Invitation.organises.is_(False),
        Invitation.address.is_not(None),
        func.coalesce(Invitation.answer, "") != "no",
        ~REMINDED,
        ~TOLD,
    )
    .order_by(Invitation.id)
)


def remind_due(now: datetime) -> int:
    """Remind whom it is time for, once for each of the days; gives how many. Not in the quiet hours."""
    local = now.astimezone(clock.HOME)
    if is_quiet(local, settings.current().quiet):
        return 0
    return sum(_remind(now, local.date(), days) for days in map(int, REMIND_DAYS))


def _remind(now: datetime, today: date, days: int) -> int:
    since, until = (_midnight(today + timedelta(days=days + more)) for more in (0, 1))
    asked = {"since": since, "until": until, "fresh": now - FRESH, "days": str(days)}
    due = [row for row in db.session.execute(DUE, asked).all() if str(days) in row[2]]
    links = queries.links([invitation for invitation, _, _ in due])
    appointments = {appointment.id: appointment for _, appointment, _ in due}
    heads = {key: messages.letterhead(appointment) for key, appointment in appointments.items()}
    for invitation, appointment, _ in due:
        draft = messages.reminder(
            heads[appointment.id],
            invitation,
            links[invitation.link_id],
            days,
            expires=_midnight(today + timedelta(days=1)),
        )
        enqueue(draft)
    return len(due)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.HOME)
