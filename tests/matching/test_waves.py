"""When a question leaves, how long it stands, when somebody is reminded; and the next wave."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings, strategies

from ekc import clock, processes
from ekc.clock import HOME
from ekc.db import db
from ekc.matching import ladder, waves
from ekc.matching.models import Offer
from ekc.notifications.quiet import is_quiet, leaves_at
from ekc.people.service import Particulars
from ekc.pool import service as pool
from tests.matching.stories import deliver_all, make_referral, open_round
from tests.world import make_coordinator

QUIET = (21, 8)
NOON = datetime(2026, 11, 20, 12, tzinfo=HOME)


@given(strategies.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), strategies.integers(4, 72))
@settings(max_examples=60)
def test_no_reminder_at_night_and_none_after_it_closed(asked, hours):
    leaves = leaves_at(asked.replace(tzinfo=HOME), QUIET)
    expires = waves.expiry(leaves, hours)
    nudge = waves.nudge_at(leaves, expires, QUIET)
    assert expires - leaves < timedelta(hours=hours + 2)
    assert nudge is None or (leaves < nudge < expires and not is_quiet(nudge, QUIET))


def test_how_long_it_stands():
    assert [waves.open_hours(each, 72, 4) for each in ("normal", "soon", "urgent")] == [72, 48, 4]


def test_who_said_nothing_is_reminded_once_half_way_and_never_after_an_answer(world, outbox):
    with clock.at(NOON):
        cor, noor = open_round(world, make_referral(world, waived=False), world.cor, world.noor)
        deliver_all()
        assert ladder.nudge_due(NOON + timedelta(hours=30)) == 0
        processes.decline_offer(noor, "busy", None, by=world.noor.actor)
        deliver_all()
        assert ladder.nudge_due(cor.nudge_at) == 1
        assert ladder.nudge_due(cor.nudge_at + timedelta(hours=1)) == 0
    assert [kind for kind, _ in outbox()] == ["offer_nudge"]


@pytest.mark.usefixtures("quiet_nights")
def test_a_worker_that_stood_still_wakes_nobody(world, outbox):
    with clock.at(NOON):
        cor, _ = open_round(world, make_referral(world, waived=False), world.cor, world.noor)
        deliver_all()
        morning = leaves_at(cor.nudge_at.astimezone(HOME).replace(hour=23), QUIET)
        assert morning < cor.expires_at
        for at_night in (timedelta(hours=10), timedelta(hours=5), timedelta(minutes=1)):
            assert ladder.nudge_due(morning - at_night) == 0
        assert ladder.nudge_due(morning) == 2
    assert outbox() == [("offer_nudge", world.cor.account.email), ("offer_nudge", world.noor.account.email)]


def test_where_it_presses_the_next_are_asked_when_the_first_lapse(world):
    extra = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    referral = make_referral(world, waived=False, urgency="urgent")
    cor, _ = open_round(world, referral, world.cor, world.noor)
    assert processes.lapse_offers(cor.expires_at) == 2
    db.commit()
    asked = db.session.query(Offer).filter(Offer.state == "open").all()
    assert extra.coordinator.id in {one.coordinator_id for one in asked}


def test_who_stayed_silent_is_not_asked_again_and_then_the_bureau_hears_that_nobody_is_left(
    world, client_of, outbox
):
    make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    away = make_coordinator(world.municipality, "Bo Berg", "bo@pool.example")
    pool.pause(away.coordinator, clock.today() + timedelta(days=60), by=away.actor)
    referral = make_referral(world, waived=False, urgency="urgent")
    offers = open_round(world, referral, world.cor, world.noor)
    moment, page = offers[0].expires_at, f"/aanmeldingen/{referral.id}"
    for wave in range(2):
        with clock.at(moment):
            assert processes.lapse_offers(moment) == 2 - wave
            db.commit()
        moment += timedelta(days=1)
    assert [one.state for one in db.session.query(Offer)] == ["lapsed"] * 3
    assert [kind for kind, _ in outbox()].count("asked_dry") == 1
    client = client_of(world.petra)
    text = client.get(f"{page}/kandidaten").get_data(as_text=True)
    assert "Wat kan nu nog?" in text
    assert "zonder ‘staat op pauze’: 1" in text
    assert "Vraag de volgende" not in text
    assert text.count("gaf hier nog geen antwoord") == 3
    assert client.post(f"{page}/volgenden").status_code == 422
    assert "Er zijn nog mensen van de pool te vragen" not in client.get(f"{page}/beroepskracht").get_data(
        as_text=True
    )
    asked = {"chosen": [str(offers[0].coordinator_id)], "week_from": "2027-01-11", "week_until": "2027-02-08"}
    assert client.post(f"{page}/aanbod", data=asked).status_code == 303
    assert (
        db.session.query(Offer).filter(Offer.state == "open").one().coordinator_id == offers[0].coordinator_id
    )


def test_where_it_presses_and_everybody_says_no_the_next_are_asked_at_once(world, outbox):
    extra = make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    referral = make_referral(world, waived=False, urgency="urgent")
    cor, noor = open_round(world, referral, world.cor, world.noor)
    processes.decline_offer(cor, "busy", None, by=world.cor.actor)
    assert [one.state for one in db.session.query(Offer).order_by(Offer.id)] == ["no", "open"]
    processes.decline_offer(noor, None, None, by=world.noor.actor)
    asked = db.session.query(Offer).filter(Offer.state == "open").one()
    assert asked.coordinator_id == extra.coordinator.id
    assert ("offer", "amal@pool.example") in outbox()


def test_where_it_does_not_press_the_bureau_asks_the_next(world):
    make_coordinator(world.municipality, "Amal Azizi", "amal@pool.example")
    cor, noor = open_round(world, make_referral(world, waived=False), world.cor, world.noor)
    for offer, who in ((cor, world.cor), (noor, world.noor)):
        processes.decline_offer(offer, "busy", None, by=who.actor)
    assert db.session.query(Offer).filter(Offer.state == "open").count() == 0


def test_a_wider_wave_is_one_tap_of_the_bureau(world, client_of):
    for number in range(4):
        make_coordinator(world.municipality, f"V{number} Veen", f"v{number}@pool.example")
    referral = make_referral(world, waived=False)
    open_round(world, referral, world.cor, world.noor)
    client = client_of(world.petra)
    address = f"/aanmeldingen/{referral.id}"
    assert "Vraag de volgende 3" in client.get(f"{address}/kandidaten").get_data(as_text=True)
    assert client.post(f"{address}/volgenden").status_code == 303
    assert db.session.query(Offer).filter(Offer.state == "open").count() == 5


def test_who_has_more_questions_open_is_reminded_of_one_a_day(world, outbox):
    pool.change_limits(world.cor.coordinator, 3, 3, None, by=world.petra.actor)
    with clock.at(NOON):
        (first,) = open_round(world, make_referral(world, waived=False), world.cor)
        bos = make_referral(world, waived=False, focus=(Particulars("Bo", "Bos"),))
        (second,) = open_round(world, bos, world.cor)
        deliver_all()
        half = first.nudge_at
        with clock.at(half):
            assert ladder.nudge_due(half) == 1
            assert ladder.nudge_due(half + timedelta(minutes=5)) == 0
        tomorrow = second.expires_at - timedelta(hours=2)
        with clock.at(tomorrow):
            assert ladder.nudge_due(tomorrow) == 1
            assert ladder.nudge_due(tomorrow) == 0
    assert outbox() == [("offer_nudge", world.cor.account.email)] * 2
