"""In reach on every page of hers; three things to tell in a tap; and who sees to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts.models import PersonalLink
from ekc.db import db
from ekc.duty import care
from ekc.duty import service as duty
from ekc.duty.rules import Numbers
from ekc.safety.models import CheckIn, Signal
from ekc.seals import link_token
from tests.agenda.trajects import NOON, make_traject
from tests.client import text
from tests.duty.watches import make_day
from tests.matching import stories
from tests.safety.evenings import BACK, make_incident, make_visit, make_worry, watch

WORRY = {"about": "none", "urgent": "no"}
INCIDENT = {"what": "threatened", "safe_now": "yes", "about": "none"}


@pytest.fixture
def petra(world, client_of):
    return client_of(world.petra)


@pytest.fixture
def cor(world, client_of):
    return client_of(world.cor)


@pytest.fixture
def url(world):
    return f"/zorgen/{world.cor.person.id}"


def by_link(client_of, link: PersonalLink):
    """A browser in which a personal link was opened, and where that led."""
    db.commit()
    client = client_of(None)
    return client, client.get(f"/k/{link_token(link.id, link.version)}").location


def test_it_is_in_reach_on_every_page_of_hers_and_on_nobody_elses(world, client_of, cor, url):
    day = make_day(world)
    pages = (
        "/",
        "/mijn-grenzen",
        "/mijn-agenda",
        "/scholing",
        f"/bijeenkomsten/{day.id}",
        f"/trajecten/{day.referral_id}",
    )
    for page in pages:
        assert f'href="{url}"' in cor.get(page).get_data(as_text=True), page
    for other in (world.petra, world.sanne, world.gea, world.bea):
        assert 'class="ekc-care"' not in client_of(other).get("/", follow_redirects=True).get_data(
            as_text=True
        )


def test_the_page_has_the_numbers(world, cor, url):
    told = Numbers(duty_phone="14 0598", officer_name="Anna Aandacht", officer_phone="0598-111111")
    duty.set_numbers(told, by=world.petra.actor)
    hours = (NOON - timedelta(hours=1), NOON + timedelta(hours=8))
    duty.add_shifts(world.tess.person.id, "+31598222222", [hours], by=world.petra.actor)
    make_day(world)
    page = text(cor.get(url))
    for number in ("112", "08002000", "140598", "0598111111", "+31598222222", "+31633333333"):
        assert f'href="tel:{number}"' in page, number
    assert "Anna Aandacht" in page
    assert "Dienst, tot 20.00 uur" in page


def test_a_worry_is_three_answers_and_no_story(world, cor, petra, url):
    day = make_day(world)
    page = text(cor.get(url))
    assert "Fam Jansen" in page, "signed in, she reads whom it is about"
    assert "<textarea" not in page
    told = {"about": str(day.referral_id), "urgent": "yes", "called": ["bureau", "duty"]}
    assert "Er belt iemand je" in text(cor.post(f"{url}/melding", data=told, follow_redirects=True))
    signal = db.session.query(Signal).one()
    assert (signal.referral_id, signal.urgent, signal.called) == (day.referral_id, True, ("bureau", "duty"))
    board = text(petra.get("/"))
    assert "Cor Kuiper: iemand maakt zich zorgen" in board
    assert "nog niet gezien" in board
    sheet = text(petra.get(f"/meldingen/{signal.id}"))
    assert "het bureau, wie dienst heeft" in sheet
    assert "Jansen" not in sheet


def test_by_her_own_link_without_a_password_and_without_names(world, client_of, url):
    day = make_day(world)
    client, location = by_link(client_of, care.link_of(world.municipality.id, world.cor.person.id))
    assert location == url
    page = text(client.get(url))
    assert "Jansen" not in page
    assert 'class="ekc-care"' in page
    assert client.post(f"{url}/melding", data={**WORRY, "about": str(day.referral_id)}).status_code == 303
    assert client.get(f"/trajecten/{day.referral_id}").status_code == 303, "it opens nothing else"
    assert client.get(f"/zorgen/{world.noor.person.id}").status_code == 303
    assert db.session.query(Signal).count() == 1


def test_from_the_link_of_a_question(world, client_of):
    (offer,) = stories.open_round(world, stories.make_referral(world), world.noor)
    link = db.session.query(PersonalLink).filter_by(about_kind="offer").one()
    client, location = by_link(client_of, link)
    assert f'href="/aanbod/{offer.id}/zorgen"' in client.get(location).get_data(as_text=True)
    assert 'href="tel:112"' in client.get(f"/aanbod/{offer.id}/zorgen").get_data(as_text=True)
    assert "De link is gemaild" in text(client.post(f"/aanbod/{offer.id}/zorgen", follow_redirects=True))


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("melding", {}),
        ("melding", {**WORRY, "about": "1"}),
        ("melding", {**WORRY, "about": "9" * 40}),
        ("melding", {**WORRY, "about": "\x00"}),
        ("melding", {**WORRY, "urgent": "misschien"}),
        ("melding", {**WORRY, "called": ["mijn zus"]}),
        ("voorval", {}),
        ("voorval", {**INCIDENT, "what": "roddel"}),
        ("voorval", {**INCIDENT, "safe_now": ""}),
        ("voorval", {**INCIDENT, "about": "-1"}),
        ("bezoek", {}),
        ("bezoek", {"minutes": "7"}),
        ("bezoek", {"minutes": "1000000000000"}),
        ("bezoek", {"minutes": "\x00"}),
        ("bezoek", {"until": "25:00"}),
        ("bezoek", {"until": "12:02"}),
        ("bezoek", {"until": "x"}),
        ("bezoek", {"until": "04:00"}),
        ("langer", {}),
        ("langer", {"minutes": "1000000000000"}),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(world, cor, url, page, told):
    answer = cor.post(f"{url}/{page}", data=told)
    assert answer.status_code == 422
    assert db.session.query(Signal).count() + db.session.query(CheckIn).count() == 0


@pytest.mark.parametrize(
    "told", [{"minutes": "60", "referral": "1"}, {"minutes": "60", "referral": "9" * 19}]
)
def test_a_traject_that_is_not_hers_is_not_there(world, cor, url, told):
    assert cor.post(f"{url}/bezoek", data=told).status_code == 404


def test_an_incident_is_taken_up_and_she_reads_by_whom(world, client_of, cor, petra, url):
    day = make_day(world)
    assert "Ben je in gevaar?" in text(cor.get(f"{url}/voorval"))
    told = {**INCIDENT, "about": str(day.referral_id), "called": "112"}
    assert "Er belt snel iemand" in text(cor.post(f"{url}/voorval", data=told, follow_redirects=True))
    signal = db.session.query(Signal).one()
    page = text(petra.get(f"/meldingen/{signal.id}"))
    assert "Ik ben bedreigd of uitgescholden" in page
    assert "Bel Cor: 06 12 34 56 78" in page
    petra.post(f"/meldingen/{signal.id}/stap", data={"step": "seen"})
    assert "Petra heeft het gezien" in text(cor.get(url))
    petra.post(f"/meldingen/{signal.id}/stap", data={"step": "taken"})
    assert "opgepakt door Petra" in text(petra.get("/"))
    assert "Petra pakt het op" in text(cor.get(url))
    again = petra.post(f"/meldingen/{signal.id}/stap", data={"step": "taken"})
    assert "Petra heeft dit net opgepakt" in text(again, 409)
    petra.post(f"/meldingen/{signal.id}/stap", data={"step": "handled"})
    assert "Meldingen</h2>" not in text(petra.get("/"))
    assert "afgerond" in text(petra.get("/meldingen"))


@pytest.mark.parametrize("step", ["", "weg", "\x00", "seen" * 100])
def test_a_step_is_of_the_list(world, petra, step):
    signal = make_worry(world.cor)
    assert petra.post(f"/meldingen/{signal.id}/stap", data={"step": step}).status_code == 422


def test_the_achterwacht_sees_to_it_by_her_link_and_to_nothing_else(world, client_of, cor):
    signal = make_incident(world.cor, make_day(world).referral_id)
    other = make_worry(world.noor)
    link = db.session.query(PersonalLink).filter_by(about_kind="signal").one()
    client, location = by_link(client_of, link)
    assert location == f"/meldingen/{signal.id}"
    assert "Bel Cor" in text(client.get(location))
    assert "jij pakt het op" in text(
        client.post(f"{location}/stap", data={"step": "taken"}, follow_redirects=True)
    )
    assert client.get(f"/meldingen/{other.id}").status_code == 303
    assert client.get("/meldingen").status_code == 303


@pytest.mark.parametrize("who", ["sanne", "tom", "tess", "cor", "noor", "gea", "bea"])
def test_the_list_is_the_bureaus(world, client_of, who):
    make_worry(world.cor)
    assert client_of(getattr(world, who)).get("/meldingen").status_code == 404


def test_checking_in_and_out_is_one_tap_each(world, cor, url):
    traject = make_traject(world)
    assert "anderhalf uur" in text(cor.get(f"{url}/bezoek")).lower()
    answer = cor.post(f"{url}/bezoek", data={"referral": str(traject.referral_id), "minutes": "90"})
    assert answer.location == url
    one = db.session.query(CheckIn).one()
    assert (one.referral_id, one.until_at - NOON) == (traject.referral_id, timedelta(minutes=90))
    assert "Je bent aangemeld tot 13.30 uur" in text(cor.get("/"))
    assert "al aangemeld" in text(cor.get(f"{url}/bezoek"))
    assert "al aangemeld" in text(cor.post(f"{url}/bezoek", data={"minutes": "60"}), 409)
    assert "tot 14.00 uur" in text(cor.post(f"{url}/langer", data={"minutes": "30"}, follow_redirects=True))
    assert "afgemeld" in text(cor.post(f"{url}/klaar", follow_redirects=True))
    assert "al afgemeld" in text(cor.post(f"{url}/klaar"), 409)
    assert "Je bent aangemeld" not in text(cor.get("/"))


def test_until_a_time_on_the_clock_also_past_midnight(world, cor, url):
    with clock.at(NOON + timedelta(hours=11)):  # eleven in the evening
        assert cor.post(f"{url}/bezoek", data={"until": "01:15"}).status_code == 303
    assert db.session.query(CheckIn).one().until_at - NOON == timedelta(hours=13, minutes=15)


def test_at_a_bijeenkomst_until_its_end_with_word_of_who_is_in_reach(world, cor, url):
    day = make_day(world)
    with clock.at(day.starts_at - timedelta(hours=1)):
        page = text(cor.get(f"{url}/bezoek"))
        assert "Tot het einde van de bijeenkomst, 22.30 uur" in page
        assert "nog niet steeds iemand bereikbaar" in page
        told = {"referral": str(day.referral_id), "conference": str(day.id)}
        assert cor.post(f"{url}/bezoek", data=told).status_code == 303
    one = db.session.query(CheckIn).one()
    assert (one.conference_id, one.until_at) == (day.id, day.ends_at)


def test_an_alarm_is_in_todays_work_until_she_is_back(world, cor, petra, url):
    make_visit(world.cor)
    watch(30)
    with clock.at(BACK + timedelta(minutes=31)):
        assert "iemand heeft zich niet afgemeld" in text(petra.get("/"))
        signal = db.session.query(Signal).one()
        assert "zou om 14.00 uur klaar zijn" in text(petra.get(f"/meldingen/{signal.id}"))
        assert "Die tijd is voorbij" in text(cor.get(url))
        cor.post(f"{url}/klaar")
        assert "niet afgemeld" not in text(petra.get("/"))
        assert "afgerond door Cor" in text(petra.get(f"/meldingen/{signal.id}"))


def test_the_bureau_does_it_for_who_phones(world, petra, url):
    assert "namens <strong>Cor Kuiper</strong>" in text(petra.get(url))
    petra.post(f"{url}/bezoek", data={"minutes": "60"})
    assert db.session.query(CheckIn).one().person_id == world.cor.person.id
    assert petra.post(f"{url}/klaar").status_code == 303


def test_a_day_with_nobody_in_reach_is_todays_work_for_both(world, cor, petra):
    day = make_day(world)
    with clock.at(day.starts_at - timedelta(days=8)):
        assert "Niemand bereikbaar" not in text(petra.get("/"))
        assert "nog niemand bereikbaar" not in text(cor.get("/"))
    with clock.at(day.starts_at - timedelta(days=6)):
        assert f"/bijeenkomsten/{day.id}/bereikbaar" in text(petra.get("/"))
        assert "nog niemand bereikbaar" in text(cor.get("/"))
        cor.post(f"/bijeenkomsten/{day.id}/toch-doorgaan", data={"reason": "agreed"})
        assert "Niemand bereikbaar" not in text(petra.get("/"))
        assert "nog niemand bereikbaar" not in text(cor.get("/"))


def test_the_pages_ask_as_much_for_many_as_for_one(world, cor, petra, url, queries):
    make_day(world)
    signal = make_worry(world.cor)
    pages = (
        (cor, url),
        (cor, f"{url}/bezoek"),
        (petra, "/meldingen"),
        (petra, f"/meldingen/{signal.id}"),
        (petra, "/"),
    )
    counts = []
    for more in (0, 12):
        for number in range(more):
            with clock.at(NOON + timedelta(minutes=5 * number + 5)):
                make_traject(world, surname=f"A{number}")
                make_incident(world.noor)
                make_worry(world.cor)
        seen = []
        for client, page in pages:
            queries.clear()
            assert client.get(page).status_code == 200
            seen.append(len([one for one in queries if one.startswith("SELECT")]))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9
