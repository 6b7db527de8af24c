"""Mails of guests, machines and enemies: each is answered or filed as it should, and changes nothing else."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from ekc import clock
from ekc.clock import HOME
from ekc.db import Base, db
from ekc.invitations import incoming, service
from ekc.invitations.models import Appointment, Invitation
from ekc.mailroom import reading
from ekc.mailroom.contents import contents
from ekc.notifications.imap import open_tray
from ekc.notifications.models import IncomingMail, Message
from tests.conftest import application
from tests.corpus import bombs
from tests.corpus.make import CASES, HERE, files
from tests.corpus.shapes import ANNA, BRAM, TO_ANNA, TO_BRAM, UID
from tests.invitations.asking import LATER, NOW, PLACE, leave, make_appointment, make_guests
from tests.world import empty_database, make_settings, make_world

HANG = 30  # seconds; no more than a limit to a test that hangs
ALL = (*CASES, *bombs.all_of_them())
# What may differ afterwards, by what came of it; and always the mail itself.
CHANGES = {
    "answered": {"answer", "invitation", "log_entry"},
    "noted": {"answer", "invitation", "log_entry"},
    "bounced": {"message", "log_entry"},
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Cor's evening with Anna and Bram, that moved twice; their messages left."""
    chosen = make_settings(tmp_path_factory.mktemp("corpus"))
    empty_database(chosen)
    world = make_world()
    with clock.at(NOW):
        appointment = make_appointment(world)
        appointment.uid = UID
        anna, bram = service.invite(appointment, make_guests(world, "Anna", "Bram"), by=world.cor.actor)
        for days in (1, 0):
            starts = LATER + timedelta(days=days)
            service.move(appointment, starts, starts + timedelta(hours=2), PLACE, by=world.cor.actor)
        leave()
        for guest, known in ((anna, TO_ANNA), (bram, TO_BRAM)):
            newest = max(db.session.scalars(select(Message.id).where(Message.about_id == guest.id)))
            db.session.execute(update(Message).where(Message.id == newest).values(id=known))
        db.commit()
    with clock.at(NOW + timedelta(hours=1)):
        yield chosen, appointment.id, anna.id, world.cor.session_id
    db.remove()
    db.reading(False)
    db.engine.dispose()


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Stop what hangs."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def tables() -> dict[str, list[object]]:
    """Every row of every table but that of the mails."""
    db.session.flush()
    return {
        name: list(db.session.execute(text(f"SELECT * FROM {name} ORDER BY 1")))  # noqa: S608 -- our own tables
        for name in Base.metadata.tables
        if name != "incoming_mail"
    }


def test_the_files_are_what_they_are_made_of():
    there = {f"mails/{path.name}": path.read_bytes() for path in (HERE / "mails").iterdir()}
    there["expected.txt"] = (HERE / "expected.txt").read_bytes()
    assert there == files(), "python -m tests.corpus.make"
    assert len(there) > 250


def test_each_has_a_name_of_its_own():
    assert len({one.name for one in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=[one.name for one in ALL])
def test_it_comes_to_what_it_should_and_changes_nothing_else(asked, case):
    _, _, anna_id, _ = asked
    before = tables()
    try:
        with within(HANG):
            mail = incoming.take_mail(case.raw)
            shown = contents(case.raw, HOME)
        after = tables()
        anna = db.session.get_one(Invitation, anna_id)
        assert (mail.outcome, anna.answer) == (case.outcome, case.answer)
        assert mail.waits == (case.outcome not in {"answered", "old", "bounced", "automatic"})
        assert {name for name in after if after[name] != before[name]} == CHANGES.get(case.outcome, set())
        if case.outcome == "bounced":
            assert (
                db.session.get_one(Message, TO_ANNA).state,
                db.session.get_one(Message, TO_BRAM).state,
            ) == (
                "failed",
                "sent",
            )
        assert case.outcome != "noted" or shown.note
        assert case.outcome != "delegated" or shown.instead == "piet@post.example"
        assert len(shown.text) <= 4000
        assert "\x00" not in shown.text + shown.subject + shown.sender
    finally:
        db.rollback()


def test_all_of_them_in_one_mailbox_hold_up_nobody_and_each_page_opens(asked):
    chosen, appointment_id, _, session_id = asked
    box = Path(chosen.inbox_url.removeprefix("maildir:")) / "new"
    box.mkdir(parents=True)
    for number, case in enumerate(ALL):
        (box / f"{number:04}").write_bytes(case.raw)
    before = db.session.get_one(Appointment, appointment_id)
    stood = (before.starts_at, before.ends_at, before.sequence, before.changed_at, before.cancelled_at)
    reader = reading.Reader(open_tray(chosen.inbox_url))
    while reading.read_inbox(reader):
        pass
    assert list(box.iterdir()) == []
    kept = {mail.id: mail.waits for mail in db.session.scalars(select(IncomingMail))}
    assert len(kept) == len({one.raw for one in ALL})
    after = db.session.get_one(Appointment, appointment_id)
    assert stood == (after.starts_at, after.ends_at, after.sequence, after.changed_at, after.cancelled_at)
    assert leave() == []
    assert {row.address for row in db.session.scalars(select(Message))} == {ANNA, BRAM}

    app = application(replace(chosen, database_url="", mail_url="", inbox_url=""), chosen)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = session_id, True
    opened = [client.get(f"/post-die-wacht/{mail}").status_code for mail, waits in kept.items() if waits]
    assert set(opened) <= {200, 404}, "what is nobody's is not hers"
    assert opened.count(200) > 140
