"""From which day on a step takes long, and too long; who sees that; the sheet of a team."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError
from ekc.people.service import Particulars
from ekc.referrals import clocks, moving
from ekc.referrals.clocks import CLOCKS, FIRST, Limit, Standing
from ekc.referrals.models import Referral
from ekc.web.formatting import local_to_utc, moment
from tests.agenda.trajects import make_conference, make_traject, noon
from tests.matching import stories

__all__ = ["noon"]  # a fixture: it is noon in all tests below

SINCE = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("state", "given", "amber", "red"),
    [
        ("draft", {}, date(2026, 12, 4), date(2026, 12, 18)),
        ("submitted", {}, date(2026, 11, 23), date(2026, 11, 25)),
        ("matching", {}, date(2026, 11, 24), date(2026, 11, 27)),
        ("matching", {"urgency": "urgent"}, SINCE, date(2026, 11, 23)),
        ("matched", {"first_contact_by": date(2026, 12, 23)}, date(2026, 12, 23), date(2026, 12, 29)),
        ("preparation", {"submitted": date(2026, 11, 1)}, date(2026, 12, 27), date(2027, 1, 10)),
        ("preparation", {"paused_days": 7}, date(2027, 1, 22), date(2027, 2, 5)),
        (
            "preparation",
            {"submitted": SINCE, "urgency": "urgent"},
            date(2026, 11, 23),
            date(2026, 11, 24),
        ),
        ("stabilise_first", {"revisit_on": date(2027, 2, 1)}, date(2027, 2, 1), date(2027, 2, 8)),
        ("plan_made", {}, date(2026, 12, 18), date(2027, 1, 1)),
    ],
)
def test_how_long_a_step_may_last(state, given, amber, red):
    one = Standing(state, SINCE, **given)
    assert clocks.last_days(one) == (amber, red)
    assert clocks.colour(one, amber) == ""
    assert clocks.colour(one, amber + timedelta(days=1)) == "amber"
    assert clocks.colour(one, red) == ("amber" if red > amber else "")
    assert clocks.colour(one, red + timedelta(days=1)) == "red"


@pytest.mark.parametrize("state", ["planned", "closed", "matched", "stabilise_first"])
def test_a_step_that_waits_for_no_day_has_no_clock(state):
    assert clocks.last_days(Standing(state, SINCE)) is None
    assert clocks.colour(Standing(state, SINCE), date(2030, 1, 1)) == ""


def test_what_a_municipality_chose_comes_back_and_what_it_did_not_choose_is_as_it_was():
    mine = {**FIRST, "submitted": Limit(0, 9)}
    assert clocks.limits(clocks.kept(mine)) == mine
    assert clocks.limits(()) == FIRST
    assert clocks.colour(Standing("submitted", SINCE), SINCE + timedelta(days=3), mine) == "amber"


@pytest.mark.parametrize("wrong", [Limit(5, 4), Limit(-1, 4), Limit(0, 366)])
def test_too_long_does_not_come_before_long(wrong):
    with pytest.raises(DomainError, match="Even stil"):
        clocks.kept({"paused": wrong})


def chosen(seen, **changed):  # noqa: ANN003 -- fields of any kind
    """What the form would send, with some of it changed."""
    told = {f"amber_{one.code}": str(one.first.amber) for one in CLOCKS}
    told |= {f"red_{one.code}": str(one.first.red) for one in CLOCKS}
    return {**told, "seen": seen, **changed}


def test_the_bureau_chooses_and_the_team_sees_it_the_next_moment(world, client_of):
    with clock.at(clock.now() - timedelta(days=4)):
        stories.make_referral(world)
    db.commit()
    assert "duurt lang" in client_of(world.sanne).get("/aanmeldingen").text  # two working days are over
    petra = client_of(world.petra)
    assert (
        petra.post(
            "/instellingen/klokken", data=chosen("1", amber_matching="30", red_matching="40")
        ).status_code
        == 303
    )
    assert "duurt lang" not in client_of(world.sanne).get("/aanmeldingen").text
    assert 'value="30"' in petra.get("/instellingen/klokken").text


def test_who_chooses_second_looks_first_and_nonsense_comes_back(world, client_of):
    petra = client_of(world.petra)
    assert petra.post("/instellingen/klokken", data=chosen("1")).status_code == 303
    again = petra.post("/instellingen/klokken", data=chosen("1", amber_held="3"))
    assert (again.status_code, "inmiddels gewijzigd" in again.text) == (409, True)
    for nonsense in ("-1", "999999999999", "\x00", "veel", "366"):
        assert petra.post("/instellingen/klokken", data=chosen("2", amber_held=nonsense)).status_code == 422
    late = petra.post("/instellingen/klokken", data=chosen("2", amber_held="9", red_held="3"))
    assert (late.status_code, "moet &#39;te lang&#39; later zijn" in late.text) == (422, True)
    assert client_of(world.sanne).get("/instellingen/klokken").status_code == 404


def test_a_volunteer_never_sees_a_clock(world, client_of):
    make_traject(world)
    with clock.at(clock.now() + timedelta(days=100)):
        assert "te lang" not in client_of(world.cor).get("/").text
        assert "te lang" in client_of(world.petra).get("/").text


def test_what_is_still_has_a_reason_and_its_days_do_not_count(world):
    referral = make_traject(world).referral
    moving.move(referral, "pause", reason="building_trust", by=world.petra.actor)
    assert referral.pause_reason == "building_trust"
    with clock.at(clock.now() + timedelta(days=12)):
        moving.move(referral, "resume", by=world.petra.actor)
    assert (referral.paused_days, referral.pause_reason) == (12, None)


def test_a_pause_does_not_wind_the_clock_back(world):
    referral, began = make_traject(world).referral, clock.now()
    for day, name in ((20, "pause"), (32, "resume"), (40, "pause"), (41, "resume")):
        with clock.at(began + timedelta(days=day)):
            moving.move(referral, name, reason="illness" if name == "pause" else None, by=world.petra.actor)
    db.session.flush()
    assert began + timedelta(days=41) - referral.state_since == timedelta(days=20 + 8)


def test_the_sheet_of_a_team_says_where_everything_stands(world, client_of):
    referral = make_traject(world).referral
    moving.move(referral, "pause", reason="building_trust", by=world.petra.actor)
    db.commit()
    number = referral.number
    sheet = client_of(world.sanne).get("/weekstaat").text
    for words in (number, "vertrouwen opbouwen", "We wachten op het team", "Weekstaat Hoogezand-Noord"):
        assert words in sheet
    assert number not in client_of(world.tom).get("/weekstaat").text
    assert client_of(world.tom).get(f"/weekstaat?team={world.team.id}").status_code == 404
    assert number in client_of(world.petra).get(f"/weekstaat?team={world.team.id}").text
    for stranger in (world.cor, world.gea):
        assert client_of(stranger).get("/weekstaat").status_code == 404
    for nonsense in ("1", "9" * 30):
        assert client_of(world.sanne).get(f"/weekstaat?team={nonsense}").status_code == 404


def test_the_sheet_says_which_day_it_is_and_when_that_is_over(world, client_of):
    held = make_conference(world, make_traject(world), days=3)
    sheet = client_of(world.sanne).get("/weekstaat").text
    assert f"De dag staat vast: {moment(held.starts_at)}. We wachten op de dag zelf." in sheet
    with clock.at(held.ends_at + timedelta(hours=1)):
        sheet = client_of(world.sanne).get("/weekstaat").text
    assert "De coördinator vertelt hoe het ging. We wachten op de coördinator." in sheet
    assert "duurt" not in sheet


def test_a_day_that_is_over_without_a_word_has_the_clock_of_the_report(world, client_of):
    """Every list of a professional shows it; days that count, from the end of the day on."""
    held = make_conference(world, make_traject(world), days=3)
    for over, word, count in (
        (timedelta(days=5), "duurt lang", 5),
        (timedelta(days=10), "duurt te lang", 10),
    ):
        with clock.at(held.ends_at + over):
            for who, page in (
                (world.sanne, "/weekstaat"),
                (world.sanne, "/aanmeldingen"),
                (world.petra, "/"),
            ):
                text = client_of(who).get(page).text
                assert f"{count} dagen" in text
                assert ("De dag is geweest. De coördinator vertelt hoe het ging." in text) == (page == "/")
                assert (word in text) or (page == "/" and ("te lang" in text) == (over.days == 10))
            assert "duurt" not in client_of(world.cor).get("/").text
    with clock.at(held.starts_at - timedelta(days=1)):
        assert "duurt" not in client_of(world.sanne).get("/weekstaat").text


def test_a_kleine_kring_that_goes_on_the_next_day_is_too_long():
    one = Standing("circle_calling", date(2026, 11, 2))
    assert [clocks.colour(one, date(2026, 11, day)) for day in (2, 3, 4)] == ["", "amber", "red"]


def test_the_sheet_asks_as_much_for_thirty_as_for_one(world, client_of, queries):
    def asked():
        client = client_of(world.sanne)
        client.get("/")
        queries.clear()
        client.get("/weekstaat")
        return len([one for one in queries if "INSERT INTO log_entry" not in one])

    stories.make_referral(world)
    db.commit()
    one = asked()
    for name in ("Ada", "Bep", "Cas", "Dik", "Eef"):
        stories.make_referral(world, focus=(Particulars(name, "Vis", birth_year=1984),))
    db.commit()
    assert db.session.query(Referral).count() > 5
    assert asked() == one


def test_christmas_is_no_working_day(world):
    with clock.at(local_to_utc(date(2026, 12, 24), clock.now().time())):
        one = Standing("submitted", clock.today())
        assert clocks.last_days(one) == (date(2026, 12, 28), date(2026, 12, 30))
