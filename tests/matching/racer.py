"""One process of a race: opens the product on a database, waits for the word, and lets many visitors in.

Reads one line of JSON (database address, folder, how many at once, and for each visitor what the session
holds and what is posted, in order), writes "ready", waits for a second line, and writes for each visitor the
[status, page] of each answer.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from flask import Flask

from ekc import create_app
from tests.world import make_settings


def visit(app: Flask, visitor: dict[str, Any]) -> list[list[Any]]:
    """One visitor on a phone of their own, who posts one thing after the other."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(visitor["session"])
    answers = [client.post(path, data=data) for path, data in visitor["posts"]]
    return [[one.status_code, one.get_data(as_text=True)] for one in answers]


def main() -> None:
    """Run one leg of the race."""
    told = json.loads(sys.stdin.readline())
    app = create_app(make_settings(Path(told["folder"]), told["url"]))
    app.config.update(WTF_CSRF_ENABLED=False)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with ThreadPoolExecutor(told["at_once"]) as pool:
        found = list(pool.map(lambda visitor: visit(app, visitor), told["visitors"]))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
