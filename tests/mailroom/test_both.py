"""Mail that waits on both databases, also for two at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db
from ekc.home import queries as home
from ekc.invitations import incoming, service
from ekc.mailroom import queries, rules
from ekc.mailroom import service as mailroom
from ekc.notifications.models import IncomingMail, Message
from tests.both import at_once
from tests.invitations.asking import NOW, answers, leave, make_appointment, make_guests
from tests.invitations.letters import words
from tests.mailroom.coming_back import report
from tests.world import make_world

A = "anna@post.example"


@pytest.fixture
def town(chosen):
    """The cast on a Monday in January, on either database."""
    with clock.at(NOW):
        yield make_world()


def asked(town):
    """Anna, whose invitation left, and the message to her."""
    (anna,) = service.invite(make_appointment(town), make_guests(town, "Anna"), by=town.cor.actor)
    leave()
    return anna, db.session.scalars(select(Message).where(Message.about_id == anna.id)).one()


def test_each_sees_how_much_waits_and_reads_her_own(town):
    asked(town)
    for raw in (words(A, "een"), words(A, "twee"), words("eve@evil.example")):
        mailroom.place(incoming.take_mail(raw.as_bytes()))
    db.commit()
    cor, petra, bea = (home.board(one.actor, NOW) for one in (town.cor, town.petra, town.bea))
    assert (cor.mails, cor.mails_of_others, petra.mails, petra.mails_of_others) == (2, 0, 0, 2)
    assert bea.mails == 0
    machine = home.machine(town.bea.actor, NOW)
    assert (machine.mails_of_somebody, machine.mails_of_nobody) == (2, 1)
    assert len(queries.waiting(town.cor.actor)) == 2
    assert queries.waiting(town.petra.actor) == []
    mailroom.let_bureau_read(True, by=town.bea.actor)
    db.commit()
    assert len(queries.waiting(town.petra.actor)) == home.board(town.petra.actor, NOW).mails == 1


def test_two_taps_and_two_reports_at_the_same_moment_count_once(town):
    anna, message = asked(town)
    mail = incoming.take_mail(words(A).as_bytes())
    mailroom.place(mail)
    db.commit()
    mail_id, anna_id, actor = mail.id, anna.id, town.cor.actor

    def tap(said):
        return lambda: mailroom.deal_with(queries.get_for(actor, mail_id), said, anna_id, by=actor)

    ended = at_once([tap("yes"), tap("no")], NOW + timedelta(hours=1))
    assert ended == ["done", rules.ALREADY]
    assert len(answers()) == 1

    raw = report(message)
    came = [lambda extra=extra: incoming.take_mail(raw + extra) for extra in (b"", b"\n")]
    assert at_once(came, NOW + timedelta(hours=1)) == ["done", "done"]
    outcomes = db.session.scalars(select(IncomingMail.outcome).order_by(IncomingMail.outcome)).all()
    assert list(outcomes) == ["automatic", "bounced", "words"]


def test_what_was_kept_long_enough_goes(town):
    mail = incoming.take_mail(words("eve@evil.example").as_bytes())
    mailroom.place(mail)
    assert (mail.municipality_id, mail.waits) == (town.municipality.id, True)
    assert mailroom.forget(NOW + timedelta(days=89)) == 0
    assert mailroom.forget(NOW + timedelta(days=91)) == 1
