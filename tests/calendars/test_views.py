"""The page of a coordinator's own calendar: link it, when it was read, read it again, let go of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.calendars import queries, service
from ekc.calendars.models import CalendarLink
from ekc.calendars.reader import Answer
from ekc.calendars.rules import TROUBLES
from ekc.db import db
from tests.agenda.trajects import NOON
from tests.client import text

pytestmark = pytest.mark.usefixtures("noon")
ADDRESS = "https://agenda.example/geheim/cor.ics"
QUARTER = int(NOON.timestamp()) // 900
SOON = [(QUARTER + 10, QUARTER + 14)]
LINK, READ, GONE = "/mijn-agenda/koppeling", "/mijn-agenda/koppeling/lezen", "/mijn-agenda/koppeling/weg"


@pytest.fixture
def cor(world, client_of):
    return client_of(world.cor)


def kept(world, now):
    """Cor's busy hours as proposals see them at this moment."""
    return queries.busy_of(world.cor.person.id, NOON, NOON + timedelta(days=60), now)


def read_it(answer: Answer) -> None:
    """What the worker does with what came."""
    (taken,) = service.claim(clock.now())
    assert service.keep(taken, answer, clock.now())
    db.commit()


def test_she_links_it_and_sees_when_it_was_read(cor):
    assert "Koppel deze agenda" in text(cor.get("/mijn-agenda"))
    assert cor.post(LINK, data={"address": f"  {ADDRESS} "}).status_code == 303
    assert "voor het eerst" in text(cor.get("/mijn-agenda"))
    read_it(Answer(SOON, 2))
    page = text(cor.get("/mijn-agenda"))
    assert "Laatst gelezen: " in page
    assert "2 afspraken konden we niet lezen. Die tellen niet mee." in page
    assert ADDRESS not in page  # whoever looks over her shoulder learns nothing


def test_what_went_wrong_is_one_sentence_and_what_was_read_before_still_counts(cor):
    cor.post(LINK, data={"address": ADDRESS})
    read_it(Answer(SOON))
    with clock.at(NOON + timedelta(hours=5)):
        read_it(Answer(trouble="secret"))
        page = text(cor.get("/mijn-agenda"))
    assert TROUBLES["secret"] in page
    assert "Laatst gelezen: " in page
    with clock.at(NOON + timedelta(hours=25)):
        page = text(cor.get("/mijn-agenda"))
    assert "Laatst gelezen: " not in page
    assert "We weten nu niet wanneer je bezet bent." in page


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("agenda.example/cor.ics", "address"),
        ("https://", "address"),
        ("https://[/", "address"),
        ("ftp://agenda.example/", "address"),
        ("https://agenda.example:99999999/", "address"),
        ("https://agenda.example/a b", "address"),
        ("http://agenda.example/cor.ics", "plain"),
        ("https://cor:geheim@agenda.example/", "credentials"),
        ("https://agenda.example:22/", "port"),
        ("https://127.0.0.1/", "inside"),
        ("https://2130706433/", "inside"),
        ("https://0x7f.1/", "inside"),
        ("https://[::1]/", "inside"),
        ("https://localhost/", "inside"),
        ("https://printer.local/", "inside"),
    ],
)
def test_an_address_that_cannot_be_one_comes_back_with_the_reason(cor, typed, code):
    page = text(cor.post(LINK, data={"address": typed}), 422)
    assert TROUBLES[code] in page
    assert f'value="{typed}"' in page
    assert queries.due(NOON, 5) == []


@pytest.mark.parametrize("typed", ["", "   ", "\0", "x" * 100_000, "https://" + "a" * 300 + ".example/"])
def test_whatever_a_person_can_send_is_refused_kindly(cor, typed):
    assert cor.post(LINK, data={"address": typed}).status_code == 422
    assert cor.post(LINK, data={}).status_code == 422


def test_letting_go_erases_the_address_and_the_busy_hours_at_once(world, cor):
    cor.post(LINK, data={"address": ADDRESS})
    read_it(Answer(SOON))
    assert kept(world, NOON) == SOON
    assert cor.post(GONE).status_code == 303
    assert db.session.query(CalendarLink).count() == 0
    assert kept(world, NOON) == []
    assert cor.post(GONE).status_code == 404
    assert cor.post(READ).status_code == 404


def test_reading_again_is_at_once_but_not_all_the_time(cor):
    cor.post(LINK, data={"address": ADDRESS})
    read_it(Answer([]))
    assert cor.post(READ).status_code == 409
    with clock.at(NOON + timedelta(minutes=2)):
        assert service.claim(clock.now()) == []
        assert cor.post(READ).status_code == 303
        assert len(service.claim(clock.now())) == 1


@pytest.mark.parametrize("who", ["petra", "sanne", "gea", "bea"])
def test_only_a_coordinator_has_one(world, client_of, who):
    client = client_of(getattr(world, who))
    for address in (LINK, READ, GONE):
        assert client.post(address, data={"address": ADDRESS}).status_code == 404


def test_another_coordinator_sees_and_touches_only_her_own(world, client_of, cor):
    cor.post(LINK, data={"address": ADDRESS})
    noor = client_of(world.noor)
    assert "gekoppeld sinds" not in text(noor.get("/mijn-agenda"))
    assert noor.post(GONE).status_code == 404
    assert "gekoppeld sinds" in text(cor.get("/mijn-agenda"))
    assert client_of(None).post(LINK, data={"address": ADDRESS}).status_code == 303
