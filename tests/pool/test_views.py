"""The pool for the bureau, and a coordinator's own limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.invitations import feeds
from ekc.invitations import service as invitations
from ekc.invitations.rules import title
from ekc.people import queries as people
from ekc.pool.models import Coordinator
from ekc.pool.queries import place_of
from tests.invitations.asking import leave
from tests.matching.stories import again, logged
from tests.world import make_coordinator, make_person

MAY_NOT = ("sanne", "tom", "tess", "cor", "noor", "gea", "bea")


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.get_data(as_text=True)


def test_the_bureau_reads_who_is_there_what_they_carry_and_what_is_lacking(world, client_of):
    make_coordinator(
        world.municipality,
        "Leo Laat",
        "leo@pool.example",
        vog_until=clock.today() - timedelta(days=1),
        languages=("nld", "pol"),
    )
    page = read(client_of(world.petra), "/pool")
    for words in (
        "Cor Kuiper",
        "in orde",
        "Leo Laat",
        "Nederlands en Pools",
        "de VOG is verlopen",
        "0 van 3",
    ):
        assert words in page
    assert "nog niet inloggen" not in page


def test_the_bureau_reads_how_the_pool_is_doing_and_looks_for_somebody(world, client_of):
    make_coordinator(
        world.municipality, "Leo Laat", "leo@pool.example", languages=("nld", "pol"), stage="training"
    )
    client = client_of(world.petra)
    page = " ".join(read(client, "/pool").split())
    for words in (
        "<dt>Actief</dt><dd>2</dd>",
        "<dt>In training</dt><dd>1</dd>",
        "0 trajecten, en samen kunnen het er 3 zijn",
        "0,0 tegelijk",
        "nog niets gevraagd",
    ):
        assert words in page
    page = read(client, "/pool?taal=pol&stand=training&orde=1")
    assert "Leo Laat" in page
    assert "Cor Kuiper" not in page
    assert "Niemand past hierbij." in read(client, "/pool?taal=tir")
    for nonsense in ("stand=x", "taal=%00", "dorp=99999999999999999999", "orde=x", "dorp=x", "p=0"):
        assert client.get(f"/pool?{nonsense}").status_code == 200


@pytest.mark.parametrize("who", MAY_NOT)
def test_nobody_else_reads_or_changes_the_pool(world, client_of, who):
    client = client_of(getattr(world, who))
    one = f"/pool/{world.noor.coordinator.id}"
    for address in ("/pool", "/pool/nieuw", one):
        assert client.get(address).status_code == 404
    for address in ("/pool", one):
        assert client.post(address, data={"max_per_year": "9", "max_at_once": "2"}).status_code == 404
    assert again(world.noor.coordinator).max_per_year == 3


def test_thirty_take_as_many_queries_as_two(world, client_of, queries):
    client = client_of(world.petra)

    def reads() -> int:
        queries.clear()
        read(client, "/pool")
        return sum(one.startswith("SELECT") for one in queries)

    few = reads()
    for number in range(28):
        make_coordinator(world.municipality, f"Vrijwilliger{number} Veen", f"v{number}@pool.example")
    db.commit()
    assert reads() == few <= 8


NEW = {
    "given_name": "Fatma",
    "surname": "Aydin",
    "phone": "06 12345678",
    "pc4": "9611 AB",
    "languages": ["nld", "tur"],
    "max_per_year": "2",
    "max_at_once": "1",
}


def test_somebody_new_joins_and_lacks_everything_yet(world, client_of):
    client = client_of(world.petra)
    read(client, "/pool/nieuw")
    response = client.post("/pool", data=NEW)
    made = db.session.query(Coordinator).order_by(Coordinator.id.desc()).first()
    assert (response.status_code, response.location) == (303, f"/pool/{made.id}")
    page = read(client, f"/pool/{made.id}")
    assert "kan nog niet inloggen" in read(client, "/pool")
    for words in (
        "Fatma Aydin",
        "kan nog niet inloggen",
        "Geen mailadres",
        "de training is nog niet begonnen",
        "Nederlands en Turks",
    ):
        assert words in page


def test_the_same_person_is_added_once_and_a_namesake_may_join(world, client_of):
    client = client_of(world.petra)
    assert client.post("/pool", data=NEW).status_code == 303
    again_her = client.post("/pool", data=NEW)
    assert again_her.status_code == 422
    assert "Fatma Aydin staat al in de pool" in again_her.text
    assert client.post("/pool", data={**NEW, "phone": "0611111111"}).status_code == 303
    assert db.session.query(Coordinator).count() == 4


def test_somebody_new_without_a_name_is_asked_for_it(world, client_of):
    response = client_of(world.petra).post("/pool", data={**NEW, "given_name": ""})
    assert response.status_code == 422
    assert "Aydin" in response.get_data(as_text=True)
    assert db.session.query(Coordinator).count() == 2


def test_the_bureau_writes_down_papers_and_limits_told_by_telephone(world, client_of):
    cor = world.cor.coordinator
    told = {
        "trained_on": "2025-01-01",
        "vog_asked_on": "2024-12-01",
        "vog_seen_on": "2025-01-01",
        "vog_until": "2028-01-01",
        "secrecy_on": "",
        "max_per_year": "5",
        "max_at_once": "2",
        "paused_until": "",
    }
    client = client_of(world.petra)
    assert client.post(f"/pool/{cor.id}", data=told).status_code == 303
    cor = again(cor)
    assert (cor.vog_until.isoformat(), cor.secrecy_on, cor.max_per_year) == ("2028-01-01", None, 5)
    assert cor.vog_asked_on.isoformat() == "2024-12-01"
    assert logged("coordinator", cor.id)[-2:] == [
        ("set_papers", None, None),
        ("change_limits", None, world.cor.person.id),
    ]
    assert "geheimhouding is nog niet getekend" in read(client, f"/pool/{cor.id}")


DETAILS = {
    "given_name": "Cor",
    "surname": "Kuiper-de Vries",
    "phone": "06 87654321",
    "mail": "nieuw@pool.example",
    "pc4": "9601",
    "languages": ["nld", "gos"],
    "employer": "Lefier",
    "about": "Ik woon hier al lang.",
}


def test_the_bureau_changes_how_she_is_reached_and_what_she_tells(world, client_of):
    cor, client = world.cor.coordinator, client_of(world.petra)
    assert client.post(f"/pool/{cor.id}/gegevens", data=DETAILS).status_code == 303

    cor = again(cor)
    person = people.one(world.municipality.id, cor.person_id)
    assert (people.address(person, "phone"), people.address(person, "mail")) == (
        "+31687654321",
        "nieuw@pool.example",
    )
    assert person.name == "Cor Kuiper-de Vries"
    assert (cor.pc4, cor.languages, cor.employer) == ("9601", ("nld", "gos"), "Lefier")
    assert cor.locality_id == place_of(world.municipality.id, "9601")
    assert [action for action, _, _ in logged("coordinator", cor.id)[-3:]] == [
        "rename",
        "change_reach",
        "change_details",
    ]
    page = read(client, f"/pool/{cor.id}")
    assert "Inloggen gaat nog met een ander mailadres" in page
    assert "Ik woon hier al lang." in page
    assert "Cor Kuiper-de Vries" in page
    assert 'value="nieuw@pool.example"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"about": "mijn bsn is 111222333"}, "burgerservicenummer"),
        ({"phone": "06"}, "geen heel telefoonnummer"),
        ({"surname": ""}, "Achternaam"),
    ],
)
def test_details_that_cannot_be_are_told_and_kept_on_the_page_only(world, client_of, change, words):
    cor = world.cor.coordinator
    response = client_of(world.petra).post(f"/pool/{cor.id}/gegevens", data={**DETAILS, **change})
    assert response.status_code == 422
    assert words in response.text
    assert "Lefier" in response.text
    assert again(cor).employer is None


def test_the_bureau_gives_her_calendar_a_new_address_that_only_she_reads(world, client_of):
    feeds.renew(by=world.cor.actor)
    db.commit()
    old, client = feeds.address(world.cor.actor), client_of(world.petra)
    response = client.post(f"/pool/{world.cor.coordinator.id}/nieuw-agenda-adres")
    assert response.status_code == 303
    new = feeds.address(world.cor.actor)
    assert new not in {old, None}
    path = "/agenda/"
    assert client.get(path + old.rpartition("/")[2]).status_code == 404
    assert client.get(path + new.rpartition("/")[2]).status_code == 200
    assert new not in read(client, f"/pool/{world.cor.coordinator.id}")


@pytest.mark.parametrize(
    ("change", "words"),
    [({"trained_on": "2099-01-01"}, "in de toekomst"), ({"max_per_year": "veel"}, "Vul een getal in")],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(world, client_of, change, words):
    cor = world.cor.coordinator
    told = {"max_per_year": "5", "max_at_once": "2", **change}
    response = client_of(world.petra).post(f"/pool/{cor.id}", data=told)
    assert response.status_code == 422
    assert words in response.get_data(as_text=True)
    cor = again(cor)
    assert cor.max_per_year == 3
    assert cor.vog_until is not None


def test_one_tap_is_a_pause_and_one_tap_ends_it(world, client_of):
    cor, client = world.cor.coordinator, client_of(world.cor)
    assert "4 weken pauze" in read(client, "/mijn-grenzen")
    assert client.post("/mijn-grenzen", data={"tap": "pause:4"}).status_code == 303
    cor = again(cor)
    assert cor.paused_until == clock.today() + timedelta(weeks=4)
    page = read(client, "/mijn-grenzen")
    assert "Pauze tot en met" in page
    assert "Ik ben er weer" in page
    client.post("/mijn-grenzen", data={"tap": "pause:0"})
    cor = again(cor)
    assert cor.paused_until is None


def test_she_sets_her_own_numbers(world, client_of):
    client = client_of(world.cor)
    told = {"max_per_year": "1", "max_at_once": "1", "paused_until": ""}
    assert client.post("/mijn-grenzen", data=told).status_code == 303
    assert again(world.cor.coordinator).max_per_year == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [({"max_per_year": "0"}, "van 1 tot en met 24"), ({"paused_until": "2020-01-01"}, "al voorbij")],
)
def test_numbers_that_are_none_are_refused_kindly(world, client_of, change, words):
    told = {"max_per_year": "2", "max_at_once": "1", **change}
    response = client_of(world.cor).post("/mijn-grenzen", data=told)
    assert response.status_code == 422
    assert words in response.get_data(as_text=True)
    assert again(world.cor.coordinator).max_per_year == 3


@pytest.mark.parametrize("who", ["sanne", "petra", "gea", "bea"])
def test_whoever_is_no_coordinator_has_no_limits_page(world, client_of, who):
    assert client_of(getattr(world, who)).get("/mijn-grenzen").status_code == 404


def test_a_first_name_put_right_is_right_in_the_calendars_of_whom_she_asked(world, client_of, outbox):
    now, hour, petra = clock.now(), timedelta(hours=1), world.petra
    guests = [make_person(world.municipality, name, mail=f"{name}@post.example") for name in ("anna", "bram")]
    called = make_person(world.municipality, "Wim", phone="+31598123456")
    begun, coming = (
        invitations.make(
            ("session", number), world.cor.person.id, title("Cor"), at, at + 9 * hour, None, by=petra.actor
        )
        for number, at in enumerate((now + hour, now + timedelta(days=9)))
    )
    for one in (begun, coming):
        invitations.invite(one, [*guests, called], by=petra.actor)
    leave()
    client, address = client_of(petra), f"/pool/{world.cor.coordinator.id}"
    with clock.at(now + 2 * hour):
        page = " ".join(read(client, address).split())
        assert "Verander je de voornaam? Dit gaat naar 2 mensen" in page
        client.post(f"{address}/gegevens", data=DETAILS)
        assert outbox() == []
        client.post(f"{address}/gegevens", data={**DETAILS, "given_name": "Cora"})
    assert outbox() == [("invitation_reworded", f"{name}@post.example") for name in ("anna", "bram")]
    assert [again(one).title for one in (begun, coming)] == [title("Cor"), title("Cora")]
