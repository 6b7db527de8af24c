"""One process of races: opens the product on a database, waits for the word, and lets many visitors in.

For each race it hears where (database address, folder), how many at once, and for each visitor what the
session holds and what is posted, in order; it says "ready", waits for a word, and gives for each visitor the
(status, page) of each answer.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask import Flask

from ekc import create_app
from ekc.db import db
from tests.world import make_settings


def visit(app: Flask, visitor: dict[str, Any]) -> list[tuple[int, str]]:
    """One visitor on a phone of their own, who posts one thing after the other."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(visitor["session"])
    answers = [client.post(path, data=data) for path, data in visitor["posts"]]
    return [(one.status_code, one.get_data(as_text=True)) for one in answers]


def main(line: Connection) -> None:
    """Run a leg of each race, until there are no more."""
    while True:
        told = line.recv()
        app = create_app(make_settings(Path(told["folder"]), told["url"]))
        app.config.update(WTF_CSRF_ENABLED=False)
        line.send("ready")
        line.recv()
        with ThreadPoolExecutor(told["at_once"]) as pool:
            line.send(list(pool.map(partial(visit, app), told["visitors"])))
        db.engine.dispose()
