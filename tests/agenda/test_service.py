"""Fixing a day: what happens, what is refused, who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from ekc.agenda import coming, queries, service
from ekc.agenda.models import Taken
from ekc.agenda.rules import Plan
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import BusyError, DomainError
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import Message
from ekc.web.formatting import clock_time, local_to_utc
from tests.agenda.looking import OMA, answers, logged, other_traject, quarters
from tests.agenda.trajects import a_plan, add, make_conference, make_traject, make_venue


def test_a_day_is_fixed_and_whoever_was_spoken_is_told(world, traject, told):
    add(traject, "Nicht", world.cor.actor, spoken=False, mail="nicht@post.example")
    conference = make_conference(world, traject)
    assert traject.referral.state == "planned"
    assert told() == [("invitation", OMA)]
    assert answers(traject) == {"Fam": "circle", "Oma": "circle", "Buur": "circle"}
    assert quarters(conference) == {"person": 12}
    assert logged("plan_conference").object_id == conference.id


def test_a_venue_of_the_list_is_taken_and_stands_in_the_invitation(world, traject):
    conference = make_conference(world, traject, venue_id=make_venue(world).id, place=None)
    (_, appointment) = queries.sessions(conference)["circle"]
    assert appointment.place == "De Kern, Kerkstraat 1, Hoogezand"
    assert quarters(conference) == {"person": 12, "venue": 12}
    assert queries.place_of(world.municipality.id, (appointment.owner_kind, appointment.owner_id)) == (
        "De Kern, Kerkstraat 1, Hoogezand"
    )


def test_a_home_address_stays_out_unless_it_may_be_told(world, traject):
    conference = make_conference(world, traject, place="Dorpsweg 3, Kolham", place_in_invitation=False)
    (_, appointment) = queries.sessions(conference)["circle"]
    assert appointment.place is None
    owner = (appointment.owner_kind, appointment.owner_id)
    assert queries.place_of(world.municipality.id, owner) == "Dorpsweg 3, Kolham"
    assert queries.place_of(world.municipality.id, ("offer", 1)) is None
    assert queries.place_of(world.municipality.id, ("session", 1)) is None
    texts = [row.body_text + (row.calendar or "") for row in db.session.query(Message)]
    assert not any("Dorpsweg" in text for text in texts)


def test_professionals_get_the_information_part_only(world, traject):
    add(traject, "Wil", world.cor.actor, "professional", mail="wil@zorg.example")
    conference = make_conference(world, traject, information_minutes=45)
    parts = queries.sessions(conference)
    (session, appointment) = parts["guests"]
    assert answers(traject)["Wil"] == "guests"
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=45)
    assert (session.starts_at, session.ends_at) == (appointment.starts_at, appointment.ends_at)
    assert appointment.uid != parts["circle"][1].uid
    asked = db.session.query(Invitation).filter_by(appointment_id=appointment.id).all()
    assert len(asked) == 1


def test_without_professionals_there_is_one_part(world, traject):
    assert set(queries.sessions(make_conference(world, traject))) == {"circle"}


def test_a_professional_spoken_later_makes_the_part_then(world, traject, told):
    conference = make_conference(world, traject)
    told()
    add(traject, "Wil", world.cor.actor, "professional", mail="wil@zorg.example")
    made = coming.invite_spoken(conference, by=world.cor.actor)
    assert len(made) == 1
    assert told() == [("invitation", "wil@zorg.example")]
    assert answers(traject)["Wil"] == "guests"


def test_who_is_spoken_later_is_invited_later_and_nobody_twice(world, traject, told):
    conference = make_conference(world, traject)
    told()
    assert coming.invite_spoken(conference, by=world.cor.actor) == []
    add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
    assert len(coming.invite_spoken(conference, by=world.petra.actor)) == 1
    assert told() == [("invitation", "nicht@post.example")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"safety_checked": False}, "veilig kan komen"),
        ({"place": None}, "plek"),
        ({"hours": 13}, "hooguit 12 uur"),
        ({"days": -31}, "al voorbij"),
    ],
)
def test_what_is_not_in_order_is_refused(world, traject, given, sentence):
    with pytest.raises(DomainError, match=sentence):
        make_conference(world, traject, **given)
    db.rollback()
    assert traject.referral.state == "preparation"
    assert db.session.query(Taken).count() == 0


def test_somebody_outside_the_household_is_spoken_first(world, traject):
    add(traject, "Kim", world.cor.actor, "household")
    add(traject, "Wil", world.cor.actor, "professional")
    add(traject, "Oma", world.cor.actor, spoken=False)
    with pytest.raises(DomainError, match="buiten het huishouden"):
        service.plan(traject.referral, a_plan(), by=world.cor.actor)


def test_before_the_first_contact_nothing_is_planned(world):
    traject = make_traject(world, spoken=False)
    add(traject, "Oma", world.cor.actor)
    with pytest.raises(DomainError, match="coördinator gevonden"):
        service.plan(traject.referral, a_plan(), by=world.cor.actor)


def test_a_second_day_for_the_same_traject_is_refused(world, traject):
    make_conference(world, traject)
    with pytest.raises(DomainError, match="gepland"):
        service.plan(traject.referral, a_plan(days=7), by=world.cor.actor)


def test_a_closed_venue_and_one_of_elsewhere_are_refused(world, traject):
    add(traject, "Oma", world.cor.actor)
    venue = make_venue(world)
    venue.closed = True
    db.commit()
    with pytest.raises(DomainError, match="niet meer te gebruiken"):
        service.plan(traject.referral, a_plan(venue_id=venue.id, place=None), by=world.cor.actor)
    db.rollback()
    with pytest.raises(DomainError):
        service.plan(traject.referral, a_plan(venue_id=1, place=None), by=world.cor.actor)


def test_a_coordinator_is_at_one_place_at_a_time(world, traject):
    make_conference(world, traject)
    other = other_traject(world, world.cor)
    with pytest.raises(BusyError, match="De coördinator heeft op dat uur") as refusal:
        service.plan(other.referral, a_plan(21, 0), by=world.cor.actor)
    assert "Jansen" not in str(refusal.value)
    db.rollback()
    service.plan(other.referral, a_plan(22, 30), by=world.cor.actor)


def test_a_room_is_used_by_one_at_a_time(world, traject):
    venue = make_venue(world)
    make_conference(world, traject, venue_id=venue.id, place=None)
    other = other_traject(world, world.noor)
    with pytest.raises(BusyError, match="De Kern is op dat uur al bezet"):
        service.plan(other.referral, a_plan(venue_id=venue.id, place=None), by=world.noor.actor)
    db.rollback()
    service.plan(other.referral, a_plan(), by=world.noor.actor)


def test_the_bureau_plans_moves_and_calls_off_for_the_coordinator(world, traject):
    add(traject, "Oma", world.cor.actor)
    conference = service.plan(traject.referral, a_plan(), by=world.petra.actor)
    service.move(conference, a_plan(days=1), by=world.petra.actor)
    service.cancel(conference, "no_room", by=world.petra.actor)
    for action in ("plan_conference", "move_conference", "cancel_conference"):
        line = logged(action)
        assert (line.actor_id, line.behalf_person_id) == (world.petra.account.id, world.cor.person.id)


def test_a_conference_over_the_night_of_autumn_keeps_its_wall_times(world, traject):
    add(traject, "Oma", world.cor.actor)
    starts = local_to_utc(date(2027, 10, 30), time(22))
    ends = local_to_utc(date(2027, 10, 31), time(4))
    conference = service.plan(
        traject.referral, Plan(starts, ends, place="bij oma", safety_checked=True), by=world.cor.actor
    )
    assert (clock_time(conference.starts_at), clock_time(conference.ends_at)) == ("22.00", "4.00")
    assert quarters(conference) == {"person": 28}


def test_the_title_tells_nothing(world, traject):
    make_conference(world, traject)
    assert {row.title for row in db.session.query(Appointment)} == {"Afspraak met Cor"}


def test_a_circle_removed_by_itself_needs_no_day(world, traject):
    circle.remove(add(traject, "Opa", world.cor.actor), by=world.cor.actor)
    assert queries.planned_of(traject.referral) is None


def test_a_new_place_is_on_the_list_of_its_own_municipality(world):
    venue = make_venue(world)
    assert [one.name for one in queries.places(world.cor.actor)[0]] == ["De Kern"]
    assert logged("add_venue").object_id == venue.id
    elsewhere = replace(world.cor.actor, municipality_id=1)
    assert queries.places(elsewhere) == ([], [], [])
