"""A mail server in every mood: nothing is lost, nothing comes twice but what a broken line left unsaid, pages
go on meanwhile, and who must know that a mail will never arrive reads it at once."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications import transport
from tests.notifications.posting import NOW, make_worker, next_tries, put, rows, run, states
from tests.world import PASSWORD

SHORT, FULL, MESSAGES, MOODS = 2, 40, 30, 12  # rounds; messages and moods of the server in each
GONE = {"gast3@post.example", "gast17@post.example"}  # these mailboxes are no more
HANG = 60


@pytest.mark.proof
def test_in_every_mood_of_the_server_all_arrives_and_only_lost_replies_cost_a_repeat(
    database, mail_server, worker, full, proved, monkeypatch
):
    monkeypatch.setattr(transport, "PATIENCE", 0.2)
    rounds = FULL if full else SHORT
    repeats = sum(_one_round(number, mail_server, worker(mail_server.url)) for number in range(rounds))
    proved(
        "R3 a mail server in every mood",
        f"{rounds} × {MESSAGES} messages; away, slow, greylisting, 451, 550, the line lost after the mail",
        f"all arrived; {repeats} repeats, no more than replies that were lost, identical to the byte",
    )


def _one_round(number: int, server, postman) -> int:
    chance, moment = random.Random(number), NOW
    server.mails.clear()
    server.refuse, lost = GONE, 0
    with clock.at(moment):
        guests = [put(f"gast{guest}@post.example", number=number).address for guest in range(MESSAGES)]
    for _ in range(MOODS):
        server.down = chance.random() < 0.2
        server.slow = 0.5 if chance.random() < 0.2 else 0
        server.greylist = chance.random() < 0.3
        server.temporary = set(chance.sample(guests, chance.randrange(8)))
        server.drop_after_data = dropping = chance.randrange(3)
        with clock.at(moment):
            run(postman)
        lost += dropping - server.drop_after_data
        moment += timedelta(minutes=chance.randrange(1, 30))
    server.down, server.slow, server.greylist = False, 0, False
    server.temporary, server.drop_after_data = set(), 0
    while {"queued", "sending"} & set(states()):
        moment = max(moment, *next_tries()) + timedelta(minutes=2)
        with clock.at(moment):
            run(postman)
    arrived = Counter(mail.recipients[0] for mail in server.mails)
    assert set(arrived) == set(guests) - GONE
    different = {(mail.recipients[0], mail.content) for mail in server.mails}
    assert len(different) == len(arrived), "a repeat is identical to the byte"
    assert len(server.mails) - len(arrived) <= lost
    assert {row.address for row in rows() if row.state == "failed"} == GONE
    assert set(states()) == {"sent", "failed"}
    return len(server.mails) - len(arrived)


def test_pages_read_and_write_while_the_mail_server_hangs(world, client_of, mail_server):
    """The order tells it, not the time: the page was written before the server said a word."""
    put("gast@post.example", municipality_id=world.municipality.id, not_before=NOW)
    mail_server.hangs = True
    handing_over = threading.Thread(target=_work, args=(mail_server.url,))
    handing_over.start()
    try:
        until = time.monotonic() + HANG
        while not mail_server.hanging and time.monotonic() < until:
            time.sleep(0.01)
        client = client_of(None)
        given = {"email": world.petra.account.email, "password": PASSWORD}
        assert client.post("/inloggen", data=given).status_code == 303
        assert client.get("/").status_code in {200, 303}
        assert (mail_server.mails, mail_server.hanging) == ([], 1)
    finally:
        mail_server.hangs = False
        handing_over.join(HANG)
    assert states() == ["sent"]


def test_who_must_know_reads_at_once_that_a_mail_will_never_arrive(world, client_of, mail_server, worker):
    with clock.at(NOW):
        put("gast3@post.example", municipality_id=world.municipality.id)
        mail_server.refuse = GONE
        run(worker(mail_server.url))
        page = client_of(world.petra).get("/").text
        assert "Berichten die niet aankwamen" in page
        assert "Berichten die niet aankwamen" not in client_of(world.cor).get("/").text


def _work(url: str) -> None:
    postman = make_worker(url)
    with clock.at(NOW + timedelta(minutes=1)):
        run(postman)
    postman.transport.close()
    db.remove()
