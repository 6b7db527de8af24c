"""Mail servers go down, stall, refuse and drop the line: nothing is lost, nothing is sent twice without need."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications import delivery, queries, rules, transport
from ekc.notifications.models import Message, State
from ekc.notifications.outbox import withdraw
from tests.notifications.posting import make_worker, next_tries, put, rows, run, states, troubles
from tests.notifications.scripted import HANG_UP, scripted

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
TEN = [f"gast{number}@post.example" for number in range(10)]

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _day(database):
    with clock.at(NOW):
        yield


def after(**time: float):
    """Some time later than the start of the test."""
    return clock.at(NOW + timedelta(**time))


class TestServerTrouble:
    def test_ten_messages_leave_over_one_connection(self, mail_server, worker):
        for address in TEN:
            put(address)
        assert run(worker(mail_server.url)) == 10
        assert [mail.recipients for mail in mail_server.mails] == [(address,) for address in TEN]
        assert mail_server.connections == 1
        assert states() == ["sent"] * 10

    def test_a_server_that_is_down_is_left_alone_longer_and_longer(self, mail_server, worker):
        for address in TEN:
            put(address)
        mail_server.down = True
        postman, tried = worker(mail_server.url), []
        for second in range(40):
            with after(seconds=second):
                tried.append(run(postman))
        assert [second for second, done in enumerate(tried) if done] == [0, 2, 7, 22]
        assert states() == ["queued"] * 10
        mail_server.down = False
        with after(minutes=10):
            run(postman)
        assert sorted(mail.recipients[0] for mail in mail_server.mails) == TEN
        assert states() == ["sent"] * 10
        assert postman.troubles == 0

    def test_one_message_is_tried_again_after_growing_pauses(self, mail_server, worker):
        put(TEN[0])
        mail_server.temporary.add(TEN[0])
        postman, moment, pauses = worker(mail_server.url), NOW, []
        for _ in range(9):
            with clock.at(moment):
                assert run(postman) == 1
            (again,) = next_tries()
            pauses.append(again - moment)
            moment = again
        assert pauses == [*rules.PAUSES, rules.PAUSES[-1], rules.PAUSES[-1]]

    def test_after_four_days_a_person_is_told(self, mail_server, worker):
        put(TEN[0])
        mail_server.temporary.add(TEN[0])
        with after(days=4, minutes=1):
            run(worker(mail_server.url))
            (shown,) = queries.troubled(1, NOW - timedelta(days=1))
        assert states() == ["failed"]
        assert shown[3:5] == ("server_451", "failed")

    def test_one_refused_address_of_ten_holds_up_nobody_and_is_shown_at_once(self, mail_server, worker):
        for address in TEN:
            put(address)
        mail_server.refuse.add(TEN[3])
        run(worker(mail_server.url))
        assert len(mail_server.mails) == 9
        assert Counter(states()) == {"sent": 9, "failed": 1}
        (shown,) = queries.troubled(1, NOW - timedelta(days=1))
        assert shown[3:5] == ("refused_550", "failed")
        with after(days=1):
            assert run(worker(mail_server.url)) == 0

    def test_one_address_that_must_wait_holds_up_nobody(self, mail_server, worker):
        for address in TEN:
            put(address)
        mail_server.temporary.add(TEN[0])
        postman = worker(mail_server.url)
        run(postman)
        assert len(mail_server.mails) == 9
        with after(minutes=2):
            run(postman)
        assert troubles()[0] == "server_451"
        mail_server.temporary.clear()
        with after(minutes=10):
            run(postman)
        assert (states(), troubles()) == (["sent"] * 10, [None] * 10)
        assert len(mail_server.mails) == 10

    def test_greylisting_only_takes_longer(self, mail_server, worker):
        mail_server.greylist = True
        for address in TEN:
            put(address)
        postman = worker(mail_server.url)
        run(postman)
        assert mail_server.mails == []
        with after(minutes=2):
            run(postman)
        assert sorted(mail.recipients[0] for mail in mail_server.mails) == TEN
        assert troubles() == [None] * 10

    def test_a_line_that_drops_after_the_mail_costs_one_repeat_of_the_same_bytes(self, mail_server, worker):
        put(TEN[0])
        mail_server.drop_after_data = 1
        postman = worker(mail_server.url)
        run(postman)
        assert [(row.state, row.handed_over) for row in rows()] == [("queued", True)]
        with after(minutes=2):
            run(postman)
        first, second = mail_server.mails
        assert first.content == second.content
        assert states() == ["sent"]

    def test_a_server_that_is_too_slow_is_asked_again_later(self, mail_server, monkeypatch, worker):
        monkeypatch.setattr(transport, "PATIENCE", 0.3)
        put(TEN[0])
        mail_server.slow = 5
        postman = worker(mail_server.url)
        run(postman)
        assert [(row.state, row.handed_over) for row in rows()] == [("queued", False)]
        mail_server.slow = 0
        with after(minutes=2):
            run(postman)
        assert (len(mail_server.mails), states()) == (1, ["sent"])

    def test_a_slow_server_gets_everything_once(self, mail_server, worker):
        mail_server.slow = 0.1
        for address in TEN:
            put(address)
        run(worker(mail_server.url))
        assert sorted(mail.recipients[0] for mail in mail_server.mails) == TEN

    def test_a_connection_that_ended_in_the_quiet_is_no_trouble(self, mail_server, worker):
        put(TEN[0])
        postman = worker(mail_server.url)
        run(postman)
        mail_server.down = True
        mail_server.down = False
        put(TEN[1])
        run(postman)
        assert [(row.state, row.attempts, row.trouble) for row in rows()] == [("sent", 1, None)] * 2

    def test_what_waits_long_behind_a_server_that_is_away_shows_why(self, mail_server, worker):
        for address in TEN:
            put(address)
        mail_server.down = True
        with after(minutes=6):
            run(worker(mail_server.url))
        assert troubles() == ["server_away"] * 10
        mail_server.down = False
        with after(minutes=30):
            run(worker(mail_server.url))
        assert (troubles(), states()) == ([None] * 10, ["sent"] * 10)


class TestReplies:
    @pytest.mark.parametrize(
        ("says", "state", "trouble", "handed_over"),
        [
            ({"RCPT": "550 no such mailbox"}, "failed", "refused_550", False),
            ({"RCPT": "553 no"}, "failed", "refused_553", False),
            ({"RCPT": "452 full"}, "queued", "server_452", False),
            ({"RCPT": "421 closing"}, "queued", "server_421", False),
            ({"RCPT": "530 who are you"}, "queued", "server_530", False),
            ({"RCPT": "nonsense"}, "queued", "server_away", False),
            ({"RCPT": HANG_UP}, "queued", "server_away", False),
            ({"MAIL": "550 not you"}, "queued", "server_550", False),
            ({"MAIL": "451 later"}, "queued", "server_451", False),
            ({"DATA": "451 later"}, "queued", "server_451", False),
            ({"DATA": "554 no valid recipients"}, "failed", "refused_554", False),
            ({".": "554 looks like spam"}, "failed", "refused_554", False),
            ({".": "452 disk full"}, "queued", "server_452", False),
            ({".": HANG_UP}, "queued", "line_lost", True),
            ({"HELLO": "554 go away"}, "queued", "server_away", False),
            ({"HELLO": HANG_UP}, "queued", "server_away", False),
            ({"EHLO": "500 what", "HELO": "500 what"}, "queued", "server_away", False),
        ],
    )
    def test_each_reply_is_judged_by_whom_it_is_about(self, says, state, trouble, handed_over, worker):
        with scripted(**says) as server:
            put(TEN[0])
            postman = worker(server.url)
            for minutes in (0, 2):
                with after(minutes=minutes):
                    run(postman)
        (row,) = rows()
        assert (row.state, row.trouble, row.handed_over) == (state, trouble, handed_over)

    @pytest.mark.parametrize("says", [{"RCPT": "421 closing"}, {"MAIL": "550 not you"}, {".": HANG_UP}])
    def test_trouble_that_is_everybodys_stops_the_round(self, says, worker):
        with scripted(**says) as server:
            for address in TEN:
                put(address)
            assert run(worker(server.url)) == 1
        assert [row.attempts for row in rows()] == [1, *[0] * 9]

    def test_after_a_refusal_the_line_is_used_on(self, worker):
        with scripted(RCPT="550 no") as server:
            for address in TEN[:3]:
                put(address)
            postman = worker(server.url)
            run(postman)
        assert server.heard.count("EHLO") == 1
        assert server.heard.count("RSET") == 3

    def test_a_password_never_goes_over_an_open_line(self, monkeypatch, worker):
        monkeypatch.setattr(transport, "OWN_MACHINE", set())
        with scripted() as server:
            put(TEN[0])
            run(worker(server.url.replace("//", "//user:secret@")))
        assert server.heard == ["EHLO"]
        assert (states(), [row.attempts for row in rows()]) == (["queued"], [1])

    def test_a_name_and_a_password_are_said_on_the_own_machine(self, worker):
        with scripted(EHLO="250-hello\r\n250 AUTH PLAIN", AUTH="235 welcome") as server:
            put(TEN[0])
            run(worker(server.url.replace("//", "//user:secret@")))
        assert "AUTH" in server.heard
        assert states() == ["sent"]

    def test_a_wrong_password_is_trouble_for_everybody(self, worker):
        with scripted(EHLO="250-hello\r\n250 AUTH PLAIN", AUTH="535 wrong") as server:
            put(TEN[0])
            put(TEN[1])
            assert run(worker(server.url.replace("//", "//user:secret@"))) == 1
        assert states() == ["queued", "queued"]


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

    def test_what_is_in_a_workers_hand_is_not_taken_back(self, mail_server):
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

    def test_a_batch_that_takes_long_keeps_its_claim(self, mail_server):
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
            assert "SCAN message" not in details.replace("SCAN message USING INDEX ix_message_due", ""), (
                f"{name}: {details}"
            )


def _work(url: str) -> None:
    postman = make_worker(url)
    with clock.at(NOW):
        run(postman)
    postman.transport.close()
    db.remove()
