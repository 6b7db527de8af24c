"""The calendar that whoever organises subscribes to, at an address that nobody else knows."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from ekc import settings
from ekc.accounts import queries as accounts
from ekc.accounts.service import make_link, renew_link
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.invitations import ics, rules, standing
from ekc.people.models import Person
from ekc.seals import link_token, read_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.accounts.models import PersonalLink

NAME = "Afspraken"
KIND = "feed"
TYPE = "text/calendar; charset=utf-8"


def link_of(token: str) -> PersonalLink:
    """The link of a feed's address; NotFoundError where it is not known, or its owner may not come in."""
    known = read_token(token)
    found = standing.feed_link(*known) if known else None
    if found is None:
        raise NotFoundError
    return found


def window(now: datetime) -> standing.Window:
    """The last three months and the next eighteen; what was called off stays for thirty days."""
    return standing.Window(now - rules.FEED_BACK, now + rules.FEED_AHEAD, now - rules.CANCELLED_STAYS)


def etag(versions: Sequence[tuple[int, datetime]], name: str = NAME) -> str:
    """A strong ETag (RFC 9110 section 8.8.3): another when anything in the feed is another."""
    told = "".join(f"{number} {changed.isoformat()}\n" for number, changed in versions)
    return sha256(ics.feed(name, []) + told.encode()).hexdigest()[:32]


def address(actor: Actor) -> str | None:
    """The address of the actor's own feed; None where there is none yet."""
    link = accounts.link_about(actor.municipality_id, KIND, actor.person_id or 0)
    if link is None:
        return None
    return f"{settings.current().public_url}/agenda/{link_token(link.id, link.version)}.ics"


def renew(person_id: int | None = None, *, by: Actor) -> None:
    """A new address for the feed of the actor, or of `person_id`; an old one stops at once."""
    by = by.acting_for(person_id)
    person_id = person_id or by.person_id or 0
    db.session.get_one(Person, person_id, with_for_update=True)  # twice at once would make two addresses
    link = accounts.link_about(by.municipality_id, KIND, person_id)
    if link is None:
        link = make_link(by.municipality_id, person_id, (KIND, person_id))
    renew_link(link, by=by)
