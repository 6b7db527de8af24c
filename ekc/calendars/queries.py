"""A coordinator's own link, her busy hours, and which calendars must be read now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Exists,
    LargeBinary,
    ScalarSelect,
    bindparam,
    cast,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role, RoleRow
from ekc.calendars import rules
from ekc.calendars.models import Block, CalendarLink, unpack
from ekc.calendars.rules import quarters
from ekc.db import UTC, Sealed, db
from ekc.errors import NotFoundError
from ekc.invitations.hours import HOURS, LONGEST


def comes_in(
    person: InstrumentedAttribute[int], municipality: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Whether somebody may still sign in here as a coordinator, or never does: the bureau helps her."""
    role = (
        select(RoleRow.id)
        .join(Account, Account.id == RoleRow.account_id)
        .where(
            Account.person_id == person,
            Account.active,
            RoleRow.municipality_id == municipality,
            RoleRow.role == Role.COORDINATOR.value,
        )
    )
    return or_(role.exists(), ~select(Account.id).where(Account.person_id == person).exists())


OWN = select(CalendarLink).where(
    CalendarLink.person_id == bindparam("person"), CalendarLink.municipality_id == bindparam("municipality")
)
COMES_IN = comes_in(CalendarLink.person_id, CalendarLink.municipality_id)
NO_TIME = cast(null(), UTC())
HERS = union_all(  # one question for both: appointments with us, and the calendar she linked
    HOURS.order_by(None).add_columns(type_coerce(cast(null(), LargeBinary()), Sealed()).label("busy")),
    select(NO_TIME, NO_TIME, CalendarLink.busy).where(
        CalendarLink.person_id == bindparam("person"),
        CalendarLink.busy.is_not(None),
        CalendarLink.read_at > bindparam("kept_since", type_=UTC()),
    ),
).subquery()
BUSY = select(HERS.c.starts_at, HERS.c.ends_at, HERS.c.busy)
DUE = (
    select(CalendarLink)
    .where(CalendarLink.next_at <= bindparam("now", type_=UTC()), COMES_IN)
    .order_by(CalendarLink.next_at, CalendarLink.id)
    .limit(bindparam("many"))
)


def own(actor: Actor) -> CalendarLink | None:
    """The link of the actor's own calendar; None where there is none."""
    return of(actor.municipality_id, actor.person_id or 0)


def of(municipality_id: int, person_id: int) -> CalendarLink | None:
    """The link of somebody's calendar in a municipality; None where there is none."""
    values = {"person": person_id, "municipality": municipality_id}
    return db.session.scalars(OWN, values).one_or_none()


def of_or_404(municipality_id: int, person_id: int) -> CalendarLink:
    """The same; NotFoundError where there is none."""
    found = of(municipality_id, person_id)
    if found is None:
        raise NotFoundError
    return found


def unread_of(person: InstrumentedAttribute[int] | ScalarSelect[int]) -> Exists:
    """Whether somebody linked a calendar of which the busy hours are not known now: part of a statement, with
    `municipality` and `kept_since` (see `kept_since`) to be told."""
    return (
        select(CalendarLink.id)
        .where(
            CalendarLink.person_id == person,
            CalendarLink.municipality_id == bindparam("municipality", type_=BigInteger()),
            or_(CalendarLink.busy.is_(None), CalendarLink.read_at <= bindparam("kept_since", type_=UTC())),
        )
        .exists()
    )


def kept_since(now: datetime) -> datetime:
    """Busy hours that were read before this are not used any more."""
    return now - rules.KEPT


def busy_of(person_id: int, begin: datetime, end: datetime, now: datetime) -> list[Block]:
    """The quarter hours from `begin` to `end` (aware) in which a person has an appointment with us, or is
    busy in a calendar of her own as read in the last 24 hours; in all municipalities. One query."""
    values = {"person": person_id, "begin": begin, "end": end, "since": begin - LONGEST}
    window = quarters(begin, end)
    found: list[Block] = []
    for starts, ends, sealed in db.rows(BUSY, {**values, "kept_since": kept_since(now)}):
        found += [quarters(starts, ends)] if sealed is None else unpack(sealed)
    return [(first, until) for first, until in found if first < window[1] and until > window[0]]


def due(now: datetime, many: int) -> Sequence[CalendarLink]:
    """The calendars that must be read now, those that wait longest first."""
    return db.session.scalars(DUE, {"now": now, "many": many}).all()
