"""Who worded a message, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from ekc.accounts.models import Account
from ekc.db import db
from ekc.notifications.models import TextVersion
from ekc.people.models import Person

MOST = 20  # versions on one page
VERSIONS = (
    select(TextVersion, Person.given_name, Person.surname)
    .outerjoin(Account, Account.id == TextVersion.account_id)
    .outerjoin(Person, Person.id == Account.person_id)
    .where(
        TextVersion.municipality_id == bindparam("municipality"),
        TextVersion.kind == bindparam("kind"),
    )
    .order_by(TextVersion.version.desc())
    .limit(bindparam("many"))
)
ONE = select(TextVersion).where(
    TextVersion.municipality_id == bindparam("municipality"),
    TextVersion.kind == bindparam("kind"),
    TextVersion.version == bindparam("version"),
)


class Worded(NamedTuple):
    """A version, and the name of who made it."""

    version: TextVersion
    who: str


def versions(municipality_id: int, kind: str) -> Sequence[Worded]:
    """The newest versions of one kind, the newest first."""
    given = {"municipality": municipality_id, "kind": kind, "many": MOST}
    return [Worded(one, " ".join(filter(None, name))) for one, *name in db.session.execute(VERSIONS, given)]


def version(municipality_id: int, kind: str, number: int) -> TextVersion | None:
    """One version."""
    given = {"municipality": municipality_id, "kind": kind, "version": number}
    return db.session.scalars(ONE, given).one_or_none()
