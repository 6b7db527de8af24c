"""Who leaves the kring, or turns out otherwise, while a day stands."""

from __future__ import annotations

from ekc import clock, processes
from ekc.agenda import coming
from ekc.circle.queries import get_for
from ekc.db import db
from ekc.people.service import Particulars
from tests.agenda.looking import OMA, answers
from tests.agenda.trajects import add, make_conference


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
