"""The keeper and the bureau let people in on the screen; a password is chosen by whoever it is for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts import admitting, roster, service
from ekc.accounts.models import Role
from ekc.db import db
from ekc.notifications.models import Message
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.pool.rules import Enrolment
from tests.accounts.keeping import EVA, account_of, address
from tests.agenda.trajects import noon
from tests.matching.stories import again, logged
from tests.world import (
    PASSWORD,
    make_municipality,
    make_somebody,
)

__all__ = ["noon"]  # a fixture: it is noon in all tests below

CHOSEN = {"password": "een lange zin voor Eva", "again": "een lange zin voor Eva"}


def test_from_adding_somebody_to_signing_in(world, client_of, outbox):
    keeper = client_of(world.bea)
    assert 'href="/accounts"' in keeper.get("/beheer").text
    response = keeper.post("/accounts", data=EVA)
    assert response.status_code == 303
    assert "kiest nog een wachtwoord" in keeper.get(response.location).text
    assert outbox() == [("password_link", "eva@gemeente.example")]
    eva = account_of("eva@gemeente.example")
    assert CHOSEN["password"] not in db.session.query(Message).one().body_text
    hers = client_of(None)
    for password in ("", "!", PASSWORD):
        door = hers.post("/inloggen", data={"email": "eva@gemeente.example", "password": password})
        assert door.status_code == 422
    opened = hers.get(address(eva))
    assert opened.location == f"/wachtwoord/{eva.id}"
    assert hers.get(opened.location).status_code == 200
    assert hers.post(opened.location, data={"password": "kort", "again": "kort"}).status_code == 422
    assert hers.post(opened.location, data={**CHOSEN, "again": "iets heel anders"}).status_code == 422
    assert hers.post(opened.location, data=CHOSEN).location == "/inloggen"
    assert hers.post(opened.location, data=CHOSEN).status_code == 303  # the link has done its work
    assert client_of(None).get(address(eva)).status_code == 410
    door = hers.post("/inloggen", data={"email": "eva@gemeente.example", "password": CHOSEN["password"]})
    assert door.status_code == 303
    assert hers.get("/cijfers").status_code == 200
    assert [line[0] for line in logged("account", eva.id)] == [
        "add_account",
        "give_role",
        "send_password_link",
        "set_password",
        "sign_in",
    ]


def test_a_link_is_good_for_a_week_and_a_newer_one_ends_it(world, client_of):
    client = client_of(world.petra)
    client.post("/accounts", data=EVA)
    eva = account_of("eva@gemeente.example")
    first = address(eva)
    assert client.post(f"/accounts/{eva.id}/link").status_code == 303
    assert client_of(None).get(first).status_code == 410
    assert client_of(None).get(address(eva)).status_code == 303
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert client_of(None).get(address(eva)).status_code == 410


def test_the_link_of_one_account_opens_no_other(world, client_of):
    client_of(world.bea).post("/accounts", data=EVA)
    eva = account_of("eva@gemeente.example")
    client = client_of(None)
    client.get(address(eva))
    assert client.get(f"/wachtwoord/{world.bea.account.id}").status_code == 303
    assert client.post(f"/wachtwoord/{world.bea.account.id}", data=CHOSEN).status_code == 303
    assert again(world.bea.account).version == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"email": "team@demo.example"}, "heeft hier al een account"),
        ({"email": "geen adres"}, "E-mailadres"),
        ({"given_name": ""}, "Voornaam"),
        ({"role": "team_member"}, "Kies ook het team"),
        ({"role": "team_member", "team": "9" * 30}, "Kies een van de mogelijkheden"),
        ({"role": "keeper"}, "Kies een van de mogelijkheden"),
        ({"role": "bureau"}, "Kies een van de mogelijkheden"),
        ({"role": "coordinator"}, "Kies een van de mogelijkheden"),
        ({"role": "\x00"}, "Kies een van de mogelijkheden"),
        ({"surname": "x" * 121}, "te lang"),
    ],
)
def test_what_the_bureau_cannot_do_is_told_and_the_form_comes_back(world, client_of, told, sentence):
    response = client_of(world.petra).post("/accounts", data={**EVA, **told})
    assert response.status_code == 422
    assert sentence in response.text
    assert account_of("eva@gemeente.example") is None


@pytest.mark.parametrize("name", ["sanne", "tess", "cor", "gea"])
def test_nobody_else_finds_the_accounts(world, client_of, name):
    client = client_of(getattr(world, name))
    assert client.get("/accounts").status_code == 404
    assert client.get("/accounts/nieuw").status_code == 404
    assert client.post("/accounts", data=EVA).status_code == 404
    assert account_of("eva@gemeente.example") is None


def test_roles_are_given_and_taken_and_count_at_once(world, client_of):
    keeper, gea = client_of(world.bea), client_of(world.gea)
    page = f"/accounts/{world.gea.account.id}"
    assert gea.get("/pool").status_code == 404
    assert keeper.post(f"{page}/rollen", data={"role": "bureau"}).status_code == 303
    assert gea.get("/pool").status_code == 200
    assert keeper.post(f"{page}/rollen", data={"role": "bureau"}).status_code == 422
    row = next(
        one for one in roster.rows_of(world.municipality.id, world.gea.account.id) if one.role == "bureau"
    )
    assert keeper.post(f"{page}/rol-weg", data={"row": str(row.id)}).status_code == 303
    assert gea.get("/pool").status_code == 404
    assert keeper.post(f"{page}/rol-weg", data={"row": str(row.id)}).status_code == 422
    assert keeper.post(f"{page}/rol-weg", data={"row": "\x00"}).status_code == 422


def test_the_bureau_does_not_touch_the_keeper_nor_itself(world, client_of):
    client = client_of(world.petra)
    for somebody in (world.bea, world.petra):
        page = f"/accounts/{somebody.account.id}"
        for verb in ("link", "einde", "rollen"):
            response = client.post(f"{page}/{verb}", data={"role": "municipality"})
            assert response.status_code == 422, verb
        assert again(somebody.account).active


def test_who_leaves_is_out_at_once_and_may_come_back(world, client_of, outbox):
    keeper, sanne = client_of(world.bea), client_of(world.sanne)
    page = f"/accounts/{world.sanne.account.id}"
    assert keeper.post(f"{page}/einde").status_code == 303
    assert sanne.get("/").status_code == 303
    assert keeper.post(f"{page}/link").status_code == 422
    assert "gestopt" in keeper.get(page).text
    assert keeper.post(f"{page}/opnieuw").status_code == 303
    assert outbox() == [("password_link", "team@demo.example")]
    door = client_of(None).post("/inloggen", data={"email": "team@demo.example", "password": PASSWORD})
    assert door.status_code == 422  # the old password opens nothing


def test_somebody_must_be_left_to_run_it(world, client_of):
    response = client_of(world.bea).post(f"/accounts/{world.petra.account.id}/einde")
    assert response.status_code == 422
    assert "minstens een iemand van het bureau" in response.text
    assert again(world.petra.account).active


def test_who_works_elsewhere_too_only_loses_the_roles_here(world, client_of):
    other = make_municipality("Elders", "0010")
    by = make_somebody(other, "Ed Elders", "ed@elders.example", Role.KEEPER).actor
    service.give_role(world.sanne.account.id, Role.MUNICIPALITY, by=by)
    db.commit()
    assert client_of(world.bea).post(f"/accounts/{world.sanne.account.id}/einde").status_code == 303
    assert again(world.sanne.account).active
    assert roster.rows_of(world.municipality.id, world.sanne.account.id) == []
    assert client_of(world.bea).get(f"/accounts/{world.sanne.account.id}").status_code == 404


def test_a_coordinator_gets_access_in_the_pool(world, client_of, outbox):
    told = Particulars("Nina", "Nieuw", mail="nina@pool.example")
    nina = pool.enrol(told, Enrolment("9611"), by=world.petra.actor)
    silent = pool.enrol(Particulars("Stil", "Zonder"), Enrolment("9611"), by=world.petra.actor)
    db.commit()
    client = client_of(world.petra)
    assert f"/pool/{nina.id}/toegang" in client.get(f"/pool/{nina.id}").text
    assert client.post(f"/pool/{nina.id}/toegang").status_code == 303
    assert outbox() == [("password_link", "nina@pool.example")]
    assert f"/pool/{nina.id}/toegang" not in client.get(f"/pool/{nina.id}").text
    assert account_of("nina@pool.example").person_id == nina.person_id
    assert client.post(f"/pool/{nina.id}/toegang").status_code == 422
    without = client.post(f"/pool/{silent.id}/toegang")
    assert (without.status_code, "Vul eerst een mailadres in" in without.text) == (422, True)


def test_somebody_of_a_family_with_the_same_address_stays_who_they_are(world):
    fam = people.add(world.municipality.id, Particulars("Fam", "Jansen", mail="eva@gemeente.example"))
    told = Particulars("Eva", "Elzinga", mail="eva@gemeente.example")
    made = admitting.admit(told, Role.MUNICIPALITY, None, by=world.bea.actor)
    assert made.person_id != fam.id


def test_as_many_queries_for_many_accounts_as_for_few(world, client_of, queries):
    client = client_of(world.bea)

    def asked() -> int:
        queries.clear()
        assert client.get("/accounts").status_code == 200
        return len(queries)

    before = asked()
    for number in range(60):
        told = Particulars(f"Collega{number}", "Achternaam", mail=f"c{number}@gemeente.example")
        admitting.admit(told, Role.MUNICIPALITY, None, by=world.bea.actor)
    db.commit()
    assert asked() == before
    assert "Bladzijde 1 van 2" in client.get("/accounts").text
