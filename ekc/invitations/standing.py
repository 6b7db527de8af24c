"""What stands in somebody's own calendar: theirs to organise, and what they are asked to themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, func, or_, select

from ekc.accounts.models import Account, PersonalLink, Role, RoleRow
from ekc.db import UTC, db
from ekc.invitations.models import Appointment, Invitation

if TYPE_CHECKING:
    from collections.abc import Sequence

ORGANISE = (Role.COORDINATOR.value, Role.BUREAU.value)  # who has appointments of their own here
FEED_LINK = (
    select(PersonalLink)
    .join(Account, Account.person_id == PersonalLink.person_id)
    .where(
        PersonalLink.id == bindparam("id", type_=BigInteger()),
        PersonalLink.about_kind == "feed",
        PersonalLink.about_id == PersonalLink.person_id,
        PersonalLink.revoked_at.is_(None),
        PersonalLink.version == bindparam("version"),
        Account.active,
        select(RoleRow.id)
        .where(
            RoleRow.account_id == Account.id,
            RoleRow.municipality_id == PersonalLink.municipality_id,
            RoleRow.role.in_(ORGANISE),
        )
        .exists(),
    )
)
THEIRS = (  # one index each, joined: an OR would read everybody's appointments of these months
    select(Appointment.id)
    .where(
        Appointment.organiser_person_id == bindparam("person", type_=BigInteger()),
        Appointment.starts_at >= bindparam("since", type_=UTC()),
    )
    .union(
        select(Invitation.appointment_id).where(
            Invitation.person_id == bindparam("person", type_=BigInteger()),
            Invitation.removed_at.is_(None),
            func.coalesce(Invitation.answer, "") != "no",
        )
    )
)
IN_WINDOW = (
    Appointment.starts_at >= bindparam("since", type_=UTC()),
    Appointment.starts_at < bindparam("until", type_=UTC()),
    or_(Appointment.cancelled_at.is_(None), Appointment.cancelled_at >= bindparam("gone", type_=UTC())),
)
IN_FEED = (Appointment.id.in_(THEIRS), *IN_WINDOW)
FEED_VERSIONS = select(Appointment.id, Appointment.changed_at).where(*IN_FEED).order_by(Appointment.id)
FEED_BLOCKS = select(Appointment.block).where(*IN_FEED).order_by(Appointment.id)


@dataclass(frozen=True, slots=True)
class Window:
    """Which appointments stand in a feed: begun from `since` until `until`, or called off after `gone`."""

    since: datetime
    until: datetime
    gone: datetime


def feed_link(link_id: int, version: int) -> PersonalLink | None:
    """The living link to the feed of somebody who may still come in, and organises."""
    return db.session.scalars(FEED_LINK, {"id": link_id, "version": version}).one_or_none()


def feed_versions(person_id: int, window: Window) -> Sequence[tuple[int, datetime]]:
    """(appointment id, when it changed last) of what stands in a feed."""
    return db.session.execute(FEED_VERSIONS, _in_feed(person_id, window)).all()


def feed_blocks(person_id: int, window: Window) -> list[bytes]:
    """The stored lines of what stands in a feed."""
    return [block.encode() for block in db.session.scalars(FEED_BLOCKS, _in_feed(person_id, window))]


def _in_feed(person_id: int, window: Window) -> dict[str, object]:
    return {"person": person_id, "since": window.since, "until": window.until, "gone": window.gone}
