"""Signing in and out, and opening a personal link."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts import service
from ekc.accounts.models import PersonalLink, Role
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.seals import link_token
from tests.world import PASSWORD, make_municipality

DOOR = {"email": "team@demo.example", "password": PASSWORD}


def lines(action):
    """The logbook's lines of one action."""
    return db.session.query(LogEntry).filter(LogEntry.action == action).all()


def test_the_right_password_opens_the_door(world, client_of):
    client = client_of(None)

    response = client.post("/inloggen", data={**DOOR, "email": "TEAM@demo.example "})

    assert (response.status_code, response.location) == (303, "/")
    assert client.get("/").status_code == 200
    assert [line.actor_id for line in lines("sign_in")] == [world.sanne.account.id]


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "not this one at all"},
        {"email": "nobody@demo.example"},
        {"email": "x" * 5000},
        {"password": "\0"},
    ],
)
def test_a_wrong_one_does_not_and_the_address_stays_on_the_page(world, client_of, wrong):
    client = client_of(None)

    response = client.post("/inloggen", data={**DOOR, **wrong})

    assert response.status_code == 422
    assert client.get("/").status_code == 303
    if "email" not in wrong:
        assert "team@demo.example" in response.text


def test_after_many_tries_even_the_right_password_waits(world, client_of):
    client = client_of(None)
    for _ in range(10):
        client.post("/inloggen", data={**DOOR, "password": "not this one at all"})

    response = client.post("/inloggen", data=DOOR)

    assert response.status_code == 429
    assert "kwartier" in response.text


def test_others_may_go_on_meanwhile(world, client_of):
    client = client_of(None)
    for _ in range(10):
        client.post("/inloggen", data={**DOOR, "password": "not this one at all"})

    response = client.post("/inloggen", data={**DOOR, "email": "bureau@demo.example"})

    assert response.status_code == 303


def test_after_a_quarter_of_an_hour_the_door_opens_again(world, client_of):
    client = client_of(None)
    with clock.at(clock.now() - timedelta(minutes=16)):
        for _ in range(10):
            client.post("/inloggen", data={**DOOR, "password": "not this one at all"})

    assert client.post("/inloggen", data=DOOR).status_code == 303


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/pool", "/pool"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_one_goes_on_to_a_page_of_ours_only(world, client_of, wanted, goes_to):
    response = client_of(None).post("/inloggen", data={**DOOR, "verder": wanted})

    assert response.location == goes_to


def test_signing_out_ends_the_session(world, client_of):
    client = client_of(world.sanne)

    client.post("/uitloggen")

    assert client.get("/").location.startswith("/inloggen")
    assert len(lines("sign_out")) == 1


def test_a_new_password_ends_every_open_session(world, client_of):
    client = client_of(world.sanne)
    assert client.get("/").status_code == 200

    service.set_password(db.session.merge(world.sanne.account), "another long password", by=world.by)
    db.commit()

    assert client.get("/").status_code == 303


def test_an_account_that_is_closed_ends_at_once(world, client_of):
    client = client_of(world.sanne)
    db.session.merge(world.sanne.account).active = False
    db.commit()

    assert client.get("/").status_code == 303
    assert client.post("/inloggen", data=DOOR).status_code == 422


def test_a_role_in_two_municipalities_lets_one_choose_and_a_stranger_not(world, client_of):
    client = client_of(world.sanne)

    response = client.post("/gemeente", data={"municipality": "12345"})

    assert response.status_code == 303
    assert "Midden-Groningen" in client.get("/").text


def test_who_works_for_two_municipalities_changes_from_one_to_the_other(world, client_of):
    assert '/gemeente"' not in client_of(world.sanne).get("/").text
    neighbour = make_municipality("Oldambt", "1895")
    there = replace(world.by, municipality_id=neighbour.id)
    service.give_role(world.sanne.account.id, Role.BUREAU, by=there)
    client = client_of(world.sanne)
    assert "Naar Oldambt" in client.get("/").text

    client.post("/gemeente", data={"municipality": neighbour.id})

    page = client.get("/").text
    assert '<span class="ekc-header__place">Oldambt</span>' in page
    assert "Naar Midden-Groningen" in page


def test_the_demo_is_not_there_outside_the_demo(world, client_of):
    client = client_of(None)

    assert "wachtwoord is voor iedereen" not in client.get("/inloggen").text
    assert client.get("/post").status_code == 404


@pytest.fixture
def link(world):
    """A link for Fam about an invitation that does not matter here."""
    made = service.make_link(
        world.municipality.id,
        world.cor.person.id,
        ("invitation", 42),
        expires=clock.now() + timedelta(days=1),
    )
    db.commit()
    return made


def test_a_link_goes_on_to_a_clean_address_and_changes_nothing(world, client_of, link, queries):
    client = client_of(None)
    token = link_token(link.id, link.version)

    for method in (client.head, client.get, client.get, client.get):
        response = method(f"/k/{token}")
        assert (response.status_code, response.location) == (303, "/uitnodiging/42")

    assert not [statement for statement in queries if not statement.startswith("SELECT")]
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("change", ["renewed", "revoked", "expired"])
def test_an_old_link_explains_itself_and_offers_the_phone_number(world, client_of, link, change):
    token = link_token(link.id, link.version)
    link = db.session.merge(link)
    if change == "renewed":
        service.renew_link(link, by=world.by)
    elif change == "revoked":
        service.revoke_link(link, by=world.by)
    else:
        link.expires_at = clock.now() - timedelta(seconds=1)
    db.commit()

    response = client_of(None).get(f"/k/{token}")

    assert response.status_code == 410
    assert "0598 12 34 56" in response.text


@pytest.mark.parametrize("address", ["/uitnodiging/42", "/aanbod/42"])
def test_without_the_link_a_page_says_to_open_the_link_again(world, client_of, link, address):
    client = client_of(None)
    response = client.get(address)
    assert (response.status_code, response.location) == (303, f"/link-openen?verder={address}")

    page = client.get(response.location).text
    assert "Open de link in je bericht nog een keer" in page
    assert f'href="/inloggen?verder={address}"' in page
    assert "0598 12 34 56" in page


def test_where_there_are_more_municipalities_no_number_is_given(world, client_of):
    make_municipality("Elders", "1953")
    page = client_of(None).get("/link-openen").text
    assert "0598" not in page
    assert 'href="/inloggen"' in page


def test_the_token_for_an_open_form_is_for_who_is_signed_in(world, client_of):
    assert client_of(world.sanne).get("/formulier-sleutel").json["token"]
    assert client_of(None).get("/formulier-sleutel").status_code == 303


@pytest.mark.parametrize("token", ["x", "AAAA", "a" * 35, "%00", "é" * 20, "a" * 5000])
def test_a_token_that_is_not_ours_is_not_there(world, client_of, link, token):
    assert client_of(None).get(f"/k/{token}").status_code == 404


def test_no_link_holds_a_token_in_the_database(world, link):
    columns = {column.name for column in PersonalLink.__table__.columns}

    assert "token" not in columns
    assert len(link_token(link.id, link.version)) >= 34


def test_roles_are_rows(world, client_of):
    service.give_role(world.sanne.account.id, Role.BUREAU, by=world.by)

    assert client_of(world.sanne).get("/pool").status_code == 200
    assert client_of(world.tom).get("/pool").status_code == 404
