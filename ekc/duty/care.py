"""A coordinator's own link to her page with numbers and buttons: it opens without signing in."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from ekc.accounts import service as accounts
from ekc.accounts.models import PersonalLink
from ekc.db import db

ABOUT = "care"
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
    """Her link, made where there is none yet. It stays until somebody ends it, or her account stops."""
    found = db.session.scalars(HERS, {"municipality": municipality_id, "person": person_id}).first()
    return found or accounts.make_link(municipality_id, person_id, (ABOUT, person_id))
