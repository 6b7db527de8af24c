"""A volunteer without mail and without a mobile number: the bureau calls, and nothing stays unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock
from ekc.accounts.actor import system
from ekc.audit.models import LogEntry
from ekc.calls import queries, service
from ekc.db import db
from ekc.notifications import calling, catalogue
from ekc.notifications.kinds import Audience
from ekc.notifications.models import Message
from ekc.notifications.rendering import spoken
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.pool import conduct, reminders
from ekc.pool import service as pool
from ekc.pool.models import Coordinator
from ekc.web.formatting import day
from tests.both import at_once

TO_HER = (Audience.POOL, Audience.WATCH)
IN_HER_CALENDAR = {"organiser_on", "organiser_off"}  # a copy of an appointment that she made or gave away
AT_ONCE = {
    "signal_worry",
    "signal_incident",
    "signal_alarm",
    "safety_over",
    "tonight_alarm",
}  # the bureau too
ASKED_FOR = {"care_link", "check_nudge"}  # she asked for it on a page, which says so
ONCE_MORE = {"offer_nudge"}  # who is called hears it once
ON_THE_LIST_OF_THANKS = {"thanks", "onward"}
HERS_TO_CALL = {"first_call_reminder", "follow_up_reminder"}  # the bureau's list has that family itself
ON_HER_OWN_PAGE = {"visit_reminder"}  # she made that appointment


@pytest.fixture
def bob(world):
    """Noor, whom no message reaches."""
    person = people.one(world.municipality.id, world.noor.person.id)
    people_service.set_reach(person, "+31598654321", None)
    db.commit()
    return db.session.query(Coordinator).filter_by(person_id=person.id).one()


def runs_out(her, until) -> None:
    her = db.session.get_one(Coordinator, her.id)
    pool.set_papers(her, replace(pool.papers_of(her), vog_until=until), by=system(her.municipality_id, "c"))
    reminders.remind(clock.now(), quiet=False)
    db.commit()


def asked(somebody) -> list[str]:
    return [
        one.call.ask for one in queries.today(somebody.actor, clock.now()).lines if one.call.kind == "tell"
    ]


def text(client, path="/bellen") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def test_a_vog_that_runs_out_is_told_by_telephone(world, bob, client_of):
    until = clock.today() + timedelta(days=25)
    runs_out(bob, until)
    page = text(client_of(world.petra))
    assert f"Vertel: je VOG loopt af op {day(until)}. Vraag of een nieuwe al onderweg is." in page
    assert 'href="tel:+31598654321"' in page
    assert f'href="/pool/{bob.id}"' in page
    assert "je VOG loopt af" not in text(client_of(world.cor))
    assert "1 telefoontje" in text(client_of(world.petra), "/")


@pytest.mark.parametrize(("tap", "left"), [("told", 0), ("tomorrow", 0), ("not_reached", 0)])
def test_a_tap_says_what_became_of_it(world, bob, client_of, tap, left):
    runs_out(bob, clock.today() + timedelta(days=25))
    row = db.session.query(Message).filter_by(state="to_call").one()
    petra, address = client_of(world.petra), f"/bellen/bericht/{row.id}"
    assert client_of(world.cor).post(address, data={"tap": tap}).status_code == 404
    assert petra.post(address, data={"tap": "shout"}).status_code == 422
    assert petra.post(address, data={"tap": tap}).status_code == 303
    assert len(asked(world.petra)) == left
    assert ("Later" in text(petra)) is (tap != "told")
    if tap == "told":
        again = petra.post(address, data={"tap": tap})
        assert again.status_code == 409
        assert "net al verteld" in again.get_data(as_text=True)
    elif tap == "not_reached":
        with clock.at(clock.now() + timedelta(days=2)):
            assert "1 keer niet bereikt" in text(petra)
    assert db.session.query(LogEntry).filter_by(action="tell_message", reason=tap).count() == 1
    reminders.remind(clock.now(), quiet=False)
    assert db.session.query(Message).filter_by(kind="vog_month").count() == 1


def test_what_is_in_order_by_then_need_not_be_told(world, bob):
    runs_out(bob, clock.today() - timedelta(days=2))
    conduct.publish("Wees aardig.", clock.today(), by=world.petra.actor)
    assert ["verlopen" in one for one in asked(world.petra)] == [True, False]
    runs_out(bob, clock.today() + timedelta(days=900))
    conduct.agree(
        db.session.get_one(Coordinator, bob.id),
        conduct.newest(bob.municipality_id).version,
        by=world.petra.actor,
    )
    assert asked(world.petra) == []


def test_two_who_tell_it_at_the_same_moment_told_it_once(world, bob):

    runs_out(bob, clock.today() + timedelta(days=25))
    found = db.session.query(Message).filter_by(state="to_call").one().id
    here, petra = world.municipality.id, world.petra.actor

    def tell() -> None:
        service.tell(calling.get_for(here, found), "told", by=petra)

    assert at_once([tell, tell]) == ["done", calling.ALREADY]


@pytest.mark.parametrize(
    "kind",
    [one for one in catalogue.ALL if one.audience in TO_HER],
    ids=lambda kind: kind.code,
)
def test_whatever_a_volunteer_hears_can_be_said(kind):
    otherwise = IN_HER_CALENDAR | AT_ONCE | ASKED_FOR | ONCE_MORE | ON_THE_LIST_OF_THANKS
    otherwise |= HERS_TO_CALL | ON_HER_OWN_PAGE
    if kind.code not in otherwise:
        assert spoken(kind.code, kind.sample()).subject.startswith(("Vertel", "Vraag", "Stel"))
