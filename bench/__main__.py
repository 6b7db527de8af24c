"""`python -m bench [--write]`: all measurements in one run, one table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench import (
    browser,
    candidates,
    floor,
    free_time,
    mailing,
    multiply,
    own_calendar,
    pages,
    proposal,
    speed,
    stage,
    table,
    town,
    weight,
)
from ekc import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (1, 10, 100)
USUAL = 5  # of each household at 1×, so that lists fill a page
SECONDS = 5.0  # for each page and its twin


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and with --write keep; 1 where a goal was missed."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="for each page and its twin")
    asked.add_argument("--page", action="append", help="only pages with this in their name")
    given = asked.parse_args(arguments)
    with TemporaryDirectory(prefix="ekc-bench-") as folder:
        found = measure(Path(folder), given.seconds, given.page)
    print(table.written(found))
    if given.write:
        table.keep(found)
    return 0


def measure(folder: Path, seconds: float, only: Sequence[str] | None = None) -> table.Results:
    """Everything, with databases of its own in `folder`."""
    steps = [] if only else stage.the_main_job(folder / "main")
    joint = [] if only else proposal.measure()
    searches = [] if only else candidates.measure(folder / "candidates")
    free = [] if only else free_time.measure()
    own = None if only else own_calendar.measure()
    mails = [] if only else mailing.measure(folder / "mailing")
    app, there = stage.a_town(folder / "town")
    chosen = [page for page in pages.of(there) if not only or any(each in page.name for each in only)]
    copies = multiply.Copies(there.kept)
    sizes = [(1, copies.up_to(USUAL))]
    with clock.at(town.NOON):
        queries = [[len(stage.opened(app, page).reads) for page in chosen]]
        visits = weight.visits(app, there)
        bare = floor.hello(app)
        hello = speed.medians([bare], pages.Page("hello", "/", 0, 0), 0.2)[0]
        speeds: list[list[float]] = [
            speed.medians([app, floor.twin(app, page)], page, seconds) for page in chosen
        ]
        wire = [browser.of(app, page).open(page.path).wire_bytes for page in chosen]
        for times in SIZES[1:]:
            sizes.append((times, copies.up_to(USUAL * times)))
            queries.append([len(stage.opened(app, page).reads) for page in chosen])
    costs = [
        table.Cost(page, speeds[n][0], speeds[n][1], tuple(each[n] for each in queries), wire[n])
        for n, page in enumerate(chosen)
    ]
    return table.Results(sizes, hello, costs, visits, steps, joint, free, own, searches, mails)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
