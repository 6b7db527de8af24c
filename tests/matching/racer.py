"""One process of races: opens the product on a database, waits for the word, and lets many visitors in.

For each race it reads one line of JSON (database address, folder, how many at once, and for each visitor what
the session holds and what is posted, in order), writes "ready", waits for a second line, and writes for each
visitor the [status, page] of each answer.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from ekc import create_app
from ekc.db import db
from tests.world import make_settings


def visit(app: Flask, visitor: dict[str, Any]) -> list[list[Any]]:
    """One visitor on a phone of their own, who posts one thing after the other."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(visitor["session"])
    answers = [client.post(path, data=data) for path, data in visitor["posts"]]
    return [[one.status_code, one.get_data(as_text=True)] for one in answers]


def answer(line: str) -> None:
    """A line for who started the race."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run a leg of each race, until there are no more."""
    for line in sys.stdin:
        told = json.loads(line)
        app = create_app(make_settings(Path(told["folder"]), told["url"]))
        app.config.update(WTF_CSRF_ENABLED=False)
        answer("ready")
        sys.stdin.readline()
        with ThreadPoolExecutor(told["at_once"]) as pool:
            found = list(pool.map(partial(visit, app), told["visitors"]))
        answer(json.dumps(found))
        db.engine.dispose()


if __name__ == "__main__":
    main()
