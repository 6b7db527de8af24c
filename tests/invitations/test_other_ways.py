"""Who has no mail address, but a mobile phone, gets all about an appointment there, and no calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import settings as setting
from ekc.db import db
from ekc.invitations import service, truth
from ekc.notifications.delivery import Postman, deliver, worker_name
from ekc.notifications.models import Message
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from tests.invitations.asking import answers_of, leave, make_appointment
from tests.notifications.provider import provider
from tests.world import make_person

MOBILE = "+31611112222"


@pytest.fixture
def texts(world):
    """A provider of text messages that this installation uses."""
    with provider() as there:
        setting.use(replace(setting.current(), sms_url=there.url(), sms_token="t"))
        yield there


def text(there) -> list[str]:
    """Let every text leave that may; the words of all that ever came."""
    db.commit()
    chosen = setting.current()
    deliver(Postman(worker_name(), open_texts(chosen.sms_url, chosen.sms_token), chosen, Way.SMS))
    return [words for _, words in there.texts]


def test_an_invitation_a_move_and_the_end_come_as_texts_with_the_link_and_without_a_calendar(world, texts):
    appointment = make_appointment(world)
    guest = make_person(world.municipality, "Fam", phone=MOBILE)
    (invitation,) = service.invite(appointment, [guest], by=world.cor.actor)
    assert len(text(texts)) == 1
    assert leave() == []
    start = appointment.starts_at + timedelta(days=1)
    service.move(appointment, start, start + timedelta(hours=2), appointment.place, by=world.cor.actor)
    service.cancel(appointment, by=world.cor.actor)
    said = text(texts)
    assert "/k/" in said[0]
    assert [row.kind for row in db.session.scalars(select(Message).order_by(Message.id))] == [
        "invitation",
        "invitation_moved",
        "invitation_cancelled",
    ]
    assert answers_of([invitation]) == [None]
    assert truth.untrue(world.municipality.id, [appointment.id]) == 0
    assert all(row.calendar is None for row in db.session.scalars(select(Message)))


def test_who_has_both_gets_the_mail_alone(world, texts):
    appointment = make_appointment(world)
    guest = make_person(world.municipality, "Fam", phone=MOBILE, mail="fam@post.example")
    service.invite(appointment, [guest], by=world.cor.actor)
    assert text(texts) == []
    assert [copy.mail["To"] for copy in leave()] == ["fam@post.example"]


@pytest.mark.parametrize(
    "told",
    [
        {"phone": "+31598123456"},
        {"phone": MOBILE, "prefers": "call"},
        {"phone": MOBILE, "shared_phone": True},
        {"phone": "+31676543210"},
        {},
    ],
)
def test_who_has_only_a_landline_shares_the_telephone_or_wants_to_be_called_gets_no_text(world, texts, told):
    appointment = make_appointment(world)
    guest = make_person(world.municipality, "Fam", **told)
    (invitation,) = service.invite(appointment, [guest], by=world.cor.actor)
    assert text(texts) == []
    assert invitation.address_key is None


def test_where_no_texts_can_be_sent_a_mobile_number_is_called(world):
    appointment = make_appointment(world)
    (invitation,) = service.invite(
        appointment, [make_person(world.municipality, "Fam", phone=MOBILE)], by=world.cor.actor
    )
    assert invitation.address_key is None
