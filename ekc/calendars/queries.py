"""A coordinator's own link, her busy hours, and which calendars must be read now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from ekc.accounts.actor import Actor
from ekc.calendars import rules
from ekc.calendars.models import Block, CalendarLink, unpack
from ekc.db import UTC, db
from ekc.errors import NotFoundError

OWN = select(CalendarLink).where(
    CalendarLink.person_id == bindparam("person"), CalendarLink.municipality_id == bindparam("municipality")
)
BUSY = select(CalendarLink.busy).where(
    CalendarLink.person_id == bindparam("person"),
    CalendarLink.busy.is_not(None),
    CalendarLink.read_at > bindparam("since", type_=UTC()),
)
DUE = (
    select(CalendarLink)
    .where(CalendarLink.next_at <= bindparam("now", type_=UTC()))
    .order_by(CalendarLink.next_at, CalendarLink.id)
    .limit(bindparam("many"))
)


def own(actor: Actor) -> CalendarLink | None:
    """The link of the actor's own calendar; None where there is none."""
    values = {"person": actor.person_id or 0, "municipality": actor.municipality_id}
    return db.session.scalars(OWN, values).one_or_none()


def own_or_404(actor: Actor) -> CalendarLink:
    """The same; NotFoundError where there is none."""
    found = own(actor)
    if found is None:
        raise NotFoundError
    return found


def busy_of(person_id: int, now: datetime) -> list[Block]:
    """The quarter hours in which somebody's own calendars say busy, as read in the last 24 hours; in all
    municipalities. One query."""
    rows = db.rows(BUSY, {"person": person_id, "since": now - rules.KEPT})
    return [block for row in rows for block in unpack(row[0] or "[]")]


def due(now: datetime, many: int) -> Sequence[CalendarLink]:
    """The calendars that must be read now, those that wait longest first."""
    return db.session.scalars(DUE, {"now": now, "many": many}).all()
