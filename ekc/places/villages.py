"""The dorpen and wijken that are known of a municipality, before they are rows.

Where they come from stands in data/CREDITS.txt.
"""

from __future__ import annotations

import csv
from importlib import resources
from typing import NamedTuple

MIDDEN_GRONINGEN = "1952"  # the municipality's code in the national register

FILES = {MIDDEN_GRONINGEN: "kernen.csv"}


class Village(NamedTuple):
    """A dorp or wijk: four-figure postcode, name, and the municipality it once belonged to."""

    pc4: str
    name: str
    former_municipality: str


def villages(code: str) -> tuple[Village, ...]:
    """The villages of the municipality with this code, by postcode; none where they are not known."""
    name = FILES.get(code)
    if name is None:
        return ()
    with (resources.files("ekc.places") / "data" / name).open(encoding="utf-8") as lines:
        rows = [
            Village(row["postcode4"], row["woonplaats"], row["voormalige_gemeente"])
            for row in csv.DictReader(lines)
        ]
    return tuple(sorted(rows))
