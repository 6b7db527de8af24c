"""Beside the days to propose: a calendar that could not be read, and a place that is open and free."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.timeslots import quarters
from ekc.calendars.models import CalendarLink
from ekc.db import db
from ekc.polls import queries
from tests.agenda.trajects import NOON, a_plan, add, make_room, make_traject, make_venue, noon
from tests.polls.stories import make_circle, make_poll
from tests.world import make_world

__all__ = ["noon"]


def link_calendar(world, **told: object) -> CalendarLink:
    """A calendar that Cor linked."""
    now = clock.now()
    values = {"address": "https://a.example/x.ics", "linked_at": now, "next_at": now, "tried_at": now, **told}
    made = CalendarLink(municipality_id=world.municipality.id, person_id=world.cor.person.id, **values)
    db.session.add(made)
    db.session.commit()
    return made


def test_a_calendar_that_could_not_be_read_is_told_where_days_are_proposed_and_chosen(world, client_of):
    traject = make_circle(world)
    cor, petra = client_of(world.cor), client_of(world.petra)
    begin = f"/trajecten/{traject.referral_id}/datumprikker"
    assert "niet lezen" not in cor.get(begin).text
    link_calendar(world, trouble="gone")
    assert 'href="/mijn-agenda#eigen-agenda">je eigen agenda</a> niet lezen' in cor.get(begin).text
    assert "eigen agenda van de coördinator niet lezen" in petra.get(begin).text
    poll = make_poll(world, traject)
    assert "je eigen agenda</a> niet lezen" in cor.get(f"/datumprikkers/{poll.id}").text


def test_a_calendar_that_was_read_today_says_nothing_and_after_a_day_it_does(world, client_of):
    poll = make_poll(world, make_circle(world), until=clock.today() + timedelta(days=10))
    link_calendar(world, read_at=clock.now(), busy="[]")
    cor, page = client_of(world.cor), f"/datumprikkers/{poll.id}"
    assert "niet lezen" not in cor.get(page).text
    with clock.at(clock.now() + timedelta(hours=25)):
        assert "niet lezen" in cor.get(page).text


@pytest.fixture
def each(chosen):
    """The cast in a database of each kind."""
    with clock.at(NOON):
        yield make_world()


def test_when_a_place_is_full_is_known_on_both_databases(each):
    venue = make_venue(each)
    room = make_room(each, venue)
    traject = make_traject(each)
    add(traject, "Oma", each.cor.actor)
    plan = a_plan(venue_id=venue.id, place=None, room_ids=(room.id,))
    window = (plan.starts - timedelta(days=1), plan.ends + timedelta(days=1))
    before = queries.beginning(traject.referral, venue.id, *window)
    assert (before.venue, before.lead, before.full) == ("De Kern", each.cor.person.id, [])
    agenda.plan(traject.referral, plan, by=each.cor.actor)
    db.commit()
    there = queries.beginning(traject.referral, venue.id, *window)
    assert sorted(first for first, _ in there.full) == list(quarters(plan.starts, plan.ends))
    for unknown in (0, venue.id + 1, (1 << 63) - 1):
        found = queries.beginning(traject.referral, unknown, *window)
        assert (found.venue, found.hours, found.full) == (None, None, [])
