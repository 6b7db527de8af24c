"""A day that is moved or called off: who hears it, and what is free again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.agenda import coming, queries, service
from ekc.db import db
from ekc.errors import BusyError, DomainError, TooLateError
from tests.agenda.looking import OMA, logged, other_traject, quarters
from tests.agenda.trajects import a_plan, add, make_conference, make_venue


def test_a_move_frees_the_old_hours_and_asks_everyone_again(world, traject, told):
    venue = make_venue(world)
    conference = make_conference(world, traject, venue_id=venue.id, place=None)
    told()
    uid = queries.sessions(conference)["circle"][1].uid
    service.move(conference, a_plan(20, 0, venue_id=venue.id, place=None), by=world.cor.actor)
    (session, appointment) = queries.sessions(conference)["circle"]
    assert (appointment.uid, appointment.sequence) == (uid, 1)
    assert session.starts_at == appointment.starts_at == conference.starts_at
    assert told() == [("invitation_moved", OMA)]
    assert quarters(conference) == {"person": 12, "venue": 12}
    other = other_traject(world, world.noor)
    hour = a_plan(19, 30, hours=0.5, venue_id=venue.id, place=None)
    service.plan(other.referral, hour, by=world.noor.actor)


def test_a_move_to_where_nothing_changed_tells_nobody(world, traject, told):
    conference = make_conference(world, traject)
    told()
    service.move(conference, a_plan(), by=world.cor.actor)
    assert told() == []


def test_a_move_from_one_home_to_another_is_told_without_the_address(world, traject, told):
    conference = make_conference(world, traject, place="Dorpsweg 3", place_in_invitation=False)
    told()
    service.move(conference, a_plan(place="Laan 9", place_in_invitation=False), by=world.cor.actor)
    assert told() == [("invitation_moved", OMA)]
    assert queries.sessions(conference)["circle"][1].place is None


def test_professionals_move_along(world, traject):
    add(traject, "Wil", world.cor.actor, "professional", mail="wil@zorg.example")
    conference = make_conference(world, traject)
    service.move(conference, a_plan(days=1, information_minutes=30), by=world.cor.actor)
    appointment = queries.sessions(conference)["guests"][1]
    assert appointment.starts_at == conference.starts_at
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=30)


def test_a_move_into_taken_hours_changes_nothing(world, traject, told):
    make_conference(world, traject)
    other = other_traject(world, world.cor)
    conference = service.plan(other.referral, a_plan(days=1), by=world.cor.actor)
    db.commit()
    with pytest.raises(BusyError):
        service.move(conference, a_plan(), by=world.cor.actor)
    db.rollback()
    assert conference.starts_at == a_plan(days=1).starts
    assert quarters(conference) == {"person": 12}


@pytest.mark.parametrize("given", [{"place": None}, {"hours": 0.25}, {"days": -40}])
def test_a_move_says_when_and_where_too(world, traject, given):
    conference = make_conference(world, traject)
    with pytest.raises(DomainError):
        service.move(conference, a_plan(**given), by=world.cor.actor)


def test_a_closed_venue_may_be_kept_when_only_the_hour_moves(world, traject):
    venue = make_venue(world)
    conference = make_conference(world, traject, venue_id=venue.id, place=None)
    venue.closed = True
    db.commit()
    service.move(conference, a_plan(20, 0, venue_id=venue.id, place=None), by=world.cor.actor)
    assert conference.starts_at == a_plan(20, 0).starts


def test_a_day_called_off_is_told_and_its_hours_are_free(world, traject, told):
    conference = make_conference(world, traject)
    told()
    service.cancel(conference, "no_room", by=world.cor.actor)
    assert traject.referral.state == "preparation"
    assert (conference.state, conference.cancel_reason) == ("cancelled", "no_room")
    assert told() == [("invitation_cancelled", OMA)]
    assert quarters(conference) == {}
    assert logged("cancel_conference").reason == "no_room"


def test_a_day_is_called_off_once_and_for_a_reason_of_the_list(world, traject):
    conference = make_conference(world, traject)
    with pytest.raises(DomainError, match="reden uit de lijst"):
        service.cancel(conference, "rain", by=world.cor.actor)
    service.cancel(conference, "no_room", by=world.cor.actor)
    with pytest.raises(TooLateError):
        service.cancel(conference, "no_room", by=world.cor.actor)


def test_planning_again_makes_a_new_appointment(world, traject, told):
    first = make_conference(world, traject)
    told()
    service.cancel(first, "no_room", by=world.cor.actor)
    told()
    second = make_conference(world, traject)
    old, new = (queries.sessions(one)["circle"][1] for one in (first, second))
    assert old.uid != new.uid
    assert new.sequence == 0
    assert told() == [("invitation", OMA)]


def test_once_it_has_begun_it_is_not_moved_called_off_or_asked_for(world, traject):
    conference = make_conference(world, traject)
    with clock.at(conference.starts_at):
        for verb in (
            lambda: service.move(conference, a_plan(days=1), by=world.cor.actor),
            lambda: service.cancel(conference, "no_room", by=world.cor.actor),
            lambda: coming.invite_spoken(conference, by=world.cor.actor),
        ):
            with pytest.raises(TooLateError, match="al begonnen"):
                verb()
