"""What the first suggestions of a year would have been with other weights. Pure.

The matches are played again in their order, with the pool as it is now and nobody busy at the start: who is
suggested first does it. So both sides begin alike, and differ by the weights alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from ekc.matching.fitting import Volunteer, Wanted, missing_languages
from ekc.matching.limits import objections
from ekc.matching.weighing import LATELY, Weights, place


@dataclass(frozen=True, slots=True)
class Match:
    """A referral of the past: what it asked, from when to when its coordinator was busy with it, and how far
    away each of the pool lives in kilometres (by id; who is not in it: unknown)."""

    wanted: Wanted
    begun: date
    ended: date
    km: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The first suggestion of each match (None: nobody was left), and what that comes to."""

    picks: tuple[int | None, ...]
    people: int  # to whom something was suggested
    most: int  # suggestions for one person
    mean_km: float | None  # of those whose distance is known
    fluent: int  # suggestions of somebody who speaks all languages of the family
    nobody: int


@dataclass(slots=True)
class _Load:
    begun: list[date] = field(default_factory=list)
    ended: list[date] = field(default_factory=list)


def replay(matches: Sequence[Match], pool: Sequence[Volunteer], weights: Weights) -> Outcome:
    """Play the matches again in order of their days, with these weights."""
    loads = {one.id: _Load() for one in pool}
    picks: list[int | None] = []
    fluent, distances = 0, []
    for match in matches:
        there = [_on(one, loads[one.id], match) for one in pool]
        able = [one for one in there if not objections(match.wanted, one, match.begun)]
        first = min(able, key=lambda one: place(match.wanted, one, weights, match.begun), default=None)
        picks.append(first.id if first else None)
        if first is not None:
            loads[first.id].begun.append(match.begun)
            loads[first.id].ended.append(match.ended)
            fluent += not missing_languages(match.wanted, first)
            distances += [first.km] if first.km is not None else []
    counts = Counter(pick for pick in picks if pick is not None)
    return Outcome(
        picks=tuple(picks),
        people=len(counts),
        most=max(counts.values(), default=0),
        mean_km=sum(distances) / len(distances) if distances else None,
        fluent=fluent,
        nobody=picks.count(None),
    )


def changed(before: Outcome, after: Outcome) -> int:
    """How many first suggestions differ."""
    return sum(one != other for one, other in zip(before.picks, after.picks, strict=True))


def _on(one: Volunteer, load: _Load, match: Match) -> Volunteer:
    """Somebody as she stands on the day of a match."""
    day = match.begun
    quarter = (day.year, (day.month - 1) // 3)
    return replace(
        one,
        active=sum(ended > day for ended in load.ended),
        done=sum(begun.year == day.year for begun in load.begun),
        this_quarter=sum((begun.year, (begun.month - 1) // 3) == quarter for begun in load.begun),
        period_full=False,
        paused_until=None,
        last_asked=datetime.combine(max(load.begun), time(), UTC) if load.begun else None,
        asked_lately=sum(begun > day - timedelta(days=LATELY) for begun in load.begun),
        km=match.km.get(one.id),
    )
