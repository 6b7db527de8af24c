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
SHORT, FULL = (1, 60, 4), (10, 200, 10)  # rounds, messages in each, kills in each


def start(settings, mail_server) -> subprocess.Popen[bytes]:
    """A worker in a process of its own."""
    return subprocess.Popen([sys.executable, str(WORKER), settings.database_url, mail_server.url])


@pytest.mark.proof
def test_killed_again_and_again_everything_arrives_and_hardly_anything_twice(
    database, settings, mail_server, full, proved
):
    rounds, messages, kills = FULL if full else SHORT
    repeats = sum(_one_round(number, messages, kills, settings, mail_server) for number in range(rounds))
    proved(
        "kill -9 of the worker",
        f"{rounds} × {kills} kills in the middle of {messages} messages",
        f"all arrived; {repeats} repeats, identical to the byte",
    )


def _one_round(number: int, messages: int, kills: int, settings, mail_server) -> int:
    chance = random.Random(number)
    mail_server.mails.clear()
    for guest in range(messages):
        put(f"gast{guest}@post.example", number=number)
    db.remove()
    for kill in range(1, kills + 1):
        worker = start(settings, mail_server)
        # Somewhere in the next stretch, in the middle of whatever the worker is doing then.
        mail_server.wait_for(
            min(kill * messages // (kills + 1) + chance.randrange(messages // 20), messages), seconds=120
        )
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(60) == -signal.SIGKILL
    last = start(settings, mail_server)
    assert last.wait(200) == 0
    arrived = Counter(mail.recipients[0] for mail in mail_server.mails)
    bytes_of = {(mail.recipients[0], mail.content) for mail in mail_server.mails}
    assert len(arrived) == messages
    assert len(bytes_of) == messages, "a repeat is identical to the byte"
    assert len(mail_server.mails) - messages <= kills
    assert set(states()) == {"sent"}
    return len(mail_server.mails) - messages
