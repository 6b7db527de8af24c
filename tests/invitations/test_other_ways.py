"""Who has no mail address, but a mobile phone, gets all about an appointment there, and no calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ekc import clock
from ekc import settings as setting
from ekc.calls import otherwise
from ekc.db import db
from ekc.invitations import service, truth
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications import outbox
from ekc.notifications.delivery import Postman, deliver, worker_name
from ekc.notifications.models import Message
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from tests.invitations.asking import answers_of, leave, logged, make_appointment
from tests.notifications.provider import provider
from tests.world import make_person

MOBILE = "+31611112222"

pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def texts(day, world):
    """A provider of text messages that this installation uses."""
    with provider() as there:
        setting.use(replace(setting.current(), sms_url=there.url(), sms_token="t"))
        yield there


def text(there) -> list[str]:
    """Let every text leave that may; the words of all that ever came."""
    db.commit()
    chosen = setting.current()
    deliver(Postman(worker_name(), open_texts(chosen), chosen, Way.SMS))
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
    assert truth.untrue(world.municipality.id, [appointment.id]) == set()
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


class TestOtherwise:
    def asked(self, world, **told: object) -> Invitation:
        """Somebody with a mail address that refuses everything, asked and refused."""
        guest = make_person(world.municipality, "Fam", mail="fam@post.example", **told)
        (invitation,) = service.invite(make_appointment(world), [guest], by=world.cor.actor)
        row = db.session.scalars(select(Message)).one()
        row.state, row.trouble = "failed", "refused_550"
        db.commit()
        return invitation

    def message(self) -> Message:
        """The only message, as it stands now."""
        db.session.expire_all()
        return db.session.scalars(select(Message)).one()

    def test_a_mail_that_did_not_get_there_goes_as_a_text_and_the_end_of_it_too(self, world, texts):
        invitation = self.asked(world, phone=MOBILE)
        assert otherwise.send_otherwise(clock.now()) == 1
        assert len(text(texts)) == 1
        row = self.message()
        assert (row.way, row.gave_way, row.state, row.calendar) == ("sms", "mail", "sent", None)
        assert logged("send_otherwise") != []
        appointment = db.session.get_one(Appointment, invitation.appointment_id)
        service.cancel(appointment, by=world.cor.actor)
        kinds = [one.kind for one in db.session.scalars(select(Message).order_by(Message.id))]
        assert kinds == ["invitation", "invitation_cancelled"]

    @pytest.mark.parametrize(("phones", "texted"), [((MOBILE, "+31622223333"), 2), ((MOBILE, MOBILE), 1)])
    def test_two_of_one_mailbox_each_read_it_on_their_own_phone(self, world, texts, phones, texted):
        couple = [
            make_person(world.municipality, name, mail="samen@post.example", phone=phone)
            for name, phone in zip(("Piet", "Mies"), phones, strict=True)
        ]
        service.invite(make_appointment(world), couple, by=world.cor.actor)
        db.session.execute(update(Message).values(state="failed", trouble="refused_550"))
        db.commit()
        assert otherwise.send_otherwise(clock.now()) == 2
        assert len(text(texts)) == texted
        assert [row.state for row in db.session.scalars(select(Message))] == ["sent", "sent"]

    def test_a_bounce_of_the_mail_that_comes_after_the_text_changes_nothing(self, world, texts):
        self.asked(world, phone=MOBILE)
        otherwise.send_otherwise(clock.now())
        text(texts)
        assert not outbox.came_back(self.message().id)
        assert self.message().state == "sent"

    @pytest.mark.parametrize(
        "told",
        [{}, {"phone": "+31598123456"}, {"phone": MOBILE, "shared_phone": True}],
    )
    def test_who_has_no_other_way_is_looked_at_once_and_stays_on_the_call_list(self, world, texts, told):
        self.asked(world, **told)
        for _ in range(2):
            assert otherwise.send_otherwise(clock.now()) == 0
        assert (self.message().state, self.message().gave_way) == ("failed", "mail")
        assert text(texts) == []

    def test_a_text_that_fails_too_is_not_tried_as_mail_again(self, world, texts):
        self.asked(world, phone=MOBILE)
        texts.statuses = [400]
        otherwise.send_otherwise(clock.now())
        text(texts)
        assert otherwise.send_otherwise(clock.now()) == 0
        assert (self.message().state, self.message().way) == ("failed", "sms")

    def test_who_has_paper_only_gets_a_letter_where_it_comes_in_time(self, world):
        self.asked(world, post="Dorpsstraat 1\n9611 AB Sappemeer")
        assert otherwise.send_otherwise(clock.now()) == 1
        row = self.message()
        assert (row.way, row.state) == ("letter", "to_print")
        assert row.address == "Fam Jansen\nDorpsstraat 1\n9611 AB Sappemeer"

    def test_two_workers_send_it_once(self, world):
        self.asked(world, phone=MOBILE)
        seen = self.message()
        assert outbox.send_otherwise(seen, MOBILE)
        assert not outbox.send_otherwise(seen, MOBILE)

    def test_what_is_past_already_goes_nowhere(self, world):
        self.asked(world, phone=MOBILE)
        assert otherwise.send_otherwise(clock.now() + timedelta(days=400)) == 0
