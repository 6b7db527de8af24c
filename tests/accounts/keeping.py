"""Accounts as the bureau keeps them."""

from __future__ import annotations

from ekc.accounts import queries
from ekc.accounts.models import Account, PersonalLink
from ekc.db import db
from ekc.seals import link_token

EVA = {"given_name": "Eva", "surname": "Elzinga", "email": "eva@gemeente.example", "role": "municipality"}


def account_of(mail: str) -> Account | None:
    """The account with this address, as it is now."""
    return db.session.query(Account).filter_by(email_key=queries.keyed_hash(mail)).one_or_none()


def address(account: Account) -> str:
    """The address that stands in the mail with the link."""
    link = (
        db.session.query(PersonalLink)
        .filter_by(about_kind="password", about_id=account.id)
        .populate_existing()
        .one()
    )
    return f"/k/{link_token(link.id, link.version)}"
