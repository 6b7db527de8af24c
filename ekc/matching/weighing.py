"""How well a coordinator fits, as one whole number: a sum of steps, each times a weight. Pure.

The less, the better. Steps and weights are whole numbers, so that the database reckons the same.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from ekc.matching.fitting import Volunteer, Wanted, missing_languages, same_village, shared_words
from ekc.pool.rules import needs_buddy

BANDS = ((10, 0), (15, 1), (20, 2), (30, 4), (50, 7))  # up to so many kilometres: so many steps
FARTHEST = 10  # steps, also where the distance is not known
ASKED = ((14, 6), (28, 5), (60, 4), (120, 3), (180, 2), (365, 1))  # asked less than so many days ago: steps
LATELY = 28  # days in which each question after the first is a step more
TENTHS = 10  # of her own limit
EXPERIENCED = 5  # more meetings than this add nothing
HEAVIEST = 1000


class Weights(NamedTuple):
    """What one step of each thing weighs; also the steps themselves (see `steps`)."""

    language: int = 400
    wish: int = 120
    distance: int = 30
    village: int = 40
    day_part: int = 30
    waiting: int = 10
    load: int = 6
    buddy: int = 25
    experience: int = 4
    like: int = 15
    dislike: int = 60


USUAL = Weights()
MEANS = {
    "language": "Taal: per taal van de familie die iemand niet spreekt",
    "wish": "Wensen: geen enkel woord van de wens past bij wat iemand over zichzelf vertelt",
    "distance": "Afstand: per stap (tot 10 km telt niet, boven 50 km tien stappen)",
    "village": "Hetzelfde dorp: woont in het dorp van de familie",
    "day_part": "Dagdelen: één stap als we het niet weten, twee als er geen past",
    "waiting": "Beurt: kort geleden gevraagd (zes stappen) tot meer dan een jaar geleden (geen), "
    "en een stap voor elke volgende vraag binnen vier weken",
    "load": "Drukte: per tiende van wat iemand zelf als grens opgaf",
    "buddy": "Maatje: heeft nog een maatje nodig",
    "experience": "Ervaring: per bijeenkomst minder dan vijf",
    "like": "Onderwerp: noemde dit niet als iets wat zij of hij graag doet",
    "dislike": "Onderwerp: doet dit liever niet",
}


def score(wanted: Wanted, volunteer: Volunteer, weights: Weights, today: date) -> int:
    """How far she is from what is wanted: the less, the better. `today` is a day in the Netherlands."""
    return weighed(steps(wanted, volunteer, today), weights)


def weighed(taken: Weights, weights: Weights) -> int:
    """Steps times weights, added up."""
    return sum(one * other for one, other in zip(taken, weights, strict=True))


def place(
    wanted: Wanted, volunteer: Volunteer, weights: Weights, today: date
) -> tuple[int, bool, float, int]:
    """What the list is sorted by: the score; among equals whose turn it is."""
    return (score(wanted, volunteer, weights, today), *turn(volunteer))


def turn(volunteer: Volunteer) -> tuple[bool, float, int]:
    """Who goes first among equals: whoever was asked longest ago, then by id."""
    last = volunteer.last_asked
    return last is not None, last.timestamp() if last else 0.0, volunteer.id


def steps(wanted: Wanted, one: Volunteer, today: date) -> Weights:
    """How many steps she is away in each thing."""
    return Weights(
        language=len(missing_languages(wanted, one)),
        wish=int(bool(wanted.words) and not shared_words(wanted, one)),
        distance=_far(one.km),
        village=int(same_village(wanted, one) and wanted.own_village == "any"),
        day_part=_parts(wanted, one),
        waiting=_asked(one.last_asked, today) + max(0, one.asked_lately - 1),
        load=one.done * TENTHS // one.max_per_year + one.active * TENTHS // one.max_at_once,
        buddy=int(needs_buddy(one.papers, one.helped)),
        experience=EXPERIENCED - min(one.led, EXPERIENCED),
        like=int(bool(wanted.themes) and not set(wanted.themes) & set(one.themes_like)),
        dislike=int(bool(set(wanted.themes) & set(one.themes_not))),
    )


def since(today: date, days: int) -> datetime:
    """The instant from which on somebody was asked less than so many days ago."""
    return datetime.combine(today - timedelta(days=days), time(), UTC)


def _far(km: float | None) -> int:
    if km is None:
        return FARTHEST
    return next((many for far, many in BANDS if km <= far), FARTHEST)


def _parts(wanted: Wanted, one: Volunteer) -> int:
    if not wanted.day_parts:
        return 0
    if not one.day_parts:
        return 1
    return 0 if set(wanted.day_parts) & set(one.day_parts) else 2


def _asked(last: datetime | None, today: date) -> int:
    if last is None:
        return 0
    return next((many for days, many in ASKED if last > since(today, days)), 0)
