"""The aanmelding asks who must not meet and whose address is secret; on yes the team writes it down."""

from __future__ import annotations

import pytest

from ekc import processes
from ekc.apart import asked, hiding
from ekc.apart import service as apart
from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.errors import DomainError
from tests.agenda.trajects import a_plan, add, make_traject

WHO, WHOSE = "wie mag een ander niet ontmoeten?", "welk adres is geheim?"


@pytest.fixture
def said_yes(world):
    """A traject whose aanmelding said yes twice."""
    return make_traject(world, meets_not="yes", hides_address="yes")


def today(client_of, somebody) -> str:
    return client_of(somebody).get("/").text


def test_the_team_is_asked_until_it_wrote_it_down_and_nobody_else(world, client_of, said_yes):
    referral, number = said_yes.referral, said_yes.referral.number
    seen = today(client_of, world.sanne)
    assert f"Aanmelding {number}</a>" in seen
    assert WHO in seen
    assert WHOSE in seen
    for other in (world.tom, world.cor, world.petra):
        assert WHO not in today(client_of, other)
    focus = next(iter(focus_ids(referral)))

    apart.keep(referral, focus, None, "haar ex", "room", heard_from="haarzelf", by=world.sanne.actor)
    hiding.hide(referral, focus, {focus}, by=world.sanne.actor)
    db.commit()

    assert "Schrijf nog op" not in today(client_of, world.sanne)


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_without_a_yes_nothing_is_asked(world, client_of, answer):
    make_traject(world, meets_not=answer, hides_address=answer)

    assert "Schrijf nog op" not in today(client_of, world.sanne)


def test_it_was_nobody_after_all(world, client_of, said_yes):
    here = f"/aanmeldingen/{said_yes.referral_id}"
    sanne, cor, tom = (client_of(one) for one in (world.sanne, world.cor, world.tom))
    assert "Er is toch niemand" in sanne.get(f"{here}/uit-elkaar").text
    assert "Er is toch niemand" not in cor.get(f"{here}/uit-elkaar").text
    assert "Bel het team" in cor.get(f"{here}/uit-elkaar").text
    for stranger in (cor, tom):
        assert stranger.post(f"{here}/uit-elkaar/niemand").status_code == 404
    assert tom.post(f"{here}/adres", data={"what": "nobody"}).status_code == 404
    assert cor.post(f"{here}/adres", data={"what": "nobody"}).status_code == 422

    assert sanne.post(f"{here}/uit-elkaar/niemand").status_code == 303
    assert sanne.post(f"{here}/adres", data={"what": "nobody"}).status_code == 303

    assert "Schrijf nog op" not in today(client_of, world.sanne)
    assert "Er is toch niemand" not in sanne.get(f"{here}/uit-elkaar").text
    assert "toch geen geheim adres" not in sanne.get(f"{here}/adres").text


def test_no_day_is_fixed_while_nobody_knows_who_must_not_meet(world, said_yes):
    add(said_yes, "Oma", world.cor.actor)
    with pytest.raises(DomainError, match="staat nog niet wie"):
        processes.fix_day(said_yes.referral, a_plan(), by=world.cor.actor)
    db.rollback()
    asked.nobody(said_yes.referral, by=world.sanne.actor)
    assert processes.fix_day(said_yes.referral, a_plan(), by=world.cor.actor).state == "planned"


def test_no_address_is_a_place_while_nobody_knows_whose_is_secret(world, said_yes):
    add(said_yes, "Oma", world.cor.actor)
    asked.nobody(said_yes.referral, by=world.sanne.actor)
    with pytest.raises(DomainError, match="adres geheim"):
        processes.fix_day(said_yes.referral, a_plan(place="Kerkstraat 4"), by=world.cor.actor)
    db.rollback()
    asked.nobody(said_yes.referral, by=world.sanne.actor)
    made = processes.fix_day(said_yes.referral, a_plan(place="bij oma"), by=world.cor.actor)
    assert not made.place_in_invitation


def test_an_address_that_is_written_down_then_is_secret_at_once(world, client_of, said_yes):
    (focus,) = focus_ids(said_yes.referral)
    kept = {"what": "keep", "who": focus, "address": "Geheimstraat 17"}
    client_of(world.sanne).post(f"/aanmeldingen/{said_yes.referral_id}/adres", data=kept)

    for page in (f"/aanmeldingen/{said_yes.referral_id}", f"/aanmeldingen/{said_yes.referral_id}/adres"):
        assert "Geheimstraat" not in client_of(world.petra).get(page).text
    assert WHOSE not in today(client_of, world.sanne)


def test_an_address_that_is_secret_no_more_is_not_asked_for_again(world, client_of, said_yes):
    here = f"/aanmeldingen/{said_yes.referral_id}/adres"
    sanne, (focus,) = client_of(world.sanne), focus_ids(said_yes.referral)
    sanne.post(here, data={"what": "hide", "who": focus})
    sanne.post(here, data={"what": "show", "who": focus})

    assert WHOSE not in today(client_of, world.sanne)


def test_many_take_no_more_questions_than_one(world, client_of, queries, said_yes):
    sanne = client_of(world.sanne)
    sanne.get("/")
    queries.clear()
    sanne.get("/")
    few = len(queries)
    for number in range(5):
        make_traject(world, surname=f"Vries{number}", meets_not="yes", hides_address="yes")
    queries.clear()
    page = sanne.get("/").text

    assert page.count(WHO) == 6
    assert len(queries) == few
