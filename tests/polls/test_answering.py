"""The question by its link: what somebody reads, what counts as an answer, when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications.models import Message, MessageChoice
from ekc.polls import asking, service
from ekc.polls.models import PollAnswer
from ekc.referrals.models import Referral
from tests.polls.pages import fields, give_link, text
from tests.polls.stories import board, by_link, make_circle, make_poll, voters


def test_nobody_but_the_hoofdpersoon_sees_what_others_say(world, client_of):
    poll = make_poll(world)
    asked = voters(poll)
    by_link(client_of, asked["Oma"]).post(
        f"/datumvraag/{asked['Oma'].id}/antwoord", data=fields(poll, "no", "yes", "yes")
    )
    tante = text(by_link(client_of, asked["Tante"]).get(f"/datumvraag/{asked['Tante'].id}"))
    fam = give_link(world, poll, "Fam")
    family = text(by_link(client_of, fam).get(f"/datumvraag/{fam.id}"))
    for word in ("Oma", "Buur", "Neef", "Fam", "Hoe staat het"):
        assert word not in tante
    assert "Oma kan niet." in family
    assert "Oma kan. " in family
    assert "Jansen" not in family


def test_only_a_hoofdpersoon_says_by_link_who_must_be_there(world, client_of):
    poll = make_poll(world)
    fam, oma = give_link(world, poll, "Fam"), voters(poll)["Oma"]
    told = {"essential": oma.id}
    assert by_link(client_of, oma).post(f"/datumvraag/{oma.id}/onmisbaar", data=told).status_code == 404
    assert by_link(client_of, fam).post(f"/datumvraag/{fam.id}/onmisbaar", data=told).status_code == 303
    assert [one.person.given_name for one in board(poll).voters if one.row.essential] == ["Oma"]


def test_a_link_opens_one_question_and_no_other(world, client_of):
    poll = make_poll(world)
    asked = voters(poll)
    client = by_link(client_of, asked["Oma"])
    assert client.get(f"/datumvraag/{asked['Tante'].id}").status_code == 303
    answered = client.post(f"/datumvraag/{asked['Tante'].id}/antwoord", data=fields(poll, "yes"))
    assert answered.status_code == 303
    assert db.session.query(PollAnswer).count() == 0


@pytest.mark.parametrize("sent", [{}, {"dag-1": "yes"}, {"dag-x": "\x00"}])
def test_an_empty_answer_comes_back_with_a_sentence(world, client_of, sent):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    response = by_link(client_of, oma).post(f"/datumvraag/{oma.id}/antwoord", data=sent)
    assert response.status_code == 422
    assert "Kies bij minstens één dag" in text(response)


def test_what_is_no_answer_is_refused_and_the_rest_stays_filled_in(world, client_of):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    sent = fields(poll, "yes", "perhaps\x00")
    response = by_link(client_of, oma).post(f"/datumvraag/{oma.id}/antwoord", data=sent)
    assert response.status_code == 422
    assert 'value="yes" checked' in text(response)
    assert db.session.query(PollAnswer).count() == 0


def test_half_an_answer_is_an_answer(world, client_of):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    client = by_link(client_of, oma)
    address = f"/datumvraag/{oma.id}"
    client.post(f"{address}/antwoord", data=fields(poll, "yes"))
    assert "Over 2 dagen zei je nog niets" in text(client.get(address))
    client.post(f"{address}/antwoord", data=fields(poll, None, "no"))
    page = text(client.get(address))
    assert "Over één dag zei je nog niets" in page
    assert page.count(" checked") == 2
    client.post(f"{address}/antwoord", data=fields(poll, "no", "no", "if_needed"))
    assert "We weten nu welke dagen jou passen" in text(client.get(address))


def test_a_day_withdrawn_while_somebody_fills_it_in_is_left_out(world, client_of):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    sent = fields(poll, "yes", "no", "no")
    referral = db.session.get_one(Referral, poll.referral_id)
    service.withdraw_day(poll, referral, board(poll).days[0].id, by=world.cor.actor)
    db.commit()
    assert by_link(client_of, oma).post(f"/datumvraag/{oma.id}/antwoord", data=sent).status_code == 303
    assert db.session.query(PollAnswer).count() == 2


def test_a_link_that_is_too_late_reads_kind_words(world, client_of):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    sent = fields(poll, "yes")
    with clock.at(poll.answer_until):
        client = by_link(client_of, oma)
        assert "De tijd om te antwoorden is voorbij" in text(client.get(f"/datumvraag/{oma.id}"))
        assert client.post(f"/datumvraag/{oma.id}/antwoord", data=sent).status_code == 409


@pytest.mark.parametrize("what", ["closed", "left"])
def test_whoever_need_not_answer_any_more_reads_that(world, client_of, what):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    oma = voters(poll)["Oma"]
    sent = fields(poll, "yes")
    if what == "closed":
        service.close(poll, traject.referral, by=world.cor.actor)
    else:
        traject.members["Oma"].removed_at = clock.now()
    client = by_link(client_of, oma)
    page = text(client.get(f"/datumvraag/{oma.id}"))
    assert "Je hoeft niets te doen" in page
    assert "radio" not in page
    assert client.post(f"/datumvraag/{oma.id}/antwoord", data=sent).status_code == 409


def test_who_wants_no_reminder_gets_none_and_may_want_it_again(world, client_of):
    poll = make_poll(world)
    oma = voters(poll)["Oma"]
    client, page = by_link(client_of, oma), f"/datumvraag/{oma.id}"
    assert "Dan krijg je één herinnering." in client.get(page).text
    assert client.post(f"{page}/herinnering", data={"wanted": "0"}).status_code == 303
    assert "Je krijgt geen herinneringen." in client.get(page).text
    with clock.at(poll.answer_until - timedelta(hours=40)):
        asking.nudge_due(clock.now())
    nudges = {row.address: row.state for row in db.session.query(Message).filter_by(kind="poll_nudge")}
    assert nudges == {"oma@post.example": "off", "tante@post.example": "queued"}
    client.post(f"{page}/herinnering", data={"wanted": "1"})
    assert "Dan krijg je één herinnering." in client.get(page).text
    tante = voters(poll)["Tante"]
    assert client.post(f"/datumvraag/{tante.id}/herinnering", data={"wanted": "0"}).status_code in {303, 404}
    assert db.session.query(MessageChoice).count() == 0
