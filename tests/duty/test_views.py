"""The rota of the bureau, the page of a day, the achterwacht's own page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts.models import PersonalLink
from ekc.agenda.models import Conference
from ekc.db import db
from ekc.duty import asking, queries
from ekc.duty.models import DutyShift, GoAhead
from ekc.duty.rules import Numbers
from ekc.people.models import Person
from ekc.seals import link_token
from tests.agenda.trajects import NOON
from tests.client import text
from tests.duty.watches import asked, hours, make_day, make_shift, standing
from tests.world import DAY

FORM = {"on": DAY.isoformat(), "begins": "19:00", "until": "23:00"}
NUMBERS = {
    "veilig_thuis": "0800-2000",
    "officer_name": "Anna Aandacht",
    "officer_phone": "0598 11 11 11",
    "from_hour": "8",
    "until_hour": "23",
    "nudge_minutes": "10",
    "alarm_minutes": "30",
    "version": "0",
}


@pytest.fixture
def petra(world, client_of):
    return client_of(world.petra)


@pytest.fixture
def cor(world, client_of):
    return client_of(world.cor)


@pytest.fixture
def bob(world, client_of):
    """The achterwacht of a day, in a browser where the link was opened."""
    conference = make_day(world)
    asking.tick(NOON)
    db.commit()
    link = db.session.query(PersonalLink).filter_by(about_kind="reach").one()
    client = client_of(None)
    assert client.get(f"/k/{link_token(link.id, 1)}").location == f"/bereikbaar/{link.about_id}"
    return client, conference, f"/bereikbaar/{link.about_id}"


@pytest.mark.parametrize("who", ["sanne", "tom", "tess", "cor", "noor", "gea", "bea"])
def test_only_the_bureau_edits_the_rota(world, client_of, who):
    client = client_of(getattr(world, who))
    for address in ("/bereikbaarheid", "/bereikbaarheid/nieuw", "/bereikbaarheid/nummers"):
        assert client.get(address).status_code == 404
    assert client.post("/bereikbaarheid", data=FORM).status_code == 404
    assert client.post("/bereikbaarheid/nummers", data=NUMBERS).status_code == 404
    assert db.session.query(DutyShift).count() == 0


def test_a_hole_is_one_tap_from_a_shift(world, petra):
    vanaf = f"/bereikbaarheid?vanaf={DAY.isoformat()}"
    page = petra.get(vanaf).get_data(as_text=True)
    hole = f"/bereikbaarheid/nieuw?on={DAY}&amp;begins=8.00&amp;until_day={DAY}&amp;until=23.00"
    assert hole in page
    form = petra.get(hole.replace("&amp;", "&")).get_data(as_text=True)
    assert 'value="08:00"' in form
    assert 'value="23:00"' in form
    answer = petra.post("/bereikbaarheid", data={**FORM, "who": world.petra.person.id})
    assert answer.location == vanaf
    page = text(petra.get(vanaf))
    assert "1 dienst staat in het rooster." in page
    assert "Petra Post, vr 20 nov 19.00 – vr 20 nov 23.00" in page
    assert "8.00 – 19.00" in page


def test_every_week_over_the_change_of_the_clock_keeps_the_hours_of_the_clock(world, petra):
    told = {"on": "2027-03-21", "begins": "19:00", "until": "02:00", "weekly_until": "2027-04-04"}
    petra.post("/bereikbaarheid", data={**told, "who": world.petra.person.id})
    rows = db.session.query(DutyShift).order_by(DutyShift.starts_at).all()
    local = [(row.starts_at.astimezone(clock.HOME), row.ends_at.astimezone(clock.HOME)) for row in rows]
    assert [(a.hour, b.hour, (b.date() - a.date()).days) for a, b in local] == [(19, 2, 1)] * 3


def test_somebody_new_is_written_down_once(world, petra):
    told = {**FORM, "name": "Marga Wever", "phone": "0598-123456", "mail": "marga@post.example"}
    petra.post("/bereikbaarheid", data=told)
    assert "Marga Wever" in text(petra.get("/bereikbaarheid/nieuw"))
    marga = db.session.query(DutyShift).one().person_id
    petra.post("/bereikbaarheid", data={**FORM, "on": (DAY + timedelta(days=1)).isoformat(), "who": marga})
    assert {row.person_id for row in db.session.query(DutyShift)} == {marga}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"who": ""}, "Kies wie er bereikbaar is"),
        ({"who": "999999999999"}, "Kies een van de mogelijkheden"),
        ({"who": "drie"}, ""),
        ({"name": "Jan 123456782"}, "burgerservicenummer"),
        ({"phone": "12"}, "geen heel telefoonnummer"),
        ({"on": "31-02-2026"}, "bestaat niet"),
        ({"on": "2026-01-01"}, "al voorbij"),
        ({"until": "25:00"}, "bestaat niet"),
        ({"until": "19:10"}, "minstens een half uur"),
        ({"until_day": (DAY + timedelta(days=20)).isoformat()}, "hooguit 14 dagen"),
        ({"until_day": (DAY - timedelta(days=1)).isoformat()}, "na de begintijd"),
        ({"weekly_until": "2040-01-01"}, "binnen een jaar"),
        ({"weekly_until": "2026-01-01"}, "binnen een jaar"),
        ({"on": "2027-03-28", "begins": "02:30"}, "bestaat dan niet"),
        ({"mail": "marga"}, "geen heel mailadres"),
        ({"name": "x" * 121}, "te lang"),
        ({"begins": "\x00"}, ""),
    ],
)
def test_what_was_typed_stays_with_the_reason(world, petra, changed, sentence):
    persons = db.session.query(Person).count()
    shift = make_shift(world, "10:00", "12:00")
    told = {**FORM, "who": str(world.petra.person.id), "version": "1", **changed}
    for address in ("/bereikbaarheid", f"/bereikbaarheid/{shift.id}"):
        if address.endswith(str(shift.id)) and "weekly_until" in changed:
            continue
        answer = petra.post(address, data=told)
        assert answer.status_code in {409, 422}
        assert sentence in text(answer, answer.status_code)
    assert db.session.query(DutyShift).count() == 1
    assert db.session.query(Person).count() == persons


def test_the_same_shift_twice_is_said_and_a_shift_can_go(world, petra):
    told = {**FORM, "who": world.petra.person.id}
    petra.post("/bereikbaarheid", data=told)
    assert "staat al in het rooster" in text(petra.post("/bereikbaarheid", data=told), 409)
    shift = db.session.query(DutyShift).one()
    page = petra.get(f"/bereikbaarheid/{shift.id}").get_data(as_text=True)
    assert f'value="{DAY.isoformat()}"' in page
    old = petra.post(f"/bereikbaarheid/{shift.id}", data={**told, "until": "22:00", "version": "7"})
    assert "Iemand anders veranderde dit net" in text(old, 409)
    assert (
        petra.post(f"/bereikbaarheid/{shift.id}", data={**told, "until": "22:00", "version": "1"}).status_code
        == 303
    )
    petra.post(f"/bereikbaarheid/{shift.id}/weg")
    assert db.session.query(DutyShift).count() == 0


@pytest.mark.parametrize("vanaf", ["", "nu", "9999-12-31", "0001-01-01", "\x00", "2026-11-20"])
def test_any_day_in_the_address_gives_a_page(world, petra, vanaf):
    assert petra.get("/bereikbaarheid", query_string={"vanaf": vanaf}).status_code == 200
    told = {"on": vanaf, "begins": "x", "until": "99:99", "until_day": "?"}
    assert petra.get("/bereikbaarheid/nieuw", query_string=told).status_code == 200


def test_the_numbers_are_the_municipalitys_own(world, petra):
    assert "0800-2000" in text(petra.get("/bereikbaarheid/nummers"))
    assert petra.post("/bereikbaarheid/nummers", data=NUMBERS).location == "/bereikbaarheid"
    assert queries.numbers(world.municipality.id) == Numbers(
        officer_name="Anna Aandacht", officer_phone="0598 11 11 11", version=1
    )
    page = text(petra.post("/bereikbaarheid/nummers", data={**NUMBERS, "officer_name": "Ander"}), 409)
    assert "Iemand anders veranderde dit net" in page
    assert 'value="Ander"' in page
    again = petra.post("/bereikbaarheid/nummers", data={**NUMBERS, "officer_name": "Ander", "version": "1"})
    assert again.status_code == 303


@pytest.mark.parametrize(
    "changed",
    [
        {"veilig_thuis": ""},
        {"veilig_thuis": "bel maar"},
        {"duty_phone": "\x00"},
        {"duty_phone": "abc"},
        {"officer_phone": "9" * 30},
        {"officer_mail": "anna"},
        {"from_hour": "23", "until_hour": "8"},
        {"until_hour": "25"},
        {"nudge_minutes": "0"},
        {"nudge_minutes": "60", "alarm_minutes": "30"},
        {"alarm_minutes": "1000000000000"},
        {"officer_name": "123456782"},
    ],
)
def test_numbers_that_cannot_be_used_come_back(world, petra, changed):
    answer = petra.post("/bereikbaarheid/nummers", data={**NUMBERS, **changed})
    if changed == {"duty_phone": "\x00"}:
        assert answer.status_code == 303, "invisible signs are nothing"
        return
    assert answer.status_code == 422
    assert queries.numbers(world.municipality.id) == Numbers()


def test_an_achterwacht_says_yes_by_her_link_and_changes_her_mind(world, bob, cor):
    client, conference, url = bob
    page = text(client.get(url))
    assert "vrijdag 20 november 2026, 19.30 – 22.30 uur" in page
    assert "Jansen" not in page
    assert "Je bent bereikbaar" in text(
        client.post(f"{url}/antwoord", data={"answer": "yes"}, follow_redirects=True)
    )
    assert "de hele tijd iemand bereikbaar" in text(cor.get(f"/bijeenkomsten/{conference.id}/bereikbaar"))
    assert "er is iemand bereikbaar" in text(cor.get(f"/bijeenkomsten/{conference.id}"))
    client.post(f"{url}/antwoord", data={"answer": "no"})
    assert "je zei: nee" in text(client.get(url))
    assert "Niemand:" in text(cor.get(f"/bijeenkomsten/{conference.id}/bereikbaar"))


@pytest.mark.parametrize("value", ["", "maybe", "\x00", "ja" * 500])
def test_an_answer_is_yes_or_no(bob, value):
    client, _, url = bob
    assert client.post(f"{url}/antwoord", data={"answer": value}).status_code == 422


def test_an_old_question_says_so(world, bob):
    client, conference, url = bob
    db.session.get_one(Conference, conference.id).state = "cancelled"
    db.commit()
    assert "gaat niet door" in text(client.get(url))
    assert "gaat niet door" in text(client.post(f"{url}/antwoord", data={"answer": "yes"}), 409)


def test_the_day_shows_who_is_there_and_two_shifts_span_it(world, cor, petra):
    conference = make_day(world)
    url = f"/bijeenkomsten/{conference.id}"
    make_shift(world, "19:00", "21:00")
    assert "nog niemand bereikbaar" in text(cor.get(url))
    page = text(cor.get(f"{url}/bereikbaar"))
    assert "Niemand: vrijdag 20 november 2026, 21.00 – 22.30 uur" in page
    assert "Bel eerst het bureau" in page
    assert "Zet iemand in het rooster voor 21.00 – 22.30 uur" in text(petra.get(f"{url}/bereikbaar"))
    make_shift(world, "21:00", "23:00", world.tess)
    page = text(cor.get(f"{url}/bereikbaar"))
    assert "de hele tijd iemand bereikbaar" in page
    assert "Dienst: Petra Post" in page
    assert "Dienst: Tess Talma" in page
    assert "Toch doorgaan" not in page


def test_going_on_takes_a_reason(world, cor):
    conference = make_day(world)
    url = f"/bijeenkomsten/{conference.id}"
    for reason in ("", "zomaar", "\x00"):
        refusal = text(cor.post(f"{url}/toch-doorgaan", data={"reason": reason}), 422)
        assert "Toch doorgaan" in refusal
    assert db.session.query(GoAhead).count() == 0
    assert cor.post(f"{url}/toch-doorgaan", data={"reason": "agreed"}).status_code == 303
    page = text(cor.get(f"{url}/bereikbaar"))
    assert "bureau en coördinator spraken af dat het veilig kan" in page
    assert "Iemand anders besloot" in text(cor.post(f"{url}/toch-doorgaan", data={"reason": "agreed"}), 409)


def test_the_coordinator_enters_what_the_achterwacht_said(world, cor):
    conference = make_day(world, mail=None)
    url = f"/bijeenkomsten/{conference.id}"
    assert "nog niet gevraagd: bel even" in text(cor.get(f"{url}/bereikbaar"))
    assert cor.post(f"{url}/achterwacht", data={"answer": "wie weet"}).status_code == 422
    assert cor.post(f"{url}/achterwacht", data={"answer": "yes"}).status_code == 303
    assert hours(conference) == []
    assert standing(conference).day.answer == "yes"


def test_the_pages_ask_as_much_for_many_as_for_one(world, petra, cor, queries):
    conference = make_day(world)
    addresses = [
        f"/bereikbaarheid?vanaf={DAY}",
        f"/bijeenkomsten/{conference.id}/bereikbaar",
        f"/bijeenkomsten/{conference.id}",
    ]
    counts = []
    for more in (False, True):
        if more:
            for number, who in enumerate((world.noor, world.cor, world.noor)):
                make_day(world, who, surname=f"A{number}", days=number + 1)
            for number in range(12):
                make_shift(world, "10:00", "23:00", days=number)
            asking.tick(NOON)
            db.commit()
        seen = []
        for address in addresses:
            queries.clear()
            client = petra if address == addresses[0] else cor
            assert client.get(address).status_code == 200
            seen.append(len([one for one in queries if one.startswith("SELECT")]))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 7
    assert len(asked(conference)) == 1
