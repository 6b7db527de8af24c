"""What there is in the neighbourhood: the bureau keeps it, who works here looks it up, families read it."""

from __future__ import annotations

import pytest

from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.errors import DomainError
from ekc.exchange import service as exchange
from ekc.family import service as family
from ekc.nearby import service
from ekc.nearby.models import Amenity
from ekc.nearby.rules import NO_WAY_IN, Told, check
from ekc.places.queries import localities
from ekc.seals import link_token
from tests.agenda.trajects import make_traject, noon
from tests.client import text
from tests.exchange.files import bring, csv_of, digest_on, problems, rows_of, send, take, xlsx_of

__all__ = ["noon"]

FORM = {"name": "De Pan", "purpose": "Samen eten", "phone": "0598-111111", "seen": "0"}
HEADER = ["Naam", "Waarvoor", "Telefoon", "Website", "Dorp of wijk"]


def make(world, name="De Pan", place=None, **told: object) -> Amenity:
    given = {"purpose": "Samen eten op dinsdag", "phone": "+31598111111", **told}
    made = service.add(Told(name, locality_id=place, **given), by=world.petra.actor)
    db.commit()
    return made


def family_phone(world, client_of):
    """A phone on which the link of a family was opened, and the id of its page."""
    traject = make_traject(world)
    page = family.print_out(traject.referral, focus_ids(traject.referral)[0], by=world.cor.actor)
    db.commit()
    client, link = client_of(None), family.link_of(page)
    client.get(f"/k/{link_token(link.id, link.version)}")
    return client, page.id


def test_rules_a_way_to_get_in_touch():
    check(Told("De Pan", "eten", web="https://depan.example"))
    with pytest.raises(DomainError, match="telefoonnummer of een website"):
        check(Told("De Pan", "eten"))
    with pytest.raises(DomainError, match="waarvoor"):
        check(Told("De Pan", " ", phone="+31598111111"))


def test_the_bureau_adds_it_and_a_coordinator_calls_it(world, client_of):
    petra = client_of(world.petra)
    assert petra.post("/in-de-buurt/nieuw", data={**FORM, "web": "www.DePan.example/eten"}).status_code == 303
    page = text(client_of(world.cor).get("/in-de-buurt"))
    for words in ("De Pan", "Samen eten", 'href="tel:', 'href="https://www.depan.example/eten"'):
        assert words in page
    assert "Iets erbij" not in page
    assert "/in-de-buurt/nieuw" in text(petra.get("/in-de-buurt"))


@pytest.mark.parametrize("name", ["gea", "bea"])
def test_who_has_nothing_to_do_with_it_sees_nothing(world, client_of, name):
    make(world)
    assert client_of(getattr(world, name)).get("/in-de-buurt").status_code == 404


@pytest.mark.parametrize("name", ["cor", "sanne", "tess", "gea", "bea"])
def test_only_the_bureau_keeps_it(world, client_of, name):
    made, client = make(world), client_of(getattr(world, name))
    for address in ("nieuw", str(made.id), f"{made.id}/weg"):
        assert client.post(f"/in-de-buurt/{address}", data=FORM).status_code == 404
    assert db.session.query(Amenity).one().purpose == "Samen eten op dinsdag"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "\x00"},
        {"name": "x" * 81},
        {"purpose": ""},
        {"phone": ""},
        {"phone": "112233"},
        {"web": "javascript:alert(1)"},
        {"web": "https://naam:wachtwoord@depan.example"},
        {"web": "geen adres"},
        {"locality_id": "999999999999999999999"},
        {"seen": str(10**12)},
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(world, client_of, wrong):
    page = text(client_of(world.petra).post("/in-de-buurt/nieuw", data={**FORM, **wrong}), 422)
    assert ("Samen eten" in page) != ("purpose" in wrong)
    assert db.session.query(Amenity).count() == 0


def test_changed_and_taken_away_and_the_second_who_changes_it_is_told(world, client_of):
    made, petra = make(world), client_of(world.petra)
    where = f"/in-de-buurt/{made.id}"
    assert petra.post(where, data={**FORM, "name": "De Ketel", "seen": "1"}).status_code == 303
    assert "Intussen heeft iemand anders" in text(petra.post(where, data={**FORM, "seen": "1"}), 409)
    assert "De Ketel" in text(petra.get("/in-de-buurt"))
    assert petra.post(f"{where}/weg").status_code == 303
    assert petra.post(f"{where}/weg").status_code == 404
    assert "Er staat nog niets in de lijst" in text(petra.get("/in-de-buurt"))


def _two_villages(world):
    first, *others = localities(world.municipality.id)
    return first, next(one for one in others if one.name != first.name)


