"""The own page of a family, and its link."""

from __future__ import annotations

from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.family import service
from ekc.family.models import FamilyPage
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.seals import link_token

MIA = Particulars("Mia", "Mulder", mail="mia@post.example", phone="+31611111111")


def send(world, traject) -> FamilyPage:
    page = service.send(traject.referral, focus_ids(traject.referral)[0], by=world.cor.actor)
    db.commit()
    return page


def token(page) -> str:
    link = service.link_of(page)
    return link_token(link.id, link.version)


def opened(client, page):
    """A browser that opened the link."""
    response = client.get(f"/k/{token(page)}")
    assert response.location == f"/mijn-bijeenkomst/{page.id}"
    return client


def text(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def outbox(kind) -> list[Message]:
    return db.session.query(Message).filter_by(kind=kind).order_by(Message.id).all()
