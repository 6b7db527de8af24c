"""Two at the same moment, on both databases: one version each, and an end for whom it began."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import service
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.notifications.transport import open_transport
from ekc.settings import Settings
from tests.invitations.asking import PLACE, STARTS, make_appointment, make_guests
from tests.world import World

pytestmark = pytest.mark.proof
NAMES = ("Anna", "Bram", "Carla", "Dirk", "Els")


def at_once(*tasks: Callable[[], object]) -> list[BaseException | None]:
    """Run all of them at the same moment, each in a session of its own; gives what each raised."""
    line = threading.Barrier(len(tasks))
    raised: list[BaseException | None] = [None] * len(tasks)

    def run(number: int) -> None:
        line.wait(60)
        try:
            tasks[number]()
        except DomainError as error:
            raised[number] = error
        finally:
            db.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    return raised


def asked(both: World) -> tuple[int, list[int]]:
    """(id of an appointment, ids of its invitations), committed."""
    appointment = make_appointment(both)
    guests = make_guests(both, *NAMES)
    made = service.invite(appointment, guests, by=both.cor.actor)
    db.commit()
    found = appointment.id, [invitation.id for invitation in made]
    db.remove()
    return found


def test_each_of_many_moves_has_a_version_of_its_own(both, rounds):
    for _ in range(rounds):
        number, _ids = asked(both)

        def move(weeks: int, number: int = number) -> None:
            appointment = db.session.get_one(Appointment, number)
            starts = STARTS + timedelta(weeks=weeks)
            service.move(appointment, starts, starts + timedelta(hours=2), PLACE, by=both.cor.actor)
            db.commit()

        assert at_once(*(lambda weeks=weeks: move(weeks) for weeks in range(1, 6))) == [None] * 5
        appointment = db.session.get_one(Appointment, number)
        assert appointment.sequence == 5
        told = db.session.scalars(
            select(Message.calendar)
            .join(Invitation, Invitation.id == Message.about_id)
            .where(Invitation.appointment_id == number)
        )
        lines = (line for text in told for line in text.split("\r\n"))
        versions = Counter(line for line in lines if line.startswith("SEQUENCE"))
        assert versions == {f"SEQUENCE:{version}": len(NAMES) for version in range(6)}
        db.remove()


def test_an_answer_during_a_move_is_never_about_the_new_day(both, rounds):
    for _ in range(rounds):
        number, ids = asked(both)

        def move(number: int = number) -> None:
            appointment = db.session.get_one(Appointment, number)
            starts = STARTS + timedelta(weeks=1)
            service.move(appointment, starts, starts + timedelta(hours=2), PLACE, by=both.cor.actor)
            db.commit()

        def answer(one: int) -> None:
            service.answer(db.session.get_one(Invitation, one), "yes", "link", by=both.by, sequence=0)
            db.commit()

        at_once(move, *(lambda one=one: answer(one) for one in ids))
        answers = [db.session.get_one(Invitation, one).answer for one in ids]
        assert answers == [None] * len(NAMES)
        db.remove()


def test_whoever_got_the_invitation_gets_the_end_and_nobody_else(both, chosen, rounds, mail_server):
    mailing = replace(chosen, mail_url=mail_server.url)
    for _ in range(rounds):
        mail_server.mails.clear()
        number, _ids = asked(both)

        def cancel(number: int = number) -> None:
            service.cancel(db.session.get_one(Appointment, number), by=both.cor.actor)
            db.commit()

        at_once(lambda: deliver(mailing), cancel)
        deliver(mailing)
        methods = Counter(
            (mail.recipients[0], b"METHOD:CANCEL" in mail.part("text/calendar")) for mail in mail_server.mails
        )
        got = {address for address, end in methods if not end}
        ended = {address for address, end in methods if end}
        assert got == ended
        assert set(methods.values()) <= {1}


def test_two_workers_send_everything_once(both, chosen, rounds, mail_server):
    mailing = replace(chosen, mail_url=mail_server.url)
    for _ in range(rounds):
        asked(both)
        asked(both)
    at_once(*[lambda: deliver(mailing)] * 3)
    deliver(mailing)
    sent = Counter(mail.message["Message-ID"] for mail in mail_server.mails)
    assert (len(sent), set(sent.values())) == (rounds * 2 * len(NAMES), {1})


def deliver(chosen: Settings) -> None:
    """One worker, until nothing is due."""
    postman = Postman(delivery.worker_name(), open_transport(chosen.mail_url), chosen)
    while delivery.deliver(postman, many=3):
        pass
    postman.transport.close()
    db.remove()
