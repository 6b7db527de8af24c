"""How far it is from one four-figure postcode to another, as the crow flies.

The points are those of GeoNames (CC BY 4.0, see data/CREDITS.txt), for the whole country. The table is read
when it is first asked for.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib import resources
from math import asin, cos, floor, inf, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0088  # mean radius, IUGG
REMEMBERED = 65_536
KM_PER_DEGREE = EARTH_KM * pi / 180
CELL_NORTH, CELL_EAST = 0.2, 0.35  # degrees: 22 and, in the Netherlands, 22 to 25 kilometres
ROW = 10_000  # squares from west to east


class Spot(NamedTuple):
    """Where a postcode is: the point in degrees (WGS 84)."""

    latitude: float
    longitude: float


def km_between(pc4_a: str, pc4_b: str) -> float | None:
    """Kilometres between two four-figure postcodes, to a tenth; None where one of them is unknown.

    By the haversine formula: at this size the earth is round enough, and a postcode is a kilometre wide.
    """
    # One order for both directions, so that either way gives the same number and it is kept once.
    return _haversine(*sorted((pc4_a, pc4_b)))


def nearness(pc4_a: str | None, pc4_b: str | None) -> float:
    """To sort by: kilometres between two four-figure postcodes, and last of all where one is not known."""
    km = km_between(pc4_a, pc4_b) if pc4_a and pc4_b else None
    return inf if km is None else km


def point_of(pc4: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees of a four-figure postcode; None where it is unknown."""
    return _spots().get(pc4)


def degree_km(latitude: float) -> tuple[float, float]:
    """Kilometres in a degree to the north and in one to the east, at this latitude."""
    return KM_PER_DEGREE, KM_PER_DEGREE * cos(radians(latitude))


def square_km(here: tuple[float, float], latitude: float, longitude: float) -> float:
    """The square of the kilometres from `here` to a point, on a flat map around `here`.

    Within fifty kilometres that is the truth to a promille, and a database reckons it without sines.
    """
    north, east = degree_km(here[0])
    up, along = (latitude - here[0]) * north, (longitude - here[1]) * east
    return up * up + along * along


def cell_of(latitude: float, longitude: float) -> int:
    """The number of the square of about twenty kilometres in which a point lies."""
    return floor(latitude / CELL_NORTH) * ROW + floor(longitude / CELL_EAST)


def cells_around(cell: int, rings: int = 1) -> list[int]:
    """A square and so many rings around it: whoever lives within `rings` times twenty kilometres is there."""
    steps = range(-rings, rings + 1)
    return [cell + north * ROW + east for north in steps for east in steps]


@lru_cache(REMEMBERED)
def _haversine(pc4_a: str, pc4_b: str) -> float | None:
    here, there = _spots().get(pc4_a), _spots().get(pc4_b)
    if here is None or there is None:
        return None
    north, east = radians(there.latitude - here.latitude), radians(there.longitude - here.longitude)
    shrunk = cos(radians(here.latitude)) * cos(radians(there.latitude))
    half = sin(north / 2) ** 2 + shrunk * sin(east / 2) ** 2
    return round(2 * EARTH_KM * asin(sqrt(half)), 1)


@cache
def _spots() -> dict[str, Spot]:
    table = resources.files("ekc.places") / "data" / "pc4_geonames.csv"
    with table.open(encoding="utf-8") as lines:
        return {row["pc4"]: Spot(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(lines)}
