"""`python -m bench.month [--many N] [--write]`: the month as tables; 1 where a must or maximum is broken."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bench import table
from bench.month import written
from bench.month.living import HOUSEHOLDS, Size, live

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Let it pass, print, and with --write keep."""
    asked = argparse.ArgumentParser(prog="python -m bench.month", description=__doc__)
    asked.add_argument("--many", type=int, default=HOUSEHOLDS, help="households")
    asked.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    given = asked.parse_args(arguments)
    month = live(Size(range(given.many)))
    print(written.tables(month))
    for wrong in (faults := written.faults(month)):
        print(f"WRONG: {wrong}")
    if given.write and not faults:
        table.put(written.tables(month), written.BEGIN, written.END)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
