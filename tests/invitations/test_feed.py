"""The calendar that a coordinator subscribes to: hers alone, and cheap to ask for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.models import RoleRow
from ekc.db import db
from ekc.invitations import feeds, queries, service
from ekc.invitations.rewording import reword
from ekc.seals import link_token
from tests.invitations.asking import LATER, NOW, PLACE, STARTS, fresh, make_appointment, make_guests
from tests.tools import libical
from tests.training.evenings import make_gathering

pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def address(asked, client_of, world):
    """The path of Cor's feed."""
    client_of(world.cor).post("/mijn-agenda/nieuw-adres")
    return feeds.address(world.cor.actor).removeprefix("http://localhost:8000")


def test_the_coordinator_gets_an_address_to_copy(client_of, world):
    client = client_of(world.cor)
    assert "Maak mijn adres" in client.get("/mijn-agenda").get_data(as_text=True)
    client.post("/mijn-agenda/nieuw-adres")
    page = client.get("/mijn-agenda").get_data(as_text=True)
    assert f'value="{feeds.address(world.cor.actor)}"' in page


@pytest.mark.parametrize("who", ["sanne", "gea", "bea"])
def test_only_who_organises_has_one(client_of, world, who):
    client = client_of(getattr(world, who))
    assert client.get("/mijn-agenda").status_code == 404
    assert client.post("/mijn-agenda/nieuw-adres").status_code == 404


def test_a_stranger_signs_in_first(client_of, world):
    assert client_of(None).get("/mijn-agenda").status_code == 303


def test_it_shows_her_appointments_and_nobody_in_them(address, client_of):
    response = client_of(None).get(address)
    assert response.content_type == "text/calendar; charset=utf-8"
    assert libical.errors(response.data) == []
    (event,) = libical.events(response.data)
    assert (event.starts, event.location, event.sequence) == (STARTS, PLACE, 0)
    assert (event.attendees, event.organizer, event.method) == ((), None, None)
    for word in (b"anna", b"post.example", b"Kuiper", b"/k/"):
        assert word not in response.data


def test_unchanged_is_told_in_two_queries_without_a_cookie(address, client_of, queries):
    client = client_of(None)
    first = client.get(address)
    queries.clear()
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, len(queries)) == (304, b"", 2)
    assert again.headers["ETag"] == first.headers["ETag"]
    for response in (first, again):
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response.headers
    assert not first.headers["ETag"].startswith("W/")


def test_head_gives_the_same_headers(address, client_of):
    client = client_of(None)
    got, head = client.get(address), client.head(address)
    assert head.data == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_every_change_changes_the_tag_and_the_bytes(address, asked, client_of, world):
    appointment, _ = asked
    client = client_of(None)
    seen = [client.get(address)]
    service.move(fresh(appointment), LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    db.commit()
    seen.append(client.get(address))
    reword(fresh(appointment), place="Dorpshuis de Kern, Hoofdweg 1", by=world.petra.actor)
    db.commit()
    seen.append(client.get(address))
    service.cancel(fresh(appointment), by=world.cor.actor)
    db.commit()
    seen.append(client.get(address))
    assert len({response.headers["ETag"] for response in seen}) == 4
    assert libical.events(seen[-1].data)[0].status == "CANCELLED"


def test_a_guest_more_changes_nothing_in_it(address, asked, client_of, world):
    client = client_of(None)
    before = client.get(address)
    service.invite(fresh(asked[0]), make_guests(world, "Carla"), by=world.cor.actor)
    db.commit()
    after = client.get(address)
    assert (after.headers["ETag"], after.data) == (before.headers["ETag"], before.data)


def test_what_was_called_off_goes_after_thirty_days(address, asked, client_of, world):
    service.cancel(fresh(asked[0]), by=world.cor.actor)
    db.commit()
    for days, left in ((29, 1), (31, 0)):
        with clock.at(NOW + timedelta(days=days)):
            assert len(libical.events(client_of(None).get(address).data)) == left


def test_it_reaches_three_months_back_and_eighteen_ahead(address, client_of, world):
    day = NOW.replace(microsecond=0)
    for days in (-91, -93, 547, 549):
        make_appointment(world, starts=day + timedelta(days=days))
    db.commit()
    starts = [event.starts for event in libical.events(client_of(None).get(address).data)]
    assert starts == [STARTS, day - timedelta(days=91), day + timedelta(days=547)]  # always in this order


def test_the_bureau_has_one_of_what_it_plans(client_of, world):
    gathering = make_gathering(world, days=90)
    client = client_of(world.petra)
    assert 'href="/mijn-agenda"' in client.get("/scholingen").get_data(as_text=True)
    client.post("/mijn-agenda/nieuw-adres")
    page = client.get("/mijn-agenda").get_data(as_text=True)
    assert "koppel" not in page.lower()
    theirs = feeds.address(world.petra.actor)
    assert f'value="{theirs}"' in page
    (event,) = libical.events(client_of(None).get(theirs.removeprefix("http://localhost:8000")).data)
    assert event.starts == fresh(gathering).starts_at


def test_a_new_address_ends_the_old_one_at_once(address, client_of, world):
    client_of(world.cor).post("/mijn-agenda/nieuw-adres")
    assert client_of(None).get(address).status_code == 404
    new = feeds.address(world.cor.actor).removeprefix("http://localhost:8000")
    assert client_of(None).get(new).status_code == 200


def test_it_ends_with_the_account(address, client_of, world):
    fresh(world.cor.account).active = False
    db.commit()
    assert client_of(None).get(address).status_code == 404


def test_it_ends_with_the_role(address, client_of, world):
    row = db.session.scalars(select(RoleRow).where(RoleRow.account_id == world.cor.account.id)).one()
    db.session.delete(row)
    db.commit()
    assert client_of(None).get(address).status_code == 404


def test_unknown_addresses_are_not_there(asked, client_of, world):
    anna = asked[1][0]
    link = queries.links([anna])[anna.link_id]
    forged = accounts.make_link(world.municipality.id, world.cor.person.id, ("feed", anna.person_id))
    for token in ("x", "A" * 35, link_token(link.id, 1), link_token(1, 1), link_token(forged.id, 1), "é"):
        assert client_of(None).get(f"/agenda/{token}.ics").status_code == 404


def test_another_coordinator_has_another_feed(address, asked, client_of, world):
    client_of(world.noor).post("/mijn-agenda/nieuw-adres")
    theirs = feeds.address(world.noor.actor).removeprefix("http://localhost:8000")
    assert theirs != address
    assert libical.events(client_of(None).get(theirs).data) == []


def test_the_same_queries_for_one_and_for_thirty(address, client_of, queries, world):
    counts = []
    for more in (0, 30):
        for days in range(more):
            make_appointment(world, starts=STARTS + timedelta(days=days))
        db.commit()
        queries.clear()
        client_of(None).get(address)
        counts.append(len(queries))
    assert counts == [3, 3]
