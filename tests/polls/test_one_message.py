"""Two people on one phone or mailbox get one question, and both answer on its page."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.circle import service as circle
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.polls import asking
from ekc.polls.models import PollAnswer
from ekc.referrals.models import FocusPerson
from tests.agenda.trajects import add
from tests.invitations.asking import leave
from tests.polls.stories import OMA, TANTE, board, by_link, make_circle, make_poll, voters
from tests.polls.test_nudge import DUE


@pytest.fixture
def couple(world):
    """A traject in which Opa reads the mail of Oma; and its poll."""
    traject = make_circle(world)
    add(traject, "Opa", world.cor.actor, mail=OMA)
    return make_poll(world, traject)


def questions():
    """Where the questions about a day go that leave now."""
    return sorted(copy.to for copy in leave() if "Welke dag past je?" in copy.subject)


def test_a_couple_reads_one_question_and_one_reminder(couple):
    assert questions() == [OMA, TANTE]
    with clock.at(DUE):
        assert asking.nudge_due(clock.now()) == 3
        db.commit()
        assert questions() == [OMA, TANTE]


def test_a_hoofdpersoon_keeps_a_message_of_their_own(world):
    traject = make_circle(world)
    opa = add(traject, "Opa", world.cor.actor, mail=OMA)
    focus = db.session.query(FocusPerson).filter_by(referral_id=traject.referral_id).first()
    focus.person_id = opa.person_id
    db.commit()
    make_poll(world, traject)
    assert questions() == [OMA, OMA, TANTE]


def test_both_answer_on_one_page(couple, client_of):
    oma, opa = voters(couple)["Oma"], voters(couple)["Opa"]
    phone, address = by_link(client_of, oma), f"/datumvraag/{oma.id}"
    page = phone.get(address).get_data(as_text=True)
    assert "En Opa?" in page
    assert page.count('type="radio"') == 18
    first, second, _ = (day.id for day in board(couple).days)
    told = {f"dag-{first}": "yes", f"{opa.id}-dag-{first}": "no", f"{opa.id}-dag-{second}": "if_needed"}
    assert phone.post(f"{address}/antwoord", data=told).status_code == 303
    given = {(one.voter_id, one.day_id): one.value for one in db.session.query(PollAnswer)}
    assert given == {(oma.id, first): "yes", (opa.id, first): "no", (opa.id, second): "if_needed"}
    page = phone.get(address).get_data(as_text=True)
    assert page.count(" checked") == 3
    refused = phone.post(f"{address}/antwoord", data={f"{opa.id}-dag-{first}": "soms"})
    assert refused.status_code == 422
    assert db.session.query(PollAnswer).count() == 3
    assert phone.post(f"{address}/antwoord", data={}).status_code == 422


def test_one_of_the_two_may_answer_alone(couple, client_of):
    oma, opa = voters(couple)["Oma"], voters(couple)["Opa"]
    day = board(couple).days[0].id
    sent = by_link(client_of, oma).post(f"/datumvraag/{oma.id}/antwoord", data={f"{opa.id}-dag-{day}": "yes"})
    assert sent.status_code == 303
    assert [one.voter_id for one in db.session.query(PollAnswer)] == [opa.id]


def test_nobody_answers_for_another_address_or_for_who_left(couple, client_of, world):
    oma, opa, tante = (voters(couple)[name] for name in ("Oma", "Opa", "Tante"))
    phone, day = by_link(client_of, oma), board(couple).days[0].id
    assert "Tante" not in phone.get(f"/datumvraag/{oma.id}").get_data(as_text=True)
    member = db.session.query(CircleMember).filter_by(person_id=opa.person_id).one()
    circle.remove(member, by=world.cor.actor)
    db.commit()
    assert "Opa" not in phone.get(f"/datumvraag/{oma.id}").get_data(as_text=True)
    told = {f"{one.id}-dag-{day}": "no" for one in (opa, tante)} | {f"dag-{day}": "yes"}
    phone.post(f"/datumvraag/{oma.id}/antwoord", data=told)
    assert [one.voter_id for one in db.session.query(PollAnswer)] == [oma.id]
