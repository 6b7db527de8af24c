"""How the pool changed in a calendar year: who came, how they were found, who left and why. Totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from ekc.db import db
from ekc.pool.models import Coordinator, PoolStep
from ekc.pool.path import SOURCES, STOP_REASONS, Stage
from ekc.voice import queries as voice

DAYS_IN_YEAR = 365.25
HERE: Any = bindparam("municipality")
FIRST: Any = bindparam("first")
LAST: Any = bindparam("last")
OF_YEAR = (PoolStep.municipality_id == HERE, PoolStep.day.between(FIRST, LAST))
CAME = (
    select(Coordinator.source, func.count())
    .where(Coordinator.municipality_id == HERE, Coordinator.joined_on.between(FIRST, LAST))
    .group_by(Coordinator.source)
)
LEFT = (
    select(PoolStep.reason, func.count()).where(*OF_YEAR, PoolStep.move == "stop").group_by(PoolStep.reason)
)
LEFT_BEFORE_STEPS = (  # who came in from a spreadsheet as stopped already
    select(Coordinator.stop_reason, func.count())
    .where(
        Coordinator.municipality_id == HERE,
        Coordinator.stopped_on.between(FIRST, LAST),
        ~exists().where(PoolStep.coordinator_id == Coordinator.id, PoolStep.move == "stop"),
    )
    .group_by(Coordinator.stop_reason)
)
STEPS = select(PoolStep.move, func.count()).where(*OF_YEAR).group_by(PoolStep.move)
NOW = (
    select(Coordinator.stage, func.count())
    .where(Coordinator.municipality_id == HERE)
    .group_by(Coordinator.stage)
)
JOINED = select(Coordinator.joined_on).where(
    Coordinator.municipality_id == HERE, Coordinator.stage == Stage.ACTIVE.value
)
STAYED = select(Coordinator.joined_on, Coordinator.stopped_on).where(
    Coordinator.municipality_id == HERE, Coordinator.stopped_on.between(FIRST, LAST)
)
OLDEST = select(func.min(Coordinator.joined_on)).where(Coordinator.municipality_id == HERE)


@dataclass(frozen=True, slots=True)
class PoolYear:
    """A year of the pool. `came` and `left` are (in words, how many), most first; `now` is by stage."""

    year: int
    years: tuple[int, ...]
    came: tuple[tuple[str, int], ...]
    left: tuple[tuple[str, int], ...]
    began_training: int
    became_active: int
    came_back: int
    now: Mapping[str, int]
    with_us: float | None  # years, on average, of who is active now
    stayed: float | None  # years, on average, of who stopped in this year
    found_it: Mapping[str, int]  # how volunteers found the year, once enough of them said so

    @property
    def new(self) -> int:
        """How many came."""
        return sum(many for _, many in self.came)

    @property
    def gone(self) -> int:
        """How many left."""
        return sum(many for _, many in self.left)


def pool_year(municipality_id: int, year: int, today: date) -> PoolYear | None:
    """The pool in a calendar year; None for a year that has not begun, or from before the pool."""
    here = {"municipality": municipality_id}
    oldest = db.session.scalar(OLDEST, here)
    years = tuple(range(min(oldest or today, today).year, today.year + 1))
    if year not in years:
        return None
    values = {**here, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    steps = _counted(db.rows(STEPS, values))
    left = _counted(db.rows(LEFT, values)) + _counted(db.rows(LEFT_BEFORE_STEPS, values))
    return PoolYear(
        year,
        years,
        _in_words(_counted(db.rows(CAME, values)), SOURCES),
        _in_words(left, STOP_REASONS),
        steps["train"],
        steps["activate"],
        steps["come_back"],
        _counted(db.rows(NOW, here)),
        _mean((one.joined_on, today) for one in db.rows(JOINED, here)),
        _mean((one.joined_on, one.stopped_on) for one in db.rows(STAYED, values)),
        voice.counted(municipality_id, year),
    )


def _mean(stretches: Iterable[tuple[date, date]]) -> float | None:
    """How many years these lasted on average, rounded to a tenth; None where there is none."""
    days = [max((last - first).days, 0) for first, last in stretches]
    return round(sum(days) / len(days) / DAYS_IN_YEAR, 1) if days else None


def _counted(rows: Any) -> Counter[str]:  # noqa: ANN401 -- rows of two columns
    return Counter({code or "unknown": many for code, many in rows})


def _in_words(counted: Counter[str], words: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    return tuple((words.get(code, words["unknown"]), many) for code, many in counted.most_common())
