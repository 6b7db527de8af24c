"""A worker's clock as it runs in the product, to be killed: `python ticking.py DATABASE MOMENT`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ekc import clock, jobs, seals, settings
from ekc.db import db, make_engine
from tests.world import SECRET


def main(database_url: str, moment: str) -> None:
    """Tick, as fast as it goes, until somebody ends it."""
    chosen = settings.Settings(database_url=database_url, secret_key=SECRET, quiet_hours="")
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(database_url))
    job = jobs.Job("remind_days", 1, jobs.remind_days)
    with clock.at(datetime.fromisoformat(moment)):
        while True:
            jobs.run(job, chosen)


if __name__ == "__main__":
    main(*sys.argv[1:])
