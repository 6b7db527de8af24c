"""A coordinator's own link to her page with numbers and buttons: it opens without signing in."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, select

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.actor import system
from ekc.accounts.models import PersonalLink
from ekc.db import db

ABOUT = "care"
STAYS = timedelta(days=366)
HERS = (
    select(PersonalLink)
    .where(
        PersonalLink.municipality_id == bindparam("municipality"),
        PersonalLink.about_kind == ABOUT,
        PersonalLink.about_id == bindparam("person"),
        PersonalLink.revoked_at.is_(None),
    )
    .order_by(PersonalLink.id)
    .limit(1)
)


def link_of(municipality_id: int, person_id: int) -> PersonalLink:
    """Her link, made where there is none yet: it opens for a year from each message that it stands in, unless
    somebody ends it, or her account stops. One past its time gets a new secret."""
    now = clock.now()
    link = db.session.scalars(HERS, {"municipality": municipality_id, "person": person_id}).first()
    if link is None:
        return accounts.make_link(municipality_id, person_id, (ABOUT, person_id), expires=now + STAYS)
    if link.expires_at is not None and link.expires_at <= now:
        accounts.renew_link(link, by=system(municipality_id))
    link.expires_at = now + STAYS
    return link
