"""Who may be asked for a referral, in which order, and why: in words. Pure.

Only law, safety, independence, a volunteer's own limits and the family's word leave somebody out (`limits`);
all else decides the order alone (`weighing`). A person decides in the end (article 22 GDPR: no decision by a
machine alone), so every place in the list is explained (`explaining`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ekc.matching.explaining import lines
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.limits import AT_YES, REASONS, LeftOut, objections
from ekc.matching.weighing import USUAL, Weights, place, score

__all__ = [
    "AT_YES",
    "REASONS",
    "USUAL",
    "Candidate",
    "LeftOut",
    "Volunteer",
    "Wanted",
    "Weights",
    "lines",
    "objections",
    "place",
    "rank",
    "score",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked, with two short lines that say why here in the list."""

    volunteer: Volunteer
    lines: tuple[str, str]


def rank(
    wanted: Wanted, pool: Iterable[Volunteer], today: date, weights: Weights = USUAL
) -> tuple[list[Candidate], list[LeftOut]]:
    """Who may be asked, the most fitting first, and who may not. `today` is a day in the Netherlands."""
    may: list[Volunteer] = []
    may_not: list[LeftOut] = []
    for volunteer in pool:
        reasons = objections(wanted, volunteer, today)
        if reasons:
            may_not.append(LeftOut(volunteer, reasons))
        else:
            may.append(volunteer)
    may.sort(key=lambda volunteer: place(wanted, volunteer, weights, today))
    return [Candidate(one, lines(wanted, one, today)) for one in may], may_not
