"""What somebody gets who may come in: a link to choose a password, never a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.accounts import queries
from ekc.accounts.models import Account, PersonalLink
from ekc.db import db, new_id
from ekc.notifications.outbox import Draft, enqueue
from ekc.people.telling import told
from ekc.places.queries import central
from ekc.web.formatting import told_moment

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.people.models import Person


def address_changed(account: Account, old: str, municipality_id: int) -> None:
    """To the old address: it opens nothing any more, and whom to call where that is wrong."""
    given, _, _ = (queries.name_of(account.id) or "").partition(" ")
    enqueue(
        Draft(
            municipality_id=municipality_id,
            kind="address_changed",
            address=old,
            about=("account", account.id),
            dedupe=f"address_changed:{new_id()}",
            context={"name": given, "phone": central(municipality_id)},
        )
    )


def new_link(link_id: int, person: Person, address: str, not_before: datetime | None) -> None:
    """The new link that somebody asked for; without `not_before` (aware) it leaves in waking hours."""
    link = db.session.get_one(PersonalLink, link_id, populate_existing=True)
    enqueue(
        told(
            person,
            "new_link",
            (link.about_kind, link.about_id),
            f"new_link:{link.id}:{link.times_asked}",
            at=address,
            not_before=not_before,
            expires=link.expires_at,
            link=(link.id, link.version),
        )
    )


def choose_password(account: Account, link: PersonalLink) -> None:
    """The link, until when it is good, and whom to call."""
    given, _, _ = (queries.name_of(account.id) or "").partition(" ")
    enqueue(
        Draft(
            municipality_id=link.municipality_id,
            kind="password_link",
            address=account.email,
            about=("account", account.id),
            dedupe=f"password_link:{link.id}:{link.version}",
            context={
                "name": given,
                "until": told_moment(link.expires_at) if link.expires_at else "",
                "phone": central(link.municipality_id),
            },
            expires=link.expires_at,
            link=(link.id, link.version),
            replaces=True,
        )
    )
