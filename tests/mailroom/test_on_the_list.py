"""Who wrote back stands on the call list and at the day, until somebody dealt with it."""

from __future__ import annotations

from ekc.db import db
from ekc.invitations import queries as invitations
from ekc.notifications import inbox
from tests.agenda.trajects import make_conference, make_traject, noon
from tests.house.access_things import conference_appointment

__all__ = ["noon"]


def test_who_wrote_back_is_called_after_reading(noon, world, client_of):
    conference = make_conference(world, make_traject(world))
    (invitation, *_) = [
        one for one in invitations.of_appointment(conference_appointment(conference)) if one.address_key
    ]
    about = ("invitation", invitation.id)
    mail = inbox.store(b"From: oma@post.example", "words", world.municipality.id, about, waits=True)
    db.commit()
    mail_id, conference_id = mail.id, conference.id
    cor, petra = client_of(world.cor), client_of(world.petra)
    for path in ("/bellen", f"/bijeenkomsten/{conference_id}"):
        assert "/post-die-wacht" in cor.get(path).text
        assert "/post-die-wacht" not in petra.get(path).text
    assert cor.post(f"/post-die-wacht/{mail_id}", data={"said": "seen"}).status_code == 303
    for path in ("/bellen", f"/bijeenkomsten/{conference_id}"):
        assert "/post-die-wacht" not in cor.get(path).text
