"""Any number of workers, alive or dead: in order, each message once, and only what is due is looked at."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications import delivery, queries, rules
from ekc.notifications.models import Message, State
from ekc.notifications.outbox import withdraw
from tests.notifications.posting import NOW, TEN, after, make_worker, put, rows, run, states, troubles

pytestmark = pytest.mark.usefixtures("day")


class TestOrder:
    def test_messages_to_one_person_about_one_thing_leave_in_order(self, mail_server, worker):
        mail_server.temporary.add(TEN[0])
        first, second = put(TEN[0], again="a"), put(TEN[0], again="b")
        other = put(TEN[0], number=2)
        postman = worker(mail_server.url)
        run(postman)
        assert [row.attempts for row in rows()] == [1, 0, 1]
        mail_server.temporary.clear()
        with after(minutes=2):
            run(postman)
        ids = [int(mail.message["Message-ID"][1:].partition("@")[0], 16) for mail in mail_server.mails]
        assert ids.index(first.id) < ids.index(second.id)
        assert set(ids) == {first.id, second.id, other.id}

    def test_a_newer_one_replaces_an_older_that_did_not_leave(self, mail_server, worker):
        old = put(TEN[0], again="a")
        new = put(TEN[0], again="b", replaces=True)
        run(worker(mail_server.url))
        assert states() == ["replaced", "sent"]
        assert rows()[0].superseded_by == new.id
        assert len(mail_server.mails) == 1
        assert old.id != new.id

    def test_what_is_in_a_workers_hand_is_not_taken_back(self):
        put(TEN[0])
        delivery._claim("elsewhere:1:x:1", NOW, 5)
        assert withdraw(TEN[0], ("appointment", 1)) == 0
        assert states() == ["sending"]

    def test_nothing_leaves_before_its_time_or_after_it(self, mail_server, worker):
        put(TEN[0], not_before=NOW + timedelta(hours=1))
        put(TEN[1], expires=NOW + timedelta(minutes=30))
        with after(minutes=40):
            run(worker(mail_server.url))
        assert (states(), troubles()) == (["queued", "expired"], [None, "too_late"])
        with after(hours=1):
            run(worker(mail_server.url))
        assert [mail.recipients for mail in mail_server.mails] == [(TEN[0],)]

    def test_a_message_that_cannot_be_a_mail_holds_up_nobody(self, mail_server, worker):
        put("no address at all")
        put(TEN[0])
        run(worker(mail_server.url))
        assert (states(), troubles()) == (["failed", "sent"], ["unsendable", None])


class TestWorkers:
    def test_two_at_once_send_everything_once(self, mail_server):
        for number in range(60):
            put(f"gast{number}@post.example")
        threads = [threading.Thread(target=_work, args=(mail_server.url,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        sent = Counter(mail.recipients[0] for mail in mail_server.mails)
        assert (len(sent), set(sent.values())) == (60, {1})
        assert set(states()) == {"sent"}

    def test_what_a_dead_worker_held_is_free_at_once(self, mail_server, worker):
        gone = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
        )
        put(TEN[0])
        delivery._claim(f"{socket.gethostname()}:{int(gone.stdout)}:x:1", NOW, 5)
        run(worker(mail_server.url))
        assert [(row.state, row.handed_over) for row in rows()] == [("sent", True)]

    def test_what_an_earlier_life_of_the_same_process_number_held_is_free_at_once(self, mail_server, worker):
        put(TEN[0])
        delivery._claim(f"{socket.gethostname()}:{os.getpid()}:before:1", NOW, 5)
        run(worker(mail_server.url))
        assert states() == ["sent"]

    @pytest.mark.parametrize("name", ["another-machine:1:x:1", "{host}:1:x:1", "{host}:{parent}:x:1"])
    def test_what_a_living_worker_holds_is_left_until_its_claim_runs_out(self, mail_server, name, worker):
        put(TEN[0])
        holder = name.format(host=socket.gethostname(), parent=os.getppid())
        delivery._claim(holder, NOW, 5)
        with after(minutes=19):
            assert run(worker(mail_server.url)) == 0
        with after(minutes=21):
            assert run(worker(mail_server.url)) == 1
        assert [(row.state, row.handed_over) for row in rows()] == [("sent", True)]

    def test_what_comes_of_a_message_that_another_took_over_is_not_noted(self, mail_server, worker):
        put(TEN[0])
        (message,) = delivery._claim("slow:1:x:1", NOW, 5)
        with after(minutes=21):
            run(worker(mail_server.url))
        delivery._note("slow:1:x:1", message, state=State.FAILED.value)
        assert states() == ["sent"]

    def test_a_batch_that_takes_long_keeps_its_claim(self):
        for address in TEN:
            put(address)
        delivery._claim("me:1:x:1", NOW, 5)
        with after(seconds=50):
            assert delivery._hold_on("me:1:x:1", NOW) == NOW
        with after(minutes=15):
            assert delivery._hold_on("me:1:x:1", NOW) == NOW + timedelta(minutes=15)
        held = [row.locked_until for row in rows() if row.locked_by]
        assert held == [NOW + timedelta(minutes=15) + rules.CLAIM] * 5

    def test_a_worker_that_broke_off_begins_anew(self, mail_server, worker):
        put(TEN[0])
        postman = worker(mail_server.url)
        delivery._claim(postman.me, NOW, 5)
        run(postman)
        assert states() == ["sent"]

    def test_a_rest_does_not_grow_when_the_clock_is_set_back(self, mail_server, worker):
        postman = worker(mail_server.url)
        postman.troubles, postman.resting = 4, NOW + timedelta(minutes=1)
        put(TEN[0])
        with after(hours=-1):
            db.session.query(Message).update({"next_at": NOW - timedelta(hours=2)})
            assert run(postman) == 1


class TestFolder:
    def test_the_demo_puts_mail_in_a_folder(self, tmp_path, worker):
        put(TEN[0])
        run(worker(f"maildir:{tmp_path}/box"))
        (mail,) = (tmp_path / "box" / "new").iterdir()
        assert b"gast0@post.example" in mail.read_bytes()

    def test_a_folder_that_is_gone_is_trouble_and_nothing_is_lost(self, tmp_path, worker):
        put(TEN[0])
        postman = worker(f"maildir:{tmp_path}/box")
        (tmp_path / "box" / "tmp").rmdir()
        run(postman)
        assert states() == ["queued"]
        (tmp_path / "box" / "tmp").mkdir()
        with after(minutes=2):
            run(postman)
        assert states() == ["sent"]


class TestLoad:
    def test_old_messages_are_not_looked_at(self):
        statements = {"due": queries.DUE, "claimed": queries.CLAIMED, "holders": queries.HOLDERS}
        for name, statement in statements.items():
            text = str(statement.compile(db.engine, compile_kwargs={"render_postcompile": True}))
            plan = db.session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {text}", ("2027-01-01 00:00:00",) * text.count("?")
            )
            details = " / ".join(row[3] for row in plan)
            left = re.sub("SCAN message USING INDEX ix_message_(due|thread)", "", details)  # only what waits
            assert "SCAN message" not in left, f"{name}: {details}"


def _work(url: str) -> None:
    postman = make_worker(url)
    with clock.at(NOW):
        run(postman)
    postman.transport.close()
    db.remove()
