"""The calendar of a team: when and where the bijeenkomsten of its aanmeldingen are, and nobody's name.

The address belongs to one member; it stops with the account, or when there is no team any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ColumnElement, bindparam, select

from ekc import settings
from ekc.accounts import queries as accounts
from ekc.accounts.models import Account, PersonalLink, Role, RoleRow
from ekc.accounts.service import make_link, renew_link
from ekc.agenda.models import Conference, Session
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.invitations.models import Appointment
from ekc.invitations.standing import IN_WINDOW
from ekc.people.models import Person
from ekc.referrals.models import Referral
from ekc.seals import link_token, read_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.invitations.standing import Window

NAME = "Bijeenkomsten"
KIND = "team_feed"
OF_A_TEAM = (Role.TEAM_MEMBER.value, Role.TEAM_LEAD.value)


def _teams_of(account: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    return [
        account,
        Account.active.is_(True),
        RoleRow.account_id == Account.id,
        RoleRow.role.in_(OF_A_TEAM),
        RoleRow.team_id.is_not(None),
    ]


LINK = select(PersonalLink).where(
    PersonalLink.id == bindparam("id", type_=BigInteger()),
    PersonalLink.version == bindparam("version"),
    PersonalLink.about_kind == KIND,
    PersonalLink.revoked_at.is_(None),
    select(RoleRow.id)
    .where(
        *_teams_of(Account.person_id == PersonalLink.person_id),
        RoleRow.municipality_id == PersonalLink.municipality_id,
    )
    .exists(),
)
TEAMS = select(RoleRow.team_id).where(
    *_teams_of(Account.person_id == bindparam("person", type_=BigInteger())),
    RoleRow.municipality_id == bindparam("municipality", type_=BigInteger()),
)
IN_FEED = (
    Session.appointment_id == Appointment.id,
    Conference.id == Session.conference_id,
    Referral.id == Conference.referral_id,
    Referral.municipality_id == bindparam("municipality", type_=BigInteger()),
    Referral.team_id.in_(TEAMS),
    *IN_WINDOW,
)
VERSIONS = select(Appointment.id, Appointment.changed_at).where(*IN_FEED).order_by(Appointment.id)
BLOCKS = select(Appointment.block).where(*IN_FEED).order_by(Appointment.id)


def link_of(token: str) -> PersonalLink:
    """The link of an address; NotFoundError where it is not known, or its owner may not come in."""
    known = read_token(token)
    found = db.session.scalars(LINK, {"id": known[0], "version": known[1]}).one_or_none() if known else None
    if found is None:
        raise NotFoundError
    return found


def versions(link: PersonalLink, window: Window) -> Sequence[tuple[int, datetime]]:
    """(appointment id, when it changed last) of what stands in the feed."""
    return db.session.execute(VERSIONS, _theirs(link, window)).all()


def blocks(link: PersonalLink, window: Window) -> list[bytes]:
    """The stored lines of what stands in the feed."""
    return [block.encode() for block in db.session.scalars(BLOCKS, _theirs(link, window))]


def address(actor: Actor) -> str | None:
    """The actor's own address of it; None where there is none yet."""
    link = accounts.link_about(actor.municipality_id, KIND, actor.person_id or 0)
    if link is None:
        return None
    return f"{settings.current().public_url}/agenda/team/{link_token(link.id, link.version)}.ics"


def renew(*, by: Actor) -> None:
    """A first or a new address for the actor; an old one stops at once."""
    person_id = by.person_id or 0
    db.session.get_one(Person, person_id, with_for_update=True)  # twice at once would make two addresses
    link = accounts.link_about(by.municipality_id, KIND, person_id)
    renew_link(link or make_link(by.municipality_id, person_id, (KIND, person_id)), by=by)


def _theirs(link: PersonalLink, window: Window) -> dict[str, object]:
    return {
        "person": link.person_id,
        "municipality": link.municipality_id,
        "since": window.since,
        "until": window.until,
        "gone": window.gone,
    }
