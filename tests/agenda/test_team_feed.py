"""The calendar of a team: when and where, for whoever is in the team, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.accounts.models import RoleRow
from ekc.agenda import service as agenda
from ekc.agenda import team_feed
from ekc.db import db
from ekc.invitations import feeds
from tests.agenda.trajects import a_plan, make_conference, make_traject
from tests.invitations.asking import fresh
from tests.tools import libical

HOST = "http://localhost:8000"


@pytest.fixture
def evening(world):
    """A planned day of Sanne's team."""
    return make_conference(world, make_traject(world))


def address_of(client_of, somebody) -> str:
    client_of(somebody).post("/teamagenda/nieuw-adres")
    return str(team_feed.address(somebody.actor)).removeprefix(HOST)


@pytest.mark.parametrize("name", ["sanne", "tess"])
def test_the_team_sees_when_and_where_and_nobody(world, client_of, evening, name):
    somebody = getattr(world, name)
    client = client_of(somebody)
    assert "Maak mijn adres" in client.get("/teamagenda").text
    address = address_of(client_of, somebody)
    assert f'value="{HOST}{address}"' in client.get("/teamagenda").text
    response = client_of(None).get(address)
    assert libical.errors(response.data) == []
    (event,) = libical.events(response.data)
    assert (event.starts, event.location, event.attendees) == (evening.starts_at, "bij oma", ())
    for word in (b"Fam", b"Jansen", b"Kuiper", b"post.example", b"/k/"):
        assert word not in response.data


def test_another_team_sees_nothing(world, client_of, evening):
    assert libical.events(client_of(None).get(address_of(client_of, world.tom)).data) == []


@pytest.mark.parametrize("name", ["petra", "cor", "gea", "bea"])
def test_who_is_in_no_team_has_none(world, client_of, name):
    client = client_of(getattr(world, name))
    assert client.get("/teamagenda").status_code == 404
    assert client.post("/teamagenda/nieuw-adres").status_code == 404


def test_unchanged_is_told_in_two_queries(world, client_of, evening, queries):
    address = address_of(client_of, world.sanne)
    first = client_of(None).get(address)
    queries.clear()
    again = client_of(None).get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, len(queries)) == (304, b"", 2)


def test_a_day_that_moves_moves_there_too(world, client_of, evening):
    address = address_of(client_of, world.sanne)
    before = client_of(None).get(address)
    agenda.move(fresh(evening), a_plan(days=7), by=world.cor.actor)
    db.commit()
    after = client_of(None).get(address)
    assert after.headers["ETag"] != before.headers["ETag"]
    (event,) = [one for one in libical.events(after.data) if one.status != "CANCELLED"]
    assert event.starts - libical.events(before.data)[0].starts == timedelta(days=7)
    for days, left in ((91, 1), (93, 0)):  # and three months later it goes
        with clock.at(event.starts + timedelta(days=days)):
            assert len(libical.events(client_of(None).get(address).data)) == left


def test_a_new_address_ends_the_old_one(world, client_of):
    old = address_of(client_of, world.sanne)
    new = address_of(client_of, world.sanne)
    assert client_of(None).get(old).status_code == 404
    assert client_of(None).get(new).status_code == 200


def test_an_address_of_somebody_else_opens_nothing_here(world, client_of):
    client_of(world.cor).post("/mijn-agenda/nieuw-adres")
    other = str(feeds.address(world.cor.actor)).removeprefix(HOST).replace("/agenda/", "/agenda/team/")
    assert client_of(None).get(other).status_code == 404
    mine = address_of(client_of, world.sanne).replace("/agenda/team/", "/agenda/")
    assert client_of(None).get(mine).status_code == 404


def test_it_ends_with_the_role_and_with_the_account(world, client_of):
    address = address_of(client_of, world.sanne)
    fresh(world.sanne.account).active = False
    db.commit()
    assert client_of(None).get(address).status_code == 404
    fresh(world.sanne.account).active = True
    db.session.delete(
        db.session.scalars(select(RoleRow).where(RoleRow.account_id == world.sanne.account.id)).one()
    )
    db.commit()
    assert client_of(None).get(address).status_code == 404
