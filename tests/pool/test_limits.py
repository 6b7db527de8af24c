"""Her own limits: in two taps from the offer, also without an account, and through the bureau."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ekc import clock, settings
from ekc.accounts.queries import links_of
from ekc.db import db
from ekc.matching import service as matching
from ekc.notifications.models import Message
from ekc.people import queries as persons
from ekc.people.service import Particulars, set_reach
from ekc.pool import queries, wishes
from ekc.pool.bounds import Period
from ekc.referrals import service as referrals
from ekc.web.formatting import moment
from tests.matching.stories import again, logged, make_referral, open_round

HOME = ZoneInfo("Europe/Amsterdam")
TAPS = {
    "pause:8": ("paused_until", None),
    "max_per_year:1": ("max_per_year", 1),
    "max_at_once:2": ("max_at_once", 2),
    "max_per_quarter:1": ("max_per_quarter", 1),
    "max_km:5": ("max_km", 5),
    "own_village:no": ("own_village", False),
    "prefers_two:yes": ("prefers_two", True),
    "number_on_card:yes": ("number_on_card", True),
    "part:sat_morning:on": ("day_parts", ("sat_morning",)),
    "theme:nuisance:not": ("themes_not", ("nuisance",)),
    "theme:parenting:like": ("themes_like", ("parenting",)),
}


@pytest.fixture
def offer(world):
    (asked,) = open_round(world, make_referral(world), world.noor)
    return asked


def by_link(client_of, world, offer):
    """A browser that opened the link of an offer, and nothing else."""
    client = client_of(None)
    (link,) = [one for one in links_of(world.noor.person.id) if one.about_kind == "offer"]
    with client.session_transaction() as session:
        session["links"] = [[link.id, link.version, "offer", offer.id]]
    return client


@pytest.mark.parametrize("tap", TAPS)
def test_from_the_offer_each_limit_is_one_tap_without_an_account(world, offer, client_of, tap):
    client = by_link(client_of, world, offer)
    there = f"/aanbod/{offer.id}/grenzen"
    assert f'href="{there}"' in client.get(f"/aanbod/{offer.id}").text
    assert f'value="{tap}"' in client.get(there).text
    response = client.post(there, data={"tap": tap})
    assert response.status_code == 303
    assert response.location == f"{there}#bij-{tap.partition(':')[0]}"
    column, value = TAPS[tap]
    wanted = value if column != "paused_until" else clock.today() + timedelta(weeks=8)
    assert getattr(again(world.noor.coordinator), column) == wanted
    assert again(offer).state == "open"
    assert logged("coordinator", world.noor.coordinator.id)[-1] == ("change_limits", None, None)


def test_she_hears_the_way_she_likes_best_and_only_where_that_can_be(world, client_of):
    client, there = client_of(world.petra), f"/pool/{world.cor.coordinator.id}/grenzen"
    page = client.get(there).text
    assert 'value="hears:mail" aria-pressed="true"' in page
    assert "hears:sms" not in page, "there is no mobile number"
    for nonsense in ("hears:sms", "hears:letter", "hears:", "hears:x\x00"):
        assert client.post(there, data={"tap": nonsense}).status_code == 422
    set_reach(persons.one(world.municipality.id, world.cor.person.id), "+31612345678", "cor@pool.example")
    db.commit()
    settings.use(replace(settings.current(), sms_url="folder:/nowhere"))
    assert client.post(there, data={"tap": "hears:sms"}).status_code == 303
    assert logged("coordinator", world.cor.coordinator.id)[-1][0] == "change_reach"
    assert 'value="hears:sms" aria-pressed="true"' in client_of(world.cor).get("/mijn-grenzen").text
    assert told_at(world.cor.person.id, world) == "+31612345678"
    client_of(world.cor).post("/mijn-grenzen", data={"tap": "hears:call"})
    assert told_at(world.cor.person.id, world).startswith("call:")


def test_the_bureau_sees_how_each_message_to_her_fares_and_nothing_of_another(world, offer, client_of):
    client = client_of(world.petra)
    page = client.get(f"/pool/{world.noor.coordinator.id}").text
    assert "Vraag om een bijeenkomst te regelen, " in page
    assert "mail, wacht om te vertrekken</li>" in page
    (message,) = db.session.query(Message).filter_by(kind="offer")
    message.next_at = message.created_at + timedelta(hours=10)
    db.commit()
    page = client.get(f"/pool/{world.noor.coordinator.id}").text
    assert f"wacht om te vertrekken, vanaf {moment(message.next_at)}" in page
    assert "Berichten aan" not in client.get(f"/pool/{world.cor.coordinator.id}").text


def told_at(person_id, world):
    return persons.told_at(persons.one(world.municipality.id, person_id))


def test_what_holds_stands_on_the_page(world, client_of):
    client = client_of(world.cor)
    client.post("/mijn-grenzen", data={"tap": "max_km:10"})
    page = client.get("/mijn-grenzen").text
    assert 'value="max_km:10" aria-pressed="true"' in page
    assert 'value="max_km:5" aria-pressed="false"' in page


def test_the_link_of_another_offer_opens_nothing(world, offer, client_of):
    others = make_referral(world, focus=(Particulars("Mia", "Mulder"),))
    (other,) = open_round(world, others, world.cor)
    client = by_link(client_of, world, offer)
    assert client.get(f"/aanbod/{other.id}/grenzen").status_code == 303
    client.post(f"/aanbod/{other.id}/grenzen", data={"tap": "max_km:5"})
    assert again(world.cor.coordinator).max_km is None


@pytest.mark.parametrize("who", ["cor", "sanne", "gea"])
def test_nobody_changes_the_limits_of_another(world, offer, client_of, who):
    client = client_of(getattr(world, who))
    for there in (f"/aanbod/{offer.id}/grenzen", f"/pool/{world.noor.coordinator.id}/grenzen"):
        assert client.get(there).status_code == 404
        assert client.post(there, data={"tap": "max_km:5"}).status_code == 404
    assert again(world.noor.coordinator).max_km is None


def test_the_bureau_does_it_for_who_phones(world, client_of):
    noor, client = world.noor.coordinator, client_of(world.petra)
    page = client.get(f"/pool/{noor.id}/grenzen").text
    assert "namens Noor" in page
    client.post(f"/pool/{noor.id}/grenzen", data={"tap": "own_village:no"})
    assert again(noor).own_village is False
    assert logged("coordinator", noor.id)[-1] == ("change_limits", None, world.noor.person.id)


@pytest.mark.parametrize(
    "told",
    [
        {"tap": "max_km:10000000000000"},
        {"tap": "stage:active"},
        {"tap": "\x00"},
        {"tap": "period:99999999999-1"},
        {"tap": "x" * 100},
        {"language": "xxx"},
        {"first": "6", "last": "", "most": "1"},
        {"first": "6", "last": "99", "most": "1"},
        {"first": "6", "last": "8", "most": "1000000000000"},
        {"at_home": "mijn bsn is 111222333"},
        {"at_home": ",".join(str(number) for number in range(20))},
        {},
    ],
)
def test_what_is_no_limit_is_refused_kindly(world, client_of, told):
    response = client_of(world.cor).post("/mijn-grenzen", data=told)
    assert response.status_code == 422
    assert "Bijna goed" in response.text
    assert queries.periods(world.cor.coordinator) == []


def test_her_own_words_and_languages(world, client_of):
    client = client_of(world.cor)
    assert client.post("/mijn-grenzen", data={"at_home": "boerenleven, kerk"}).status_code == 303
    assert client.post("/mijn-grenzen", data={"language": "tur"}).status_code == 303
    cor = again(world.cor.coordinator)
    assert (cor.at_home, cor.languages[-1]) == (("boerenleven", "kerk"), "tur")
    assert len(cor.at_home_keys) == 2
    assert "boerenleven, kerk" in client.get("/mijn-grenzen").text
    client.post("/mijn-grenzen", data={"at_home": ""})
    assert again(cor).at_home_keys == ()


def test_a_stretch_of_months_comes_and_goes(world, client_of):
    client = client_of(world.cor)
    summer = {"first": "6", "last": "8", "most": "1"}
    assert client.post("/mijn-grenzen", data=summer).status_code == 303
    assert "juni tot en met augustus: hooguit 1" in client.get("/mijn-grenzen").text
    again_told = client.post("/mijn-grenzen", data=summer)
    assert again_told.status_code == 409
    assert "staat er al een getal" in again_told.text
    assert client.post("/mijn-grenzen", data={"tap": "period:6-8"}).status_code == 303
    assert "juni tot en met augustus" not in client.get("/mijn-grenzen").text
    assert [line[0] for line in logged("coordinator", world.cor.coordinator.id)[-2:]] == [
        "add_period",
        "drop_period",
    ]


@pytest.mark.parametrize(
    ("today", "period", "may"),
    [
        (date(2027, 7, 1), Period(6, 8, 1), False),
        (date(2027, 7, 1), Period(6, 8, 2), True),
        (date(2027, 7, 1), Period(7, 8, 1), True),  # hers began in June
        (date(2027, 9, 1), Period(6, 8, 0), True),
        (date(2027, 6, 20), Period(12, 7, 1), False),
        (date(2028, 1, 10), Period(12, 2, 1), True),
        (date(2028, 1, 10), Period(12, 2, 0), False),
        (date(2028, 6, 2), Period(6, 8, 1), True),  # a year later it begins anew
    ],
)
def test_the_match_keeps_to_it(world, today, period, may):
    with clock.at(datetime(2027, 6, 15, 12, tzinfo=HOME)):
        first = make_referral(world)
        noor = world.noor.coordinator
        wishes.tap(noor, "max_per_year:6", (), by=world.noor.actor)
        wishes.tap(noor, "max_at_once:6", (), by=world.noor.actor)
        referrals.assign(first, noor, by=world.petra.actor)
        wishes.add_period(noor, period, by=world.noor.actor)
        noor.vog_until = date(2030, 1, 1)
        db.commit()
    with clock.at(datetime(today.year, today.month, today.day, 12, tzinfo=HOME)):
        second = make_referral(world, focus=(Particulars("Mia", "Mulder"),))
        able, left_out = matching.candidates(second, by=world.petra.actor)
    assert (noor.id in [one.volunteer.id for one in able]) is may
    why = next((one.reasons for one in left_out if one.volunteer.id == noor.id), ())
    assert why == (() if may else ("period_full",))


def test_the_page_asks_as_much_for_many_limits_as_for_none(world, client_of, queries):
    client = client_of(world.cor)
    client.get("/mijn-grenzen")
    queries.clear()
    client.get("/mijn-grenzen")
    few = len(queries)
    for month in range(1, 5):
        client.post("/mijn-grenzen", data={"first": str(month), "last": str(month), "most": "1"})
    queries.clear()
    client.get("/mijn-grenzen")
    assert len(queries) == few