def test_looking_for_a_word_or_in_a_village(world, client_of):
    here, there = _two_villages(world)
    make(world, "De Pan", here.id)
    make(world, "100% hulp", there.id, purpose="Post en geld")
    make(world, "Iedereen", purpose="Bellen")
    cor = client_of(world.cor)
    assert "De Pan" not in text(cor.get("/in-de-buurt?woord=POST"))
    assert "De Pan" not in text(cor.get("/in-de-buurt?woord=100%25"))
    page = text(cor.get(f"/in-de-buurt?dorp={here.name}"))
    assert "De Pan" in page
    assert "Iedereen" in page
    assert "100% hulp" not in page
    assert "Hier staat niets bij" in text(cor.get("/in-de-buurt?woord=zzz"))
    for odd in ("dorp=x", "dorp=" + "9" * 30, "woord=%00", "p=99999999", "woord=" + "a" * 5000):
        assert cor.get(f"/in-de-buurt?{odd}").status_code == 200


def test_a_family_reads_it_and_nothing_of_theirs_is_on_it(world, client_of):
    make(world)
    phone, page_id = family_phone(world, client_of)
    where = f"/mijn-bijeenkomst/{page_id}/in-de-buurt"
    assert where in text(phone.get(f"/mijn-bijeenkomst/{page_id}"))
    page = text(phone.get(where))
    assert "De Pan" in page
    assert "Jansen" not in page
    assert 'name="woord"' not in page
    assert "/in-de-buurt/" not in page.replace(where, "")
    assert phone.get("/in-de-buurt").status_code in {302, 303, 404}
    assert client_of(None).get(where).status_code != 200


def test_a_family_of_another_municipality_reads_its_own_list(world, client_of):
    made = make(world)
    made.municipality_id += 1
    db.commit()
    phone, page_id = family_phone(world, client_of)
    assert "De Pan" not in text(phone.get(f"/mijn-bijeenkomst/{page_id}/in-de-buurt"))
    assert client_of(world.petra).get(f"/in-de-buurt/{made.id}").status_code == 404


@pytest.mark.parametrize("who", ["cor", "petra"])
def test_a_page_costs_the_same_for_one_and_for_thirty(world, client_of, queries, who):
    client, counts = client_of(getattr(world, who)), []
    for many in (1, 29):
        for number in range(many):
            make(world, f"N{many}-{number}", localities(world.municipality.id)[0].id)
        queries.clear()
        page = text(client.get("/in-de-buurt"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
    assert "Bladzijde 1 van 2" in page


class TestSheet:
    def test_in_after_a_look(self, world, client_of):
        petra = client_of(world.petra)
        sent = send(petra, xlsx_of(HEADER, ["De Pan", "Eten", 598111111, "depan.example", "9601"]), "buurt")
        digest = digest_on(petra.get(sent.location).text)
        assert petra.post(f"{sent.location}/overname", data={"digest": digest}).status_code == 303
        made = db.session.query(Amenity).one()
        assert (made.phone, made.web) == ("+31598111111", "https://depan.example")

    @pytest.mark.parametrize("ending", ["xlsx", "csv"])
    def test_out_and_in_again_changes_nothing(self, world, ending):
        make(world, '=1+1 "De Pan"', localities(world.municipality.id)[0].id)
        make(world, "@thuis", purpose="-", phone=None, web="https://thuis.example/?a=1#b")
        _, content = exchange.download(f"buurt.{ending}", by=world.petra.actor)
        if ending == "xlsx":
            assert rows_of(content)[1][1] == '=1+1 "De Pan"'
        upload = bring(world.petra, content, "buurt")
        plan = exchange.plan_of(upload, by=world.petra.actor)
        assert (plan.problems, plan.changes_something) == ((), False)

    def test_an_empty_cell_leaves_it_and_a_name_finds_it(self, world):
        made = make(world)
        take(world.petra, csv_of(HEADER, ["de pan", "Ook op vrijdag", "", "", ""]), "buurt")
        made = db.session.get_one(Amenity, made.id, populate_existing=True)
        assert (made.purpose, made.phone) == ("Ook op vrijdag", "+31598111111")

    def test_every_problem_at_once_and_nothing_half(self, world):
        rows = (
            ["De Pan", "", "", "", ""],
            ["De Hut", "Koffie", "0598-111111", "ftp://x", "Parijs"],
            ["Goed", "Koffie", "0598-111111", "", ""],
        )
        found = problems(world.petra, csv_of(HEADER, *rows), "buurt")
        assert [sentence for _, sentence in found] == [
            "Vul in waarvoor je er terechtkunt.",
            NO_WAY_IN,
            "Dit is geen heel webadres. Schrijf het zo: www.voorbeeld.nl.",
            "‘Parijs’ kennen we niet als dorp of wijk van deze gemeente.",
        ]
        assert db.session.query(Amenity).count() == 0

    def test_the_example_comes_in_as_it_is(self, world):
        _, content = exchange.download("buurt-voorbeeld.xlsx", by=world.petra.actor)
        assert take(world.petra, xlsx_of(*rows_of(content)), "buurt").count("new") == 2
