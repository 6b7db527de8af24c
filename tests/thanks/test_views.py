"""How it went on, on the screen; and the list of whom to call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications.models import Message
from ekc.thanks import queries
from ekc.thanks.models import KindWord
from tests.agenda.trajects import make_traject
from tests.matching.stories import again
from tests.thanks.stories import follow_up, make_held, without_mail

NOT_THEIRS = ["tom", "cor", "noor", "gea", "bea"]
YES = {"allowed": "yes", "said_by": "focus", "said_on": "2026-12-18"}


@pytest.fixture
def held(world):
    return make_held(world)


@pytest.fixture
def later(world, held):
    """The family was called after four weeks."""
    traject, conference = held
    follow_up(world, traject, conference)
    with clock.at(conference.ends_at + timedelta(days=29)):
        yield traject


def onward(traject) -> str:
    return f"/aanmeldingen/{traject.referral_id}/verder"


def leave(traject) -> str:
    return f"/aanmeldingen/{traject.referral_id}/toestemming"


def test_the_team_asks_writes_down_and_tells(world, later, client_of):
    sanne = client_of(world.sanne)
    assert onward(later) in sanne.get(f"/aanmeldingen/{later.referral_id}").text
    assert "Wat zei de familie?" in sanne.get(onward(later)).text
    assert sanne.post(leave(later), data=YES).status_code == 303
    page = sanne.get(onward(later)).text
    assert "De familie vindt het goed" in page
    assert "<textarea" not in page
    assert sanne.post(onward(later), data={"sentence": "well"}).status_code == 303
    page = sanne.get(onward(later)).text
    assert "Verteld op" in page
    assert "Vertel dit aan de coördinator" not in page
    assert db.session.query(Message).filter(Message.kind == "onward").count() == 1


@pytest.mark.parametrize(
    "told",
    [
        {**YES, "said_on": "2099-01-01"},
        {**YES, "said_by": "neighbour"},
        {**YES, "allowed": "perhaps"},
        {**YES, "said_on": "gisteren"},
        {**YES, "said_by": "\x00"},
        {},
    ],
)
def test_an_answer_that_cannot_be_comes_back(world, later, client_of, told):
    response = client_of(world.sanne).post(leave(later), data=told)
    assert response.status_code == 422
    assert queries.onward(later.referral) is None


@pytest.mark.parametrize("sentence", ["", "x", "Bij de familie Jansen gaat het goed", "\x00"])
def test_other_words_cannot_be_told(world, later, client_of, sentence):
    petra = client_of(world.petra)
    petra.post(leave(later), data=YES)
    assert petra.post(onward(later), data={"sentence": sentence}).status_code == 422
    assert db.session.query(Message).filter(Message.kind == "onward").count() == 0


def test_the_second_reads_that_it_was_told(world, later, client_of):
    petra = client_of(world.petra)
    petra.post(leave(later), data=YES)
    petra.post(onward(later), data={"sentence": "well"})
    response = client_of(world.sanne).post(onward(later), data={"sentence": "not_easy"})
    assert response.status_code == 409
    assert "al aan de coördinator verteld" in response.text


def test_taking_it_back_is_one_tap(world, later, client_of):
    sanne = client_of(world.sanne)
    sanne.post(leave(later), data=YES)
    assert sanne.post(f"{leave(later)}-terug").status_code == 303
    assert "werd teruggenomen" in sanne.get(onward(later)).text
    assert client_of(world.petra).post(onward(later), data={"sentence": "well"}).status_code == 422


@pytest.mark.parametrize("who", NOT_THEIRS)
def test_nobody_else_sees_or_does_it(world, later, client_of, who):
    client = client_of(getattr(world, who))
    assert client.get(onward(later)).status_code == 404
    assert client.post(leave(later), data=YES).status_code == 404
    assert client.post(f"{leave(later)}-terug").status_code == 404
    assert client.post(onward(later), data={"sentence": "well"}).status_code == 404
    assert queries.onward(later.referral) is None


def test_before_the_day_there_is_nothing_to_ask(world, client_of):
    traject = make_traject(world)
    sanne = client_of(world.sanne)
    assert onward(traject) not in sanne.get(f"/aanmeldingen/{traject.referral_id}").text
    assert "Dit vraag je na de bijeenkomst." in sanne.get(onward(traject)).text


@pytest.fixture
def to_call(world):
    without_mail(world.cor)
    make_held(world)
    (word,) = db.session.query(KindWord).all()
    return word


def test_the_bureau_calls_who_has_no_mail(world, to_call, client_of):
    petra = client_of(world.petra)
    page = petra.get("/pool/bedankjes").text
    assert "Cor Kuiper" in page
    assert "Bel Cor: 06 12 34 56 78" in page
    assert petra.post(f"/bedankjes/{to_call.id}/gedaan").status_code == 303
    assert "Iedereen is bedankt." in petra.get("/pool/bedankjes").text
    assert petra.post(f"/bedankjes/{to_call.id}/gedaan").status_code == 409
    assert again(to_call).done_by_id == world.petra.account.id


@pytest.mark.parametrize("who", ["sanne", "cor", "noor", "gea", "bea"])
def test_nobody_else_reads_or_strikes_the_list(world, to_call, client_of, who):
    client = client_of(getattr(world, who))
    assert client.get("/pool/bedankjes").status_code == 404
    assert client.post(f"/bedankjes/{to_call.id}/gedaan").status_code == 404
    assert again(to_call).done_at is None


def test_thirty_take_as_many_queries_as_one(world, to_call, client_of, queries):
    petra = client_of(world.petra)
    petra.get("/pool/bedankjes")
    queries.clear()
    petra.get("/pool/bedankjes")
    few = len(queries)
    values = {column.name: getattr(to_call, column.name) for column in KindWord.__table__.columns}
    for number in range(29):
        db.session.add(KindWord(**{**values, "id": to_call.id + 1 + number, "key": f"x{number}"}))
    db.commit()
    queries.clear()
    assert "Bladzijde 1 van 2" in petra.get("/pool/bedankjes").text
    assert len(queries) == few


def test_she_reads_what_she_heard_on_her_own_page_and_another_reads_hers(world, later, client_of):
    petra = client_of(world.petra)
    petra.post(leave(later), data=YES)
    petra.post(onward(later), data={"sentence": "met_again"})
    page = client_of(world.cor).get("/voor-jou").text
    assert "Dank je wel voor de bijeenkomst van vrijdag 20 november 2026" in page
    assert "nog eens bij elkaar" in page
    assert "Jansen" not in page
    assert "Na je eerste bijeenkomst" in client_of(world.noor).get("/voor-jou").text
    for who in ("sanne", "petra", "gea", "bea"):
        assert client_of(getattr(world, who)).get("/voor-jou").status_code == 404


def test_the_bureau_sees_who_is_in_the_pool_for_whole_years_this_month(world, client_of):
    today = clock.today()
    petra = client_of(world.petra)
    assert "te vieren" not in petra.get("/pool/bedankjes").text  # Cor and Noor came this year
    again(world.cor.coordinator).joined_on = today.replace(year=today.year - 3, day=1)
    again(world.noor.coordinator).joined_on = today.replace(
        year=today.year - 1, month=today.month % 12 + 1, day=1
    )
    db.commit()
    page = petra.get("/pool/bedankjes").text
    assert "Cor Kuiper</a>: 3 jaar bij de pool" in page
    assert "Noor Nijland" not in page
    again(world.cor.coordinator).stage = "stopped"
    db.commit()
    assert "Cor Kuiper" not in petra.get("/pool/bedankjes").text
