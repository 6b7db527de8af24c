"""Mail servers go down, stall, refuse and drop the line: nothing is lost, nothing is sent twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from ekc import clock
from ekc.notifications import queries, rules, transport
from tests.notifications.posting import NOW, TEN, after, next_tries, put, rows, run, states, troubles
from tests.notifications.scripted import HANG_UP, scripted

pytestmark = pytest.mark.usefixtures("day")


class TestServerTrouble:
    def test_ten_messages_leave_over_one_connection(self, mail_server, worker):
        for address in TEN:
            put(address)
        assert run(worker(mail_server.url)) == 10
        assert [mail.recipients for mail in mail_server.mails] == [(address,) for address in TEN]
        assert mail_server.connections == 1
        assert states() == ["sent"] * 10

    def test_an_empty_folder_takes_mail(self, worker, tmp_path):
        (tmp_path / "mail").mkdir()
        put(TEN[0])
        assert run(worker(f"maildir:{tmp_path / 'mail'}")) == 1
        assert states() == ["sent"]

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

    @pytest.mark.parametrize(
        ("says", "state", "trouble"),
        [
            ({}, "sent", None),
            ({"MAIL": "451 later", "RCPT": "503 who sends it"}, "queued", "server_451"),
            ({"RCPT": "550 no such mailbox"}, "failed", "refused_550"),
            ({"RCPT": "452 full"}, "queued", "server_452"),
            ({"RCPT": HANG_UP}, "queued", "server_away"),
        ],
    )
    def test_who_sends_it_and_who_gets_it_go_in_one_breath_where_the_server_can(
        self, says, state, trouble, worker
    ):
        with scripted(EHLO="250-hello\r\n250 PIPELINING", **says) as server:
            put(TEN[0])
            postman = worker(server.url)
            for minutes in (0, 2):
                with after(minutes=minutes):
                    run(postman)
        (row,) = rows()
        assert (row.state, row.trouble, row.handed_over) == (state, trouble, False)

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
