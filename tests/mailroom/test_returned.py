"""What came back: the message is marked and somebody calls; a forged report changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db
from ekc.invitations import incoming, service
from ekc.invitations.guests import of_appointments
from ekc.notifications.models import Message
from tests.invitations.asking import LATER, NOW, PLACE, answers, leave, logged, make_appointment, make_guests
from tests.mailroom.coming_back import report

pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def asked(day, world):
    """Anna and Bram were asked, and their invitations left; it is an hour later."""
    appointment = make_appointment(world)
    invitations = service.invite(appointment, make_guests(world, "Anna", "Bram"), by=world.cor.actor)
    leave()
    with clock.at(NOW + timedelta(hours=1)):
        yield appointment, *invitations


def sent_to(invitation):
    """The message that left to somebody."""
    return db.session.scalars(select(Message).where(Message.about_id == invitation.id)).first()


def states():
    """(state, trouble) of each message, as it stands in the database."""
    db.session.expire_all()
    return [(row.state, row.trouble) for row in db.session.scalars(select(Message).order_by(Message.id))]


def post(appointment):
    """How the post of each guest went, as the coordinator sees it."""
    board = of_appointments(appointment.municipality_id, [appointment.id])
    return [guest.post for guest in board]


def test_what_came_back_is_not_there_and_the_coordinator_sees_with_whom(asked):
    appointment, anna, _ = asked
    mail = incoming.take_mail(report(sent_to(anna)))
    assert (mail.outcome, mail.waits, mail.about_id) == ("bounced", False, anna.id)
    assert states() == [("failed", "bounced"), ("sent", None)]
    assert post(appointment) == ["failed", "left"]
    (line,) = logged("message_came_back")
    assert (line.object_kind, line.object_id, line.reason) == ("message", sent_to(anna).id, None)


def test_the_same_report_again_changes_nothing_more(asked):
    anna = asked[1]
    incoming.take_mail(report(sent_to(anna)))
    assert incoming.take_mail(report(sent_to(anna)) + b"\n").outcome == "automatic"
    assert len(logged("message_came_back")) == 1


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_a_server_that_still_tries_or_did_it_is_no_return(asked, action):
    assert incoming.take_mail(report(sent_to(asked[1]), action=action)).outcome == "automatic"
    assert states() == [("sent", None)] * 2


def test_a_report_about_another_address_than_ours_went_to_waits_for_a_person(asked):
    mail = incoming.take_mail(report(sent_to(asked[1]), to="bram@post.example"))
    assert (mail.outcome, mail.waits) == ("undelivered", True)
    assert states() == [("sent", None)] * 2


def test_a_report_about_a_message_that_we_never_sent_is_nothing(asked):
    mail = incoming.take_mail(report(sent_to(asked[1]), named="<abc123@localhost>"))
    assert (mail.outcome, mail.waits) == ("automatic", False)
    assert states() == [("sent", None)] * 2


def test_a_report_about_what_did_not_leave_yet_is_nothing(asked, world):
    appointment, anna, _ = asked
    service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    queued = db.session.scalars(
        select(Message).where(Message.state == "queued", Message.about_id == anna.id)
    ).one()
    assert incoming.take_mail(report(queued)).outcome == "automatic"
    assert queued.state == "queued"


def test_who_never_got_it_is_asked_as_for_the_first_time_after_a_move(asked, world, outbox):
    appointment, anna, _ = asked
    incoming.take_mail(report(sent_to(anna)))
    service.move(appointment, LATER, LATER + timedelta(hours=2), PLACE, by=world.cor.actor)
    assert outbox() == [("invitation", "anna@post.example"), ("invitation_moved", "bram@post.example")]
    assert answers() == []
