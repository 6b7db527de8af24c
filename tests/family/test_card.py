"""The card of the coordinator, to somebody around the household: nothing of a family goes with it."""

from __future__ import annotations

import pytest

from ekc.circle import queries as circle
from ekc.db import db
from ekc.errors import DomainError
from ekc.family import cards
from ekc.notifications.models import Message
from ekc.seals import link_token
from tests.agenda.trajects import add, noon

__all__ = ["noon"]
pytestmark = pytest.mark.usefixtures("noon")


def give(traject, member, by):
    found, person = circle.get_for(by, member.id)
    done = cards.send(found, person, traject.referral, by=by)
    db.commit()
    return done


def test_a_card_goes_by_message_and_tells_who_she_is_and_nothing_of_the_household(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    page = client_of(world.cor).get(f"/mensen/{oma.id}").text
    assert "Stuur Oma het kaartje van de coördinator" in page
    done = client_of(world.cor).post(f"/mensen/{oma.id}/kennismaking", follow_redirects=True)
    assert "Het kaartje is onderweg naar Oma." in done.text
    (message,) = db.session.query(Message).filter_by(kind="card")
    assert (message.address, message.subject) == ("oma@post.example", "Cor stelt zich voor")
    assert "Kuiper" not in message.body_text
    assert "Jansen" not in message.body_text
    client = client_of(None)
    here = client.get(f"/k/{link_token(message.link_id, message.link_version)}").location
    card = client.get(here).text
    assert "Cor regelt het met je" in card
    assert not any(word in card for word in ("Jansen", "Kuiper", "Oma", "0612345678", "+31612345678"))
    client_of(world.petra).post(f"/mensen/{oma.id}/kennismaking")
    db.session.expire_all()
    old, new = db.session.query(Message).filter_by(kind="card").order_by(Message.id)
    assert (old.state, new.state, new.link_id) == ("replaced", "queued", old.link_id)
    assert client_of(None).get(here).location.startswith("/link-openen")
    circle_member = circle.get_for(world.cor.actor, oma.id)[0]
    circle_member.removed_at = circle_member.spoken_at
    db.commit()
    assert client.get(here).status_code == 404


def test_her_own_number_stands_on_it_only_where_she_wants_that(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    give(traject, oma, world.cor.actor)
    (message,) = db.session.query(Message).filter_by(kind="card")
    client = client_of(None)
    here = client.get(f"/k/{link_token(message.link_id, message.link_version)}").location
    assert "tel:+31612345678" not in client.get(here).text
    db.session.get_one(type(world.cor.coordinator), world.cor.coordinator.id).number_on_card = True
    db.commit()
    assert "tel:+31612345678" in client.get(here).text


@pytest.mark.parametrize(
    ("spoken", "told", "sentence"),
    [
        (False, {"mail": "oma@post.example"}, "Spreek Oma eerst"),
        (True, {"phone": "+31598654321"}, "Print het kaartje"),
        (True, {"mail": "oma@post.example", "read_along": True}, "Print het kaartje"),
    ],
)
def test_where_no_message_may_go_it_is_given_by_hand(world, traject, spoken, told, sentence):
    oma = add(traject, "Oma", world.cor.actor, spoken=spoken, **told)
    with pytest.raises(DomainError, match=sentence):
        give(traject, oma, world.cor.actor)
    assert db.session.query(Message).filter_by(kind="card").count() == 0


def test_a_letter_waits_for_the_bureau(world, traject):
    oma = add(traject, "Oma", world.cor.actor, post="Kerkstraat 1, 9601 AA Hoogezand")
    assert give(traject, oma, world.cor.actor) is True
