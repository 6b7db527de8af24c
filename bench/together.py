"""`python -m bench.together`: the page on which sixty aanmeldingen and two hundred volunteers are matched."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from bench.browser import Browser
from bench.pages import signed_in
from bench.watching import watch
from bench.year import draw, households
from bench.year.state import Year
from ekc import clock, create_app
from ekc.db import db
from ekc.places.queries import localities
from tests.world import empty_database, make_settings, make_world

HOUSES, HELPERS, TIMES = 60, 200, 7
NOON = datetime(2027, 1, 4, 12, tzinfo=clock.HOME)


def main() -> int:
    """Measure and print: seconds of CPU (median), queries, bytes."""
    with TemporaryDirectory(prefix="ekc-bench-") as folder, clock.at(NOON - timedelta(days=3)):
        chosen = make_settings(Path(folder))
        empty_database(chosen)
        drawn = draw.drawn(HOUSES, HELPERS)
        year = Year(drawn, lambda *_: None, make_world(), lambda _: None)
        year.places = {one.pc4: one for one in localities(year.world.municipality.id)}
        for helper in drawn.helpers:
            households.join(year, helper)
        for house in drawn.houses:
            households.arrive(year, house)
        db.commit()
        browser = Browser(create_app(chosen), signed_in(year.world.petra))
        spent: list[float] = []
        for _ in range(TIMES):
            begin = process_time()
            with watch() as seen:
                reply = browser.open("/koppelen")
            spent.append(process_time() - begin)
        print(
            f"/koppelen, {HOUSES} × {HELPERS}: {median(spent):.2f} s of CPU, {len(seen.reads)} queries, "
            f"{reply.wire_bytes:,} bytes, {reply.status}"
        )
        db.remove()
        db.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
