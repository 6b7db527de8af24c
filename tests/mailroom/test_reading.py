"""Taking mail in: once each, whatever stops in between, from a folder and from a real mail server."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.db import db
from ekc.invitations import incoming, service
from ekc.invitations.models import Invitation
from ekc.mailroom import reading
from ekc.notifications import tray_state
from ekc.notifications.imap import open_tray
from ekc.notifications.models import IncomingMail, Message
from ekc.settings import Settings
from tests.invitations.asking import NOW, answers, leave, make_appointment, make_guests
from tests.invitations.letters import OURS, hostile, reply, words

pytestmark = pytest.mark.usefixtures("day")
A = "anna@post.example"


def read_inbox(chosen: Settings) -> int:
    """As the worker does each time, by somebody new."""
    return reading.read_inbox(reading.Reader(open_tray(chosen.inbox_url)))


@pytest.fixture
def asked(day, world):
    """An appointment with Anna and Bram, whose invitations left; it is an hour later."""
    appointment = make_appointment(world)
    invitations = service.invite(appointment, make_guests(world, "Anna", "Bram"), by=world.cor.actor)
    leave()
    with clock.at(NOW + timedelta(hours=1)):
        yield appointment, *invitations


def kept() -> list[IncomingMail]:
    """Every mail that came in."""
    return list(db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)))


@pytest.mark.usefixtures("asked")
class TestMaildir:
    @pytest.fixture
    def box(self, settings) -> Path:
        """The `new` folder of our mailbox."""
        folder = Path(settings.inbox_url.removeprefix("maildir:")) / "new"
        folder.mkdir(parents=True)
        return folder

    def test_mails_are_taken_in_and_put_away(self, asked, settings, box):
        (box / "1.a").write_bytes(reply(asked[0], A).as_bytes())
        (box / "2.b:2,").write_bytes(words("eve@evil.example").as_bytes())
        assert read_inbox(settings) == 2
        assert list(box.iterdir()) == []
        assert sorted(path.name for path in (box.parent / "cur").iterdir()) == ["1.a:2,S", "2.b:2,S"]
        assert [mail.outcome for mail in kept()] == ["answered", "words"]
        assert read_inbox(settings) == 0

    def test_the_same_mail_twice_is_one(self, asked, settings, box):
        raw = reply(asked[0], A).as_bytes()
        for name in ("1", "2"):
            (box / name).write_bytes(raw)
            read_inbox(settings)
        assert ([mail.outcome for mail in kept()], answers()) == (["answered"], [("yes", "calendar", 0)])
        assert list(box.iterdir()) == []

    def test_a_mail_that_was_stored_before_a_crash_is_only_put_away(self, asked, settings, box):
        raw = reply(asked[0], A).as_bytes()
        (box / "1").write_bytes(raw)
        incoming.take_mail(raw)
        db.commit()
        read_inbox(settings)
        assert len(kept()) == 1
        assert list(box.iterdir()) == []

    def test_what_is_half_written_elsewhere_or_no_file_is_left_alone(self, settings, box):
        (box.parent / "tmp").mkdir()
        (box.parent / "tmp" / "1").write_bytes(b"From: a")
        (box / "folder").mkdir()
        assert read_inbox(settings) == 0
        assert kept() == []

    def test_the_folders_are_made_where_they_are_not_there(self, settings, tmp_path):
        assert read_inbox(replace(settings, inbox_url=f"maildir:{tmp_path}/a/b")) == 0
        assert (tmp_path / "a" / "b" / "new").is_dir()

    def test_all_thirty_at_once_and_the_one_good_one_among_them(self, asked, settings, box):
        appointment, anna, bram = asked
        for number, (raw, _) in enumerate(hostile(appointment, anna, bram).values()):
            (box / f"{number:03}").write_bytes(raw)
        (box / "999").write_bytes(reply(appointment, A).as_bytes())
        read_inbox(settings)
        assert [mail.outcome for mail in kept()].count("answered") == 1
        db.session.expire_all()
        assert db.session.get_one(Invitation, anna.id).answer == "yes"

    def test_nothing_is_ever_written_back(self, settings, box):
        mail = words("eve@evil.example", Disposition_Notification_To="eve@evil.example")
        mail["Reply-To"] = "eve@evil.example"
        (box / "1").write_bytes(mail.as_bytes())
        read_inbox(settings)
        assert leave() == []
        assert OURS not in [row.address for row in db.session.scalars(select(Message))]


@pytest.mark.usefixtures("asked")
class TestServer:
    def test_an_answer_on_a_real_mail_server_counts_once_and_is_put_away(self, asked, imap_server):
        reader = reading.Reader(open_tray(imap_server.url()))
        raw = reply(asked[0], A).as_bytes()
        imap_server.deliver(raw, raw)
        assert reading.read_inbox(reader) == 2
        assert ([mail.outcome for mail in kept()], answers()) == (["answered"], [("yes", "calendar", 0)])
        assert (imap_server.count(), imap_server.count("INBOX.Verwerkt")) == (0, 2)
        reader.tray.close()

    def test_a_server_that_is_away_is_left_alone_for_a_while_and_told_of(self, asked, imap_server):
        reader = reading.Reader(open_tray(imap_server.url()))
        imap_server.deliver(reply(asked[0], A).as_bytes())
        imap_server.stop()
        with clock.at(NOW + timedelta(hours=2)):
            assert reading.read_inbox(reader) == 0
        state = tray_state.state()
        assert (state.trouble, state.trouble_since, state.read_at) == ("away", NOW + timedelta(hours=2), None)
        imap_server.start()
        with clock.at(NOW + timedelta(hours=2, seconds=1)):
            assert reading.read_inbox(reader) == 0  # it rests
        with clock.at(NOW + timedelta(hours=2, seconds=30)):
            assert reading.read_inbox(reader) == 1
        state = tray_state.state()
        assert (state.trouble, state.read_at) == (None, NOW + timedelta(hours=2, seconds=30))
        reader.tray.close()
