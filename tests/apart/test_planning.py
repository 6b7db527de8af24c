"""Fixing a day on which two would meet who must not: what it demands, and what each of them reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ekc import processes
from ekc.agenda import coming, venues
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference, ConferenceRoom, OwnPart
from ekc.agenda.rules import Own
from ekc.apart import service
from ekc.apart.models import Regardless
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import service as invitations
from ekc.notifications.models import Message
from ekc.people.models import Person
from tests.agenda.trajects import a_plan, add, make_room, make_traject, make_venue
from tests.apart.pairs import keep, make_pair
from tests.apart.planning import NOT_SO, fix, how, invitation, letters, who


def refused(world, traject, sentence=NOT_SO, **given: object):
    with pytest.raises(DomainError, match=sentence):
        fix(world, traject, **given)
    db.rollback()
    assert db.session.query(Conference).count() == 0
    assert db.session.query(Message).filter(Message.kind == "invitation").count() == 0


def hours(traject, plan=None, gap=30):
    """Oma in the first hour, Henk so many minutes after that until the end."""
    plan = plan or a_plan()
    left = plan.starts + timedelta(hours=1)
    return (
        Own(who(traject, "Oma"), plan.starts, left),
        Own(who(traject, "Henk"), left + timedelta(minutes=gap), plan.ends),
    )


def logged(action):
    return [row.reason for row in db.session.query(LogEntry).filter_by(action=action)]


def test_a_day_on_which_they_meet_is_not_fixed(world, traject):
    refused(world, traject)


def test_one_after_the_other_and_each_reads_their_own_hours_only(world, traject):
    made = fix(world, traject, own=hours(traject))
    assert how(made) == ["hours"]
    told = letters()
    oma, henk = told["oma@post.example"], told["henk@post.example"]
    assert "19.30 – 20.30" in oma
    assert "DTEND;TZID=Europe/Amsterdam:20261120T203000" in oma
    assert "21.00 – 22.30" in henk
    assert "DTSTART;TZID=Europe/Amsterdam:20261120T210000" in henk
    for words in ("21.00", "22.30", "T210000", "T223000", "Henk"):
        assert words not in oma
    for words in ("19.30", "20.30", "T193000", "T203000", "Oma"):
        assert words not in henk


def test_meeting_at_the_door_is_meeting_too(world, traject):
    refused(world, traject, own=hours(traject, gap=14))
    assert how(fix(world, traject, own=hours(traject, gap=15))) == ["hours"]


def test_hours_of_their_own_lie_within_the_day(world, traject):
    plan = a_plan()
    early = (Own(who(traject, "Oma"), plan.starts - timedelta(hours=1), plan.starts),)
    refused(world, traject, "valt buiten de bijeenkomst", own=early)
    turned = (Own(who(traject, "Oma"), plan.ends, plan.starts),)
    refused(world, traject, "eindigt na het begin", own=turned)


def test_two_rooms_of_the_place_and_each_reads_their_own(world, traject):
    venue = make_venue(world)
    big, small, third = (make_room(world, venue, name) for name in ("zaal", "tuinkamer", "zolder"))
    place = {"venue_id": venue.id, "place": None, "room_ids": (big.id, small.id)}
    oma, henk = who(traject, "Oma"), who(traject, "Henk")
    refused(world, traject, own=(Own(oma, room_id=big.id),), **place)
    refused(world, traject, own=(Own(oma, room_id=big.id), Own(henk, room_id=big.id)), **place)
    strange = (Own(oma, room_id=big.id), Own(henk, room_id=third.id))
    refused(world, traject, "is een ruimte van de locatie van deze dag", own=strange, **place)
    made = fix(world, traject, own=(Own(oma, room_id=big.id), Own(henk, room_id=small.id)), **place)
    assert how(made) == ["rooms"]
    told = letters()
    assert "De Kern (zaal)" in told["oma@post.example"]
    assert "tuinkamer" not in told["oma@post.example"]
    assert "De Kern (tuinkamer)" in told["henk@post.example"]
    assert "zaal" not in told["henk@post.example"]


def test_a_room_that_is_lost_brings_it_back(world, traject):
    venue = make_venue(world)
    rooms = [make_room(world, venue, name) for name in ("zaal", "tuinkamer")]
    own = tuple(
        Own(who(traject, name), room_id=room.id) for name, room in zip(("Oma", "Henk"), rooms, strict=True)
    )
    made = fix(world, traject, venue_id=venue.id, place=None, own=own)
    assert how(made) == ["rooms"]
    venues.change_room(rooms[1], "tuinkamer", 4, alone=False, closed=True, by=world.petra.actor)
    assert how(made) == [None]


def test_a_room_that_another_day_has_is_not_of_this_one(world, traject):
    venue = make_venue(world)
    big, small = (make_room(world, venue, name) for name in ("zaal", "tuinkamer"))
    place = {"venue_id": venue.id, "place": None, "room_ids": (big.id, small.id)}
    own = (Own(who(traject, "Oma"), room_id=big.id), Own(who(traject, "Henk"), room_id=small.id))
    made = fix(world, traject, own=own, **place)
    other = make_traject(world, world.noor, surname="Bos")
    add(other, "Zus", world.noor.actor)
    agenda.plan(other.referral, a_plan(days=1, **place), by=world.noor.actor)
    db.session.query(ConferenceRoom).filter_by(conference_id=made.id, room_id=small.id).delete()
    assert how(made) == [None]


def test_somebody_added_later_is_not_invited_before_it_is_arranged(world, traject):
    add(traject, "Bas", world.cor.actor, spoken=False, mail="bas@post.example")
    keep(world, traject, "Oma", "Bas", why="room")
    made = fix(world, traject, own=hours(traject))
    circle.spoken(traject.members["Bas"], by=world.cor.actor)
    db.commit()
    with pytest.raises(DomainError, match="Oma en Bas mogen niet tegelijk"):
        coming.invite_spoken(made, by=world.cor.actor)
    db.rollback()
    day = agenda_queries.planned_of(traject.referral)
    late = hours(traject)[1]
    agenda.arrange_apart(
        day, (*hours(traject), Own(who(traject, "Bas"), late.starts, late.ends)), by=world.cor.actor
    )
    coming.invite_spoken(made, by=world.cor.actor)
    db.commit()
    assert how(made) == ["hours", "hours"]
    assert "21.00 – 22.30" in letters()["bas@post.example"]


def test_arranging_it_later_tells_only_whose_hours_change(world, traject):
    made = fix(world, traject, own=hours(traject))
    db.session.query(Message).update({"state": "sent"})
    before = db.session.query(Message).count()
    own = (hours(traject)[0], Own(who(traject, "Henk"), hours(traject, gap=60)[1].starts, a_plan().ends))
    invitations.answer(invitation(made, traject, "Oma"), "yes", "link", by=world.cor.actor)
    invitations.answer(invitation(made, traject, "Henk"), "yes", "link", by=world.cor.actor)
    agenda.arrange_apart(agenda_queries.planned_of(traject.referral), own, by=world.cor.actor)
    db.commit()
    (new,) = db.session.query(Message).order_by(Message.id).offset(before)
    assert (new.address, new.kind) == ("henk@post.example", "invitation_moved")
    assert "21.30 – 22.30" in new.body_text
    assert "21.00 – 22.30" in new.body_text
    assert "SEQUENCE:1" in new.calendar
    assert invitation(made, traject, "Oma").answer == "yes"
    assert invitation(made, traject, "Henk").answer is None
    assert logged("arrange_apart") == [None]


def test_a_move_asks_again_and_keeps_everybody_to_their_own_hours(world, traject):
    made = fix(world, traject, own=hours(traject))
    db.session.query(Message).update({"state": "sent"})
    db.commit()
    later = a_plan(days=7)
    with pytest.raises(DomainError, match=NOT_SO):
        agenda.move(made, later, by=world.cor.actor)
    db.rollback()
    made = db.session.get_one(Conference, made.id)
    agenda.move(made, a_plan(days=7, own=hours(traject, later)), by=world.cor.actor)
    db.commit()
    assert how(made) == ["hours"]
    oma = letters()["oma@post.example"]
    assert "27 november 2026, 19.30 – 20.30" in oma
    assert "20 november 2026, 19.30 – 20.30" in oma
    assert "21.00" not in oma
    assert "22.30" not in oma


def test_only_somebody_else_may_decide_that_they_meet(world, pair):
    traject, kept = pair
    with pytest.raises(DomainError, match="een ander dan wie het organiseert"):
        service.allow(traject.referral, kept, "guarded", by=world.cor.actor)
    with pytest.raises(DomainError, match="Kies waarom"):
        service.allow(traject.referral, kept, "zomaar", by=world.petra.actor)
    processes.let_meet(traject.referral, kept, "guarded", by=world.petra.actor)
    db.commit()
    with pytest.raises(DomainError, match=NOT_SO):  # Petra fixes it herself, for Cor who phoned
        processes.fix_day(traject.referral, a_plan(), by=world.petra.actor)
    db.rollback()
    made = fix(world, traject)
    assert how(made) == ["regardless"]
    assert logged("meet_regardless") == ["guarded"]


def test_the_achterwacht_decides_through_the_bureau(world, pair):
    traject, kept = pair
    processes.let_meet(traject.referral, kept, "both_ask", achterwacht=True, by=world.petra.actor)
    db.commit()
    (line,) = db.session.query(LogEntry).filter_by(action="meet_regardless")
    assert line.behalf_person_id == traject.referral.backstop_person_id
    assert db.session.get_one(Person, db.session.query(Regardless).one().person_id).given_name == "Bob"


def test_what_was_decided_counts_for_one_day(world, pair):
    traject, kept = pair
    processes.let_meet(traject.referral, kept, "guarded", by=world.petra.actor)
    made = fix(world, traject)
    agenda.cancel(made, "no_room", by=world.cor.actor)
    db.commit()
    with pytest.raises(DomainError, match=NOT_SO):
        fix(world, traject, days=7)


def test_an_order_that_ended_before_the_day_asks_nothing(world, traject):
    other = make_traject(world, surname="Pot")
    _, kept = make_pair(world, other, until=date(2026, 11, 19))
    assert how(fix(world, other)) == []
    kept.until = date(2026, 11, 20)
    db.commit()
    assert how(db.session.query(Conference).filter_by(referral_id=other.referral_id).one()) == [None]


def test_nobody_is_planned_before_somebody_said_who_is_meant(world):
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    add(traject, "Henk", world.cor.actor)
    fam = next(iter(traject.members.values()))
    kept = service.keep(
        traject.referral,
        fam.person_id,
        None,
        "Henk, haar ex",
        "ordered",
        heard_from="Fam",
        by=world.sanne.actor,
    )
    db.commit()
    refused(world, traject, "Fam en Henk, haar ex: zij mogen elkaar niet ontmoeten. Zeg eerst wie dat is")
    service.name_other(traject.referral, db.session.merge(kept), who(traject, "Henk"), by=world.cor.actor)
    db.commit()
    refused(world, traject, "mogen niet tegelijk in één ruimte zijn")


def test_a_stranger_to_the_kring_has_no_part_in_it(world, traject):
    with pytest.raises(DomainError):
        fix(world, traject, own=(Own(world.noor.person.id, remote=True),))
    db.rollback()
    assert db.session.query(OwnPart).count() == 0
