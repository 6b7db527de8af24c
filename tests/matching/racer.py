"""One process of a race: opens the product on a database, waits for the word, and says yes to many offers.

Reads one line of JSON (database address, folder, how many at once, and for each offer its link), writes
"ready", waits for a second line, and writes [status, page] for each.
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


def say_yes(app: Flask, link: list[Any]) -> list[Any]:
    """One coordinator, on her own phone, by her link."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["links"] = [link]
    response = client.post(f"/aanbod/{link[3]}/antwoord", data={"answer": "yes"})
    return [response.status_code, response.get_data(as_text=True)]


def main() -> None:
    """Run one leg of the race."""
    told = json.loads(sys.stdin.readline())
    app = create_app(make_settings(Path(told["folder"]), told["url"]))
    app.config.update(WTF_CSRF_ENABLED=False)
    links = told["links"]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with ThreadPoolExecutor(told["at_once"]) as pool:
        found = list(pool.map(lambda link: say_yes(app, link), links))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
