"""`python -m bench.year [--write]`: a simulated year for each way of asking, in one table."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.table import FILE
from bench.year import draw, run, tally
from bench.year.ways import WAYS
from ekc import clock
from ekc.db import db
from tests.world import empty_database, make_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.year.draw import Drawn
    from bench.year.tally import Tally

SIZES = (60, 90, 120)
SEEDS = (2027,)
BEGIN, END = "<!-- year: written by `python -m bench.year --write` -->\n", "<!-- end of year -->\n"


def main(arguments: Sequence[str]) -> int:
    """Run, print, and with --write keep."""
    asked = argparse.ArgumentParser(prog="python -m bench.year", description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    asked.add_argument("--houses", type=int, action="append", help="aanmeldingen in the year")
    asked.add_argument("--way", action="append", help="only ways with this in their name")
    asked.add_argument("--seed", type=int, action="append")
    given = asked.parse_args(arguments)
    parts, seeds = [], given.seed or SEEDS
    ways = [one for one in WAYS if not given.way or any(each in one for each in given.way)]
    for houses in given.houses or SIZES:
        years = [draw.drawn(houses, seed=seed) for seed in seeds]
        found = [tally.pooled([measured(year, way) for year in years]) for way in ways]
        title = f"{houses} aanmeldingen, 24 volunteers, {len(seeds)} years"
        parts.append(tally.table(title, found))
        print(parts[-1], flush=True)
    if given.write:
        keep("\n".join(parts))
    return 0


def measured(year: Drawn, way: str, days: int = 364) -> Tally:
    """One year in a database of its own."""
    with TemporaryDirectory(prefix="ekc-year-") as folder:
        empty_database(make_settings(Path(folder)))
        until = datetime.combine(draw.FIRST + timedelta(days=days), time(), clock.HOME)
        found = tally.of(run.run(year, WAYS[way], until), way)
        db.remove()
        db.engine.dispose()
    return found


def keep(text: str) -> None:
    """Put the tables between their marks in docs/benchmarks.md."""
    before, rest = FILE.read_text("utf-8").split(BEGIN)
    _, after = rest.split(END)
    FILE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
