"""The bureau keeps teams and their places on the screen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts.models import Team
from ekc.areas import queries, service
from ekc.db import db
from ekc.referrals.models import Referral
from tests.agenda.trajects import noon
from tests.areas.test_service import give, later, place, team_on
from tests.matching.stories import again

__all__ = ["noon"]  # a fixture: it is noon in all tests below


def seen_on(page: str) -> str:
    """The newest change that stood on the page."""
    return re.search(r'dorpen/overgang".*?name="seen" value="(\d+)"', page, re.DOTALL)[1]


def test_from_the_menu_to_a_place_with_another_team(world, client_of):
    client = client_of(world.petra)
    assert 'href="/teams"' in client.get("/instellingen").text
    page = client.get("/teams").text
    assert page.count("geen team") == 29
    sent = {
        "places": [str(place(world).id), str(place(world, "9608").id)],
        "team": str(world.team.id),
        "from_day": later(0).isoformat(),
        "seen": seen_on(page),
    }
    response = client.post("/dorpen/overgang", data=sent, follow_redirects=True)
    assert "2 dorpen en wijken gaan over" in response.text
    later_on = {**sent, "team": str(world.other_team.id), "from_day": later(30).isoformat()}
    late = client.post("/dorpen/overgang", data=later_on)
    assert late.status_code == 409
    assert "intussen gewijzigd" in late.text
    assert f'value="{later(30).isoformat()}"' in late.text
    later_on["seen"] = seen_on(late.text)
    page = client.post("/dorpen/overgang", data=later_on, follow_redirects=True).text
    assert "Slochteren." in page
    assert "Wijziging van Foxhol weghalen" in page
    planned = place(world).to_come[0].id
    assert client.post(f"/dorpen/{planned}/intrekking").status_code == 303
    assert team_on(world, 40) == "Hoogezand-Noord"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"places": []}, "Kruis minstens één dorp of wijk aan"),
        ({"places": ["9" * 30]}, "Kies een van de mogelijkheden"),
        ({"team": ""}, "Kies een team"),
        ({"team": "12"}, "Kies een van de mogelijkheden"),
        ({"from_day": "gisteren"}, "Vanaf"),
        ({"from_day": "2020-01-01"}, "al voorbij"),
        ({"from_day": "2031-01-01"}, "verder weg dan twee jaar"),
    ],
)
def test_what_cannot_be_is_told(world, client_of, told, sentence):
    sent = {
        "places": [str(place(world).id)],
        "team": str(world.team.id),
        "from_day": later(0).isoformat(),
        "seen": "0",
        **told,
    }
    response = client_of(world.petra).post("/dorpen/overgang", data=sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert team_on(world, 0) is None


def test_a_number_that_was_never_on_the_page_counts_as_not_having_looked(world, client_of):
    give(world, world.other_team)
    sent = {"places": str(place(world).id), "team": str(world.team.id), "from_day": later(9).isoformat()}
    for seen in ("", "\x00", "twaalf", "9" * 20 + "9"):
        response = client_of(world.petra).post("/dorpen/overgang", data={**sent, "seen": seen})
        assert response.status_code in {409, 422}
    assert team_on(world, 9) == "Slochteren"


def test_a_team_is_added_renamed_and_ended(world, client_of):
    client = client_of(world.petra)
    assert client.post("/teams", data={"name": "Slochteren", "seen": "0"}).status_code == 422
    assert client.post("/teams", data={"name": "", "seen": "0"}).status_code == 422
    assert (
        client.post("/teams", data={"name": "Sappemeer", "phone": "0598-222333", "seen": "0"}).status_code
        == 303
    )
    made = db.session.query(Team).filter_by(name="Sappemeer").one()
    give(world, made)
    db.commit()
    page = client.get(f"/teams/{made.id}").text
    assert "Foxhol (9607): vanaf" in page
    assert "Nog niemand" in page
    taken = client.post(f"/teams/{made.id}", data={"name": "Slochteren", "seen": "1"})
    assert (taken.status_code, "Er is al een team met deze naam" in taken.text) == (422, True)
    sent = {"name": "Sappemeer-Oost", "phone": "", "seen": "1"}
    assert client.post(f"/teams/{made.id}", data=sent).status_code == 303
    late = client.post(f"/teams/{made.id}", data={**sent, "name": "Iets anders"})
    assert (late.status_code, "Iets anders" in late.text) == (409, True)
    assert again(made).name == "Sappemeer-Oost"
    end = {"from_day": later(5).isoformat(), "seen": "2"}
    asked = client.post(f"/teams/{made.id}/einde", data=end)
    assert (asked.status_code, "Kies naar welk team Foxhol (9607) gaat" in asked.text) == (422, True)
    heir = {f"place{place(world).id}": str(world.team.id)}
    assert client.post(f"/teams/{made.id}/einde", data={**end, **heir}).status_code == 303
    assert [team_on(world, 4), team_on(world, 5)] == ["Sappemeer-Oost", "Hoogezand-Noord"]
    assert "niet meer" in client.get(f"/teams/{made.id}").text
    assert client.post(f"/teams/{made.id}/doorgaan").status_code == 303
    assert again(made).ended_on is None


def test_who_is_in_a_team_and_who_leads_it(world, client_of):
    page = client_of(world.petra).get(f"/teams/{world.team.id}").text
    assert page.index("Tess Talma, teamleider") < page.index("Sanne Smit")
    assert "Tom Tuin" not in page


def test_a_dorp_is_added_once(world, client_of):
    client = client_of(world.petra)
    assert client.post("/dorpen", data={"village": "Meerstad", "pc4": "9613"}).status_code == 303
    twice = client.post("/dorpen", data={"village": "Meerstad", "pc4": "9613"})
    assert (twice.status_code, "al een dorp of wijk" in twice.text) == (422, True)
    assert "Meerstad" in client.get("/teams").text


@pytest.mark.parametrize("name", ["sanne", "tess", "cor", "gea", "bea"])
def test_nobody_else_finds_these_pages(world, client_of, name):
    give(world, world.team)
    client = client_of(getattr(world, name))
    assert client.get("/teams").status_code == 404
    assert client.post("/teams", data={"name": "Van mij"}).status_code == 404
    assert client.post("/dorpen", data={"village": "Hier", "pc4": "9613"}).status_code == 404
    assert client.post("/dorpen/overgang", data={}).status_code == 404
    assert db.session.query(Team).count() == 2


def test_as_many_queries_for_many_changes_as_for_one(world, client_of, queries):
    give(world, world.team)
    client = client_of(world.petra)

    def asked() -> list[int]:
        found = []
        for address in ("/teams", f"/teams/{world.team.id}"):
            queries.clear()
            assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    before = asked()
    for number, pc4 in enumerate(("9608", "9609", "9611", "9615", "9616")):
        give(world, world.other_team, number, pc4)
        give(world, world.team, number + 20, pc4)
    for number in range(10):
        service.add_team(f"Team {number}", "", by=world.petra.actor)
    db.commit()
    assert asked() == before


FORM = {
    "goal": "Weer rust.",
    "focus1-given_name": "Yara",
    "focus1-surname": "Haddad",
    "focus1-age": "18+",
}


def submit(world, client, **told: str):
    """Sanne, or another, sends an aanmelding about Foxhol."""
    begun = client.post("/aanmeldingen", data={"team": f"{world.team.id}."})
    referral_id = int(begun.location.split("/")[-2])
    sent = {**FORM, "locality": str(place(world).id), **told}
    return referral_id, client.post(f"/aanmeldingen/{referral_id}/indiening", data=sent)


def test_an_aanmelding_about_a_place_of_ones_own_team_just_goes(world, client_of):
    give(world, world.team)
    referral_id, response = submit(world, client_of(world.sanne))
    assert response.location == f"/aanmeldingen/{referral_id}"
    assert db.session.get_one(Referral, referral_id).team_id == world.team.id


def test_a_place_of_another_team_asks_who_goes_on(world, client_of, outbox):
    give(world, world.other_team)
    sanne, tom = client_of(world.sanne), client_of(world.tom)
    referral_id, response = submit(world, sanne)
    assert response.status_code == 422
    assert "hoort bij team Slochteren" in response.text
    assert "Weer rust." in response.text
    sent = {**FORM, "locality": str(place(world).id), "whose": "theirs"}
    response = sanne.post(f"/aanmeldingen/{referral_id}/indiening", data=sent)
    assert response.location == "/aanmeldingen"
    assert "Het andere team gaat ermee verder" in sanne.get("/aanmeldingen").text
    assert sanne.get(f"/aanmeldingen/{referral_id}").status_code == 404
    assert tom.get(f"/aanmeldingen/{referral_id}").status_code == 200
    assert outbox() == [("referral_news", "anderteam@demo.example")]


def test_who_wrote_it_may_keep_it(world, client_of):
    give(world, world.other_team)
    referral_id, response = submit(world, client_of(world.sanne), whose="ours")
    assert response.location == f"/aanmeldingen/{referral_id}"
    assert client_of(world.tom).get(f"/aanmeldingen/{referral_id}").status_code == 404


def test_the_team_of_that_day_counts(world, client_of):
    give(world, world.team)
    give(world, world.other_team, 10)
    db.commit()
    assert submit(world, client_of(world.sanne))[1].status_code == 303
    with clock.at(clock.now() + timedelta(days=10)):
        told = {"focus1-surname": "Anders"}
        assert submit(world, client_of(world.sanne), **told)[1].status_code == 422


def test_a_team_where_nobody_signs_in_cannot_go_on_with_it(world, client_of):
    empty = service.add_team("Leeg", "", by=world.petra.actor)
    give(world, empty)
    _, response = submit(world, client_of(world.sanne), whose="theirs")
    assert response.status_code == 422
    assert "Bij team Leeg kan nog niemand inloggen" in response.text


def test_a_team_that_is_no_more_begins_nothing_new(world, client_of):
    service.end_team(world.team, later(0), {}, world.team.version, by=world.petra.actor)
    client = client_of(world.sanne)
    assert client.post("/aanmeldingen", data={"team": f"{world.team.id}."}).status_code == 422
    assert queries.open_teams(world.municipality.id, later(0)).keys() == {world.other_team.id}
