"""From days proposed to invitations: who is asked, who answers how, and the day that is chosen."""

from __future__ import annotations

from ekc.agenda.models import Conference
from ekc.db import db
from ekc.polls.models import DatePoll, PollAnswer
from ekc.polls.rules import Reach
from ekc.seals import link_token
from tests.polls.stories import DAYS, OMA, TANTE, board, by_link, code, make_circle, voters
from tests.world import DAY


def test_from_proposal_to_invitations(world, client_of, outbox):
    traject = make_circle(world)
    cor = client_of(world.cor)
    address = f"/trajecten/{traject.referral_id}/datumprikker"
    page = cor.get(address).get_data(as_text=True)
    assert "Welke dagen stel je voor?" in page
    persons = [member.person_id for member in traject.members.values()]
    oma = traject.members["Oma"].person_id
    told = {
        "days": [code(DAYS[0]), code(DAYS[1])],
        "on1": DAYS[2].starts.date().isoformat(),
        "begins1": "19:00",
        "until1": "22:00",
        "answer_on": "2026-10-26",
        "persons": persons,
        "essential": [oma],
    }
    sent = cor.post(address, data=told)
    poll = db.session.query(DatePoll).one()
    assert (sent.status_code, sent.location) == (303, f"/datumprikkers/{poll.id}")
    assert [one for one in outbox() if one[0] == "poll"] == [("poll", OMA), ("poll", TANTE)]
    stand = {one.person.given_name: one.reach for one in board(poll).voters}
    assert stand == {
        "Fam": Reach.CALL,
        "Oma": Reach.ASKED,
        "Tante": Reach.ASKED,
        "Buur": Reach.CALL,
        "Neef": Reach.SPEAK,
    }

    asked = voters(poll)
    phone = client_of(None)
    opened = phone.get(f"/k/{link_token(asked['Oma'].link_id, 1)}")
    assert opened.location == f"/datumvraag/{asked['Oma'].id}"
    page = phone.get(opened.location).get_data(as_text=True)
    assert page.count('type="radio"') == 9
    assert "Cor zoekt een dag" in page
    first, second, third = (f"dag-{one.id}" for one in board(poll).days)
    said = {first: "no", second: "yes", third: "if_needed"}
    assert phone.post(f"/datumvraag/{asked['Oma'].id}/antwoord", data=said).status_code == 303
    assert "Bedankt!" in phone.get(opened.location).get_data(as_text=True)

    page = cor.get(f"/datumvragen/{asked['Buur'].id}/antwoorden").get_data(as_text=True)
    assert "Wat zei Buur?" in page
    buur = {second: "yes", third: "yes", "told_by": asked["Buur"].person_id}
    assert cor.post(f"/datumvragen/{asked['Buur'].id}/antwoorden", data=buur).status_code == 303
    assert db.session.query(PollAnswer).filter(PollAnswer.via == "phone").count() == 2

    best, why = board(poll).ranked[0]
    assert best.starts_at == DAYS[1].starts
    assert board(poll).why(why) == "Oma en Buur kunnen. Van Fam, Tante en Neef weten we het nog niet."
    page = cor.get(f"/datumprikkers/{poll.id}").get_data(as_text=True)
    assert page.index("Oma en Buur kunnen") < page.index("Buur kan.") < page.index("Oma kan niet.")

    chosen = f"/datumdagen/{best.id}/keuze"
    assert "Oma en Buur kunnen" in cor.get(chosen).get_data(as_text=True)
    where = {"where": "other", "place": "bij oma", "safety": "y", "information": "60"}
    assert cor.post(chosen, data=where).status_code == 303
    conference = db.session.query(Conference).one()
    assert conference.starts_at == DAYS[1].starts
    assert [one for one in outbox() if one[0] == "invitation"] == [("invitation", OMA), ("invitation", TANTE)]
    assert [one for one in outbox() if one[0] == "poll"] == []
    poll = db.session.get_one(DatePoll, poll.id, populate_existing=True)
    assert (poll.state, poll.conference_id) == ("chosen", conference.id)
    page = by_link(client_of, asked["Oma"]).get(opened.location).get_data(as_text=True)
    assert "Er is een dag gekozen" in page
    assert conference.starts_at.date() == DAY.replace(day=21)
