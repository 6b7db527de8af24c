"""The bureau links the calendar of a coordinator who phones: logged for her, nothing of it shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.calendars import queries, service
from ekc.calendars.models import CalendarLink
from ekc.calendars.reader import Answer
from ekc.db import db
from ekc.people import service as people
from ekc.people.service import Particulars
from tests.agenda.trajects import NOON
from tests.client import text

pytestmark = pytest.mark.usefixtures("noon")
ADDRESS = "https://agenda.example/geheim/cor.ics"
QUARTER = int(NOON.timestamp()) // 900


@pytest.fixture
def page(world) -> str:
    return f"/pool/{world.cor.coordinator.id}/agenda"


def test_linked_read_and_let_go_in_the_name_of_who_phoned(world, client_of, page):
    petra, person = client_of(world.petra), world.cor.person.id
    assert page in text(petra.get(f"/pool/{world.cor.coordinator.id}"))
    assert petra.post(f"{page}/koppeling", data={"address": ADDRESS}).status_code == 303
    assert "voor het eerst" in text(petra.get(page))
    (taken,) = service.claim(clock.now())
    service.keep(taken, Answer([(QUARTER + 10, QUARTER + 14)]), clock.now())
    db.commit()
    shown = text(petra.get(page))
    assert "Laatst gelezen" in shown
    assert ADDRESS not in shown
    assert queries.busy_of(person, NOON, NOON + timedelta(days=2), clock.now()) == [
        (QUARTER + 10, QUARTER + 14)
    ]
    assert "Laatst gelezen" in text(client_of(world.cor).get("/mijn-agenda"))
    assert petra.post(f"{page}/koppeling/weg").status_code == 303
    assert petra.post(f"{page}/koppeling/weg").status_code == 404
    assert db.session.query(CalendarLink).count() == 0
    lines = db.session.query(LogEntry).filter(LogEntry.action.in_(["link_calendar", "unlink_calendar"]))
    assert [line.behalf_person_id for line in lines] == [person, person]


@pytest.mark.parametrize(
    "address", ["", "geen adres", "http://10.0.0.1/x.ics", "\x00", "https://" + "a" * 5000]
)
def test_an_address_that_cannot_be_comes_back_with_a_sentence(world, client_of, page, address):
    refused = client_of(world.petra).post(f"{page}/koppeling", data={"address": address})
    assert "Bijna goed" in text(refused, 422)
    assert db.session.query(CalendarLink).count() == 0


@pytest.mark.parametrize("name", ["cor", "noor", "sanne", "tess", "gea", "bea"])
def test_nobody_else_comes_near(world, client_of, page, name):
    client = client_of(getattr(world, name))
    assert client.get(page).status_code == 404
    assert client.post(f"{page}/koppeling", data={"address": ADDRESS}).status_code == 404
    assert db.session.query(CalendarLink).count() == 0


def test_who_has_no_account_at_all_is_read_too(world):
    phones = people.add(world.municipality.id, Particulars("Bel", "Ler"))
    service.link(ADDRESS, phones.id, by=world.petra.actor)
    db.commit()
    assert service.lapse(clock.now()) == 0
    assert len(service.claim(clock.now())) == 1
