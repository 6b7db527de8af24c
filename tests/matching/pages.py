"""Pages of matching, and the link of an offer."""

from __future__ import annotations

from ekc.accounts.models import PersonalLink
from ekc.db import db
from ekc.matching.models import Offer
from ekc.seals import link_token


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.get_data(as_text=True)


def link_of(offer: Offer) -> str:
    """The address in the mail about an offer."""
    link = db.session.query(PersonalLink).filter(PersonalLink.about_id == offer.id).one()
    return f"/k/{link_token(link.id, link.version)}"


def by_link(client_of, offer: Offer):
    """A phone on which the link in the mail was opened."""
    client = client_of(None)
    opened = client.get(link_of(offer))
    assert (opened.status_code, opened.location) == (303, f"/aanbod/{offer.id}")
    return client
