"""A day fixed, moved, called off; who is told, and who is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from ekc import clock, processes
from ekc.agenda import coming, queries, service
from ekc.agenda.models import Taken
from ekc.agenda.rules import Plan
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.circle.queries import get_for
from ekc.db import db
from ekc.errors import BusyError, DomainError, TooLateError
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.web.formatting import clock_time, local_to_utc
from tests.agenda.trajects import Traject, a_plan, add, make_conference, make_traject, make_venue
from tests.world import World

OMA = "oma@post.example"


@pytest.fixture
def traject(world) -> Traject:
    return make_traject(world)


@pytest.fixture
def told(outbox):
    """`told()`: what was sent to the people of the kring since the last look; then it has left."""
    seen = set()

    def look() -> list[tuple[str, str]]:
        rows = db.session.query(Message).filter(Message.about_kind == "invitation").order_by(Message.id)
        new = [row for row in rows if row.id not in seen and row.state == "queued"]
        for row in new:
            seen.add(row.id)
            row.state, row.sent_at, row.attempts = "sent", clock.now(), 1
            if hasattr(row, "handed_over"):
                row.handed_over = True
        db.commit()
        return [(row.kind, row.address) for row in new]

    return look


def quarters(conference) -> dict[str, int]:
    rows = db.session.query(Taken).filter_by(conference_id=conference.id).all()
    return {kind: sum(row.kind == kind for row in rows) for kind in {row.kind for row in rows}}


def answers(traject: Traject) -> dict[str, str | None]:
    day = queries.planned_of(traject.referral)
    assert day is not None
    names = {member.person_id: name for name, member in traject.members.items()}
    return {names[row.guest.person_id]: row.audience for row in queries.asked(day)}


def logged(action: str) -> LogEntry:
    return db.session.query(LogEntry).filter_by(action=action).order_by(LogEntry.id.desc()).first()


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


def other_traject(world: World, lead) -> Traject:
    traject = make_traject(world, lead, surname="Bakker")
    add(traject, "Tante", lead.actor)
    return traject


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


def test_who_leaves_is_told_and_nobody_else(world, traject, told):
    add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
    make_conference(world, traject)
    told()
    coming.leave(traject.members["Nicht"], by=world.cor.actor)
    db.commit()
    assert told() == [("invitation_removed", "nicht@post.example")]
    assert set(answers(traject)) == {"Fam", "Oma", "Buur"}


def test_who_was_never_invited_leaves_in_silence(world, traject, told):
    make_conference(world, traject)
    told()
    nicht = add(traject, "Nicht", world.cor.actor, mail="nicht@post.example")
    coming.leave(nicht, by=world.cor.actor)
    assert told() == []


def test_after_the_day_leaving_tells_nobody(world, traject, told):
    conference = make_conference(world, traject)
    told()
    with clock.at(conference.ends_at):
        coming.leave(traject.members["Oma"], by=world.cor.actor)
    assert told() == []


def test_who_turns_out_to_come_for_work_is_asked_for_the_other_part(world, traject, told):
    conference = make_conference(world, traject)
    told()
    oma = traject.members["Oma"]
    _, person = get_for(world.cor.actor, oma.id)
    told_now = Particulars("Oma", mail=OMA)
    coming.change_member(oma, person, told_now, "professional", keep_contact=False, by=world.cor.actor)
    assert told() == [("invitation_removed", OMA)]
    coming.invite_spoken(conference, by=world.cor.actor)
    assert told() == [("invitation", OMA)]
    assert answers(traject)["Oma"] == "guests"


def test_a_corrected_address_gets_the_invitation(world, traject, told):
    make_conference(world, traject)
    told()
    oma = traject.members["Oma"]
    _, person = get_for(world.cor.actor, oma.id)
    right = Particulars("Oma", mail="omas@post.example")
    coming.change_member(oma, person, right, "family", keep_contact=False, by=world.cor.actor)
    assert ("invitation", "omas@post.example") in told()


def test_handing_back_calls_the_day_off(world, traject, told):
    conference = make_conference(world, traject)
    told()
    processes.hand_back(traject.referral, traject.assignment, "know_them", by=world.cor.actor)
    assert (conference.state, traject.referral.state) == ("cancelled", "matching")
    assert told() == [("invitation_cancelled", OMA)]


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
