"""A worker that is killed loses nothing, and repeats at most what was in its hand."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ekc.db import db
from tests.notifications.posting import put, states

WORKER = Path(__file__).with_name("crashing.py")
SHORT, FULL, MESSAGES, KILLS = 1, 10, 200, 10  # rounds; messages and kills in each


def start(settings, mail_server) -> subprocess.Popen[bytes]:
    """A worker in a process of its own."""
    return subprocess.Popen([sys.executable, str(WORKER), settings.database_url, mail_server.url])


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
        mail_server.wait_for(
            min(kill * MESSAGES // (KILLS + 1) + chance.randrange(10), MESSAGES), seconds=120
        )
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(60) == -signal.SIGKILL
    last = start(settings, mail_server)
    assert last.wait(200) == 0
    arrived = Counter(mail.recipients[0] for mail in mail_server.mails)
    bytes_of = {(mail.recipients[0], mail.content) for mail in mail_server.mails}
    assert len(arrived) == MESSAGES
    assert len(bytes_of) == MESSAGES, "a repeat is identical to the byte"
    assert len(mail_server.mails) - MESSAGES <= KILLS
    assert set(states()) == {"sent"}
    return len(mail_server.mails) - MESSAGES
