"""What volunteers hear and say, on PostgreSQL; and of two at the same moment one."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from ekc import clock, create_app
from ekc.db import db
from ekc.errors import DomainError
from ekc.notifications.models import Message
from ekc.referrals.queries import get_for
from ekc.thanks import queries, service
from ekc.thanks.models import KindWord
from ekc.voice import service as voice
from tests.client import ReviewingClient
from tests.thanks.stories import follow_up, make_held
from tests.world import make_world

PER_SIDE = 2


@pytest.fixture
def told(chosen):
    """A conference that was held, of which the family allows that Cor hears more; a month later."""
    world = make_world()
    traject, conference = make_held(world)
    follow_up(world, traject, conference)
    with clock.at(conference.ends_at + timedelta(days=29)):
        service.note_answer(traject.referral, "focus", clock.today(), allowed=True, by=world.sanne.actor)
        db.commit()
        yield world, chosen, traject.referral_id


def test_every_page_opens(told):
    world, settings, referral_id = told
    word = db.session.query(KindWord).one()
    idea = voice.suggest(world.cor.coordinator, "Koffie", named=True, by=world.cor.actor)
    voice.say_about_team(word, "good", None, by=world.cor.actor)
    voice.announce("Zalen", "Een nieuwe zaal.", None, by=world.petra.actor)
    db.commit()
    old_engine = db.engine
    app = create_app(settings)
    old_engine.dispose()
    app.test_client_class = ReviewingClient
    pages = {
        "petra": ("/", "/ideeen", f"/ideeen/{idea.id}", "/samenwerking", "/mededelingen", "/pool/bedankjes"),
        "cor": ("/", "/voor-jou", "/ideeen", "/mededelingen", f"/bedankjes/{word.id}/samenwerking"),
        "sanne": (f"/aanmeldingen/{referral_id}/verder",),
    }
    for name, addresses in pages.items():
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = getattr(world, name).session_id
        for address in addresses:
            assert client.get(address).status_code == 200, address


def test_told_or_withdrawn_and_never_both(told):
    """Two tell it and two take it back, each on a connection of its own, all at once."""
    world, _, referral_id = told
    moment, gate, done = clock.now(), threading.Barrier(2 * PER_SIDE), []

    def act(name: str) -> None:
        with clock.at(moment):
            db.reading(False)
            gate.wait(timeout=60)
            try:
                referral = get_for(world.sanne.actor, referral_id)
                if name == "tell":
                    service.tell(referral, "well", by=world.sanne.actor)
                else:
                    service.withdraw(referral, by=world.sanne.actor)
                db.commit()
                done.append(name)
            except DomainError:
                db.rollback()
            finally:
                db.remove()

    threads = [threading.Thread(target=act, args=(name,)) for name in ("tell", "withdraw") * PER_SIDE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(done) == 1
    db.reading(False)
    found = queries.onward(get_for(world.sanne.actor, referral_id))
    mails = db.session.query(Message).filter(Message.kind == "onward").count()
    assert (found.told_at is not None, found.allowed, mails) == (
        (True, True, 1) if done == ["tell"] else (False, False, 0)
    )
