"""A worker that is killed loses nothing, and repeats at most what was in its hand."""

from __future__ import annotations

import random
import signal
from collections import Counter
from dataclasses import replace
from multiprocessing.process import BaseProcess

import pytest

from ekc.db import db
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.transport import open_transport
from ekc.settings import Settings
from tests.notifications.posting import put, states
from tests.racing import enter, processes

SHORT, FULL, MESSAGES, KILLS = 1, 10, 200, 10  # rounds; messages and kills in each
LEFT = 50  # so many are left after the last kill, which comes late on a busy machine


def work(chosen: Settings) -> None:
    """A worker as it runs in the product: deliver all that is due, then end."""
    enter(chosen)
    postman = Postman(delivery.worker_name(), open_transport(chosen.mail_url), chosen)
    while delivery.deliver(postman):
        pass
    postman.transport.close()


def start(settings, mail_server) -> BaseProcess:
    """A worker in a process of its own."""
    worker = processes().Process(
        target=work, args=(replace(settings, mail_url=mail_server.url),), daemon=True
    )
    worker.start()
    return worker


@pytest.mark.proof
def test_killed_again_and_again_everything_arrives_and_hardly_anything_twice(
    database, settings, mail_server, full, proved
):
    rounds = FULL if full else SHORT
    repeats = sum(_one_round(number, settings, mail_server) for number in range(rounds))
    proved(
        "kill -9 of the worker",
        f"{rounds} × {KILLS} kills in the middle of {MESSAGES} messages",
        f"all arrived; {repeats} repeats, identical to the byte",
    )


def _one_round(number: int, settings, mail_server) -> int:
    chance = random.Random(number)
    mail_server.mails.clear()
    for guest in range(MESSAGES):
        put(f"gast{guest}@post.example", number=number)
    db.remove()
    for kill in range(1, KILLS + 1):
        worker = start(settings, mail_server)
        # Somewhere in the next stretch, in the middle of whatever the worker is doing then.
        mail_server.wait_for(kill * (MESSAGES - LEFT) // KILLS - chance.randrange(10), seconds=120)
        worker.kill()
        worker.join(60)
        assert worker.exitcode == -signal.SIGKILL
    last = start(settings, mail_server)
    last.join(200)
    assert last.exitcode == 0
    arrived = Counter(mail.recipients[0] for mail in mail_server.mails)
    bytes_of = {(mail.recipients[0], mail.content) for mail in mail_server.mails}
    assert len(arrived) == MESSAGES
    assert len(bytes_of) == MESSAGES, "a repeat is identical to the byte"
    assert len(mail_server.mails) - MESSAGES <= KILLS
    assert set(states()) == {"sent"}
    return len(mail_server.mails) - MESSAGES
