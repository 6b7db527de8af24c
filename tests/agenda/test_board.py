"""The board of a day: who comes, what can be changed, and what it asks once it has begun."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import coming
from ekc.agenda import queries as agenda_queries
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.db import db
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.web.formatting import day as day_words
from tests.agenda.pages import FORM, board, make_spoken, planning, selects
from tests.agenda.trajects import add, make_conference, make_venue
from tests.client import text

OUTSIDERS = ["noor", "sanne", "tom", "tess", "gea", "bea"]


@pytest.fixture
def traject(world):
    return make_spoken(world)


@pytest.fixture
def cor(world, traject, client_of):
    return client_of(world.cor)


def fails(kind: str = "invitation") -> None:
    db.session.query(Message).filter_by(kind=kind).update({"state": "failed", "trouble": "refused"})
    db.commit()


def test_the_board_says_who_comes_and_how_each_was_told(world, traject, cor):
    conference = make_conference(world, traject)
    page = text(cor.get(board(conference)))
    assert "0 komen, 0 komen niet, 0 misschien, 2 nog te bellen, 1 nog geen antwoord." in page
    assert page.count("nog te bellen") == 3  # above, and Fam and Buur, who get no mail
    assert "gevraagd met een bericht" in page
    assert "vertel het zelf" in page
    assert 'href="tel:+31655555555"' in page


def test_an_answer_heard_on_the_phone_stands_on_the_board(world, traject, cor):
    conference = make_conference(world, traject)
    day = agenda_queries.planned_of(traject.referral)
    buur = next(row for row in agenda_queries.asked(day) if not row.by_mail)
    url = f"/uitnodiging/{buur.guest.invitation_id}/mondeling"
    assert url in text(cor.get(board(conference)))
    page = text(cor.post(url, data={"answer": "yes"}, follow_redirects=True))
    assert "1 komt" in page
    assert f"(telefonisch gezegd op {day_words(clock.now())}, opgeschreven door Cor)" in page


def test_an_answer_that_somebody_else_told_says_so(world, traject, cor):
    add(traject, "Kees", world.cor.actor, age_group="0-11")
    make_conference(world, traject)
    day = agenda_queries.planned_of(traject.referral)
    buur = next(row for row in agenda_queries.asked(day) if not row.by_mail)
    oma = traject.members["Oma"].person_id
    url = f"/uitnodiging/{buur.guest.invitation_id}/mondeling"
    asked = text(cor.get(url))
    assert f'<option value="{buur.guest.person_id}" selected>' in asked
    assert "Kees" not in asked
    for wrong in (
        {"told_by": oma},
        {"answer": "no", "told_by": world.noor.person.id},
        {"answer": "no", "told_by": "9" * 30},
    ):
        assert "Kies" in text(cor.post(url, data=wrong), 422)
    page = text(cor.post(url, data={"answer": "no", "told_by": oma}, follow_redirects=True))
    assert f"(telefonisch gezegd door Oma op {day_words(clock.now())}, opgeschreven door Cor)" in page
    (line,) = db.session.query(LogEntry).filter_by(
        action="answer_invitation", object_id=buur.guest.invitation_id
    )
    assert line.behalf_person_id == oma


def test_the_coordinator_sees_whose_message_failed_and_the_bureau_how_many(world, traject, client_of):
    conference = make_conference(world, traject)
    fails()
    assert "bericht kwam niet aan: bel even" in text(client_of(world.cor).get(board(conference)))
    page = text(client_of(world.petra).get(board(conference)))
    assert "Van 3 berichten kwam er 1 niet aan." in page
    assert "bel even" not in page


def test_a_day_is_moved(world, traject, cor):
    conference = make_conference(world, traject)
    page = text(cor.get(f"{board(conference)}/verplaatsing"))
    assert 'value="19:30"' in page
    assert "Dit gaat naar 1 mens: Oma." in page
    answer = cor.post(
        f"{board(conference)}/verplaatsing", data={**FORM, "begins": "20:00"}, follow_redirects=True
    )
    assert "20.00 – 22.30 uur" in text(answer)


def test_a_move_that_cannot_be_keeps_what_was_typed(world, traject, cor):
    conference = make_conference(world, traject)
    for changed, status in (({"until": "19:40"}, 422), ({"on": ""}, 422), ({"on": "2026-01-01"}, 409)):
        answer = cor.post(f"{board(conference)}/verplaatsing", data={**FORM, **changed})
        assert 'value="bij oma"' in text(answer, status)


def test_a_closed_venue_in_use_stays_in_its_own_list(world, traject, cor):
    venue = make_venue(world)
    conference = make_conference(world, traject, venue_id=venue.id, place=None)
    venue.closed = True
    db.commit()
    assert "De Kern" in text(cor.get(f"{board(conference)}/verplaatsing"))


def test_a_day_is_called_off_for_a_reason(world, traject, cor):
    conference = make_conference(world, traject)
    assert cor.post(f"{board(conference)}/afzegging", data={}).status_code == 422
    assert cor.post(f"{board(conference)}/afzegging", data={"reason": "not_held"}).status_code == 422
    answer = cor.post(f"{board(conference)}/afzegging", data={"reason": "no_room"}, follow_redirects=True)
    assert "De dag is afgezegd" in text(answer)
    assert "afgezegd" in text(cor.get(board(conference)))
    again = cor.post(f"{board(conference)}/afzegging", data={"reason": "no_room"})
    assert "niet meer in de agenda" in text(again, 409)
    assert cor.get(f"{board(conference)}/verplaatsing").status_code == 409


def test_who_was_spoken_since_is_invited_with_one_tap(world, traject, cor, outbox):
    conference = make_conference(world, traject)
    add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
    assert "Nodig 1 mens uit" in text(cor.get(board(conference)))
    answer = cor.post(f"{board(conference)}/uitnodigingen", follow_redirects=True)
    assert "Uitgenodigd: 1 mens." in text(answer)
    assert ("invitation", "nicht@post.example") in outbox()


def test_before_everybody_hears_it_stands_to_how_many_that_goes(world, traject, client_of, queries):
    conference = make_conference(world, traject)
    told = sum(row.by_mail for row in agenda_queries.asked(agenda_queries.planned_of(traject.referral)))
    there = f"/trajecten/{traject.referral_id}"
    for who, url in (
        ("cor", board(conference)),
        ("cor", there),
        ("petra", f"{there}/vervanging"),
        ("sanne", f"/aanmeldingen/{traject.referral_id}"),
    ):
        client = client_of(getattr(world, who))
        client.get("/")
        assert selects(client, url, queries) <= 8
        page = text(client.get(url))
        assert f"Dit gaat naar {told} mens" in page, url
        assert "bel je zelf" in page, url


def test_after_the_start_the_board_only_asks_how_it_went(world, traject, cor):
    conference = make_conference(world, traject)
    with clock.at(conference.starts_at + timedelta(hours=1)):
        page = text(cor.get(board(conference)))
        assert "Hoe ging het?" in page
        assert "Zeg de dag af" not in page
        assert cor.post(f"{board(conference)}/uitnodigingen").status_code == 409


def test_nobody_else_finds_the_day(world, traject, client_of):
    conference = make_conference(world, traject)
    addresses = [
        ("GET", planning(traject)),
        ("POST", planning(traject)),
        ("GET", board(conference)),
        ("GET", f"{board(conference)}/verplaatsing"),
        ("POST", f"{board(conference)}/verplaatsing"),
        ("POST", f"{board(conference)}/afzegging"),
        ("POST", f"{board(conference)}/uitnodigingen"),
    ]
    for who in OUTSIDERS:
        client = client_of(getattr(world, who))
        for method, url in addresses:
            response = client.open(url, method=method, data=FORM if method == "POST" else None)
            assert response.status_code == 404, (who, method, url)
            assert "Oma" not in response.get_data(as_text=True)
    assert traject.referral.state == "planned"


def test_the_bureau_may_all_of_it(world, traject, client_of):
    petra = client_of(world.petra)
    assert petra.post(planning(traject), data=FORM).status_code == 303
    conference = agenda_queries.planned_of(traject.referral).conference
    assert petra.get(board(conference)).status_code == 200
    assert petra.post(f"{board(conference)}/verplaatsing", data={**FORM, "until": "23:00"}).status_code == 303
    assert petra.post(f"{board(conference)}/afzegging", data={"reason": "no_room"}).status_code == 303


def test_as_many_queries_for_one_guest_as_for_thirty(world, traject, cor, queries):
    conference = make_conference(world, traject)
    urls = (board(conference), f"{board(conference)}/verplaatsing")
    counted = [selects(cor, url, queries) for url in urls]
    for number in range(30):
        told = Particulars(f"Nicht {number}", mail=f"n{number}@post.example", phone="+31644444444")
        circle.spoken(circle.add(traject.referral, told, "family", by=world.cor.actor), by=world.cor.actor)
    coming.invite_spoken(agenda_queries.planned_of(traject.referral).conference, by=world.cor.actor)
    db.commit()
    assert [selects(cor, url, queries) for url in urls] == counted
    assert max(counted) <= 6
