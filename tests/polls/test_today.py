"""What 'Vandaag' says of her polls."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.db import db
from ekc.polls import asking, service
from ekc.polls.models import PollVoter
from ekc.referrals.models import Referral
from tests.polls.stories import board, make_poll


def today(client_of, who):
    return client_of(who).get("/").get_data(as_text=True)


def test_while_it_runs_the_traject_says_so_first(world, client_of, queries):
    poll = make_poll(world)
    cor = client_of(world.cor)
    queries.clear()
    page = cor.get(f"/trajecten/{poll.referral_id}").get_data(as_text=True)
    assert "De datumprikker loopt. Iedereen kan antwoorden tot en met" in page
    assert page.count(f'href="/datumprikkers/{poll.id}"') == 2  # to it, and nothing that begins another
    assert "Weet je nog niet welke dag past?" not in page
    assert "Vraag wie wanneer kan" not in page
    assert len([one for one in queries if one.startswith("SELECT")]) <= 6


def test_a_poll_that_runs_says_how_many_said_nothing(world, client_of):
    poll = make_poll(world)
    assert "van 5 mensen is het nog niet bekend" in today(client_of, world.cor)
    assert f"/datumprikkers/{poll.id}" not in today(client_of, world.noor)
    assert f"/datumprikkers/{poll.id}" not in today(client_of, world.petra)
    with clock.at(poll.answer_until):
        assert "de tijd is om: kies een dag" in today(client_of, world.cor)


def test_once_everybody_answered_it_is_time_to_choose(world, client_of):
    poll = make_poll(world)
    said = {board(poll).days[0].id: "yes"}
    for voter in db.session.query(PollVoter).all():
        asking.answer(voter, said, "phone", referral_state="preparation", by=world.cor.actor)
    assert "iedereen antwoordde: kies een dag" in today(client_of, world.cor)


@pytest.mark.parametrize("what", ["closed", "paused"])
def test_what_asks_nothing_any_more_is_not_there(world, client_of, what):
    poll = make_poll(world)
    referral = db.session.get_one(Referral, poll.referral_id)
    if what == "closed":
        service.close(poll, referral, by=world.cor.actor)
    else:
        referral.state = "paused"
    assert "Datumprikker" not in today(client_of, world.cor)
