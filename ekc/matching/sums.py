"""The sum of `weighing` as the database reckons it: who may be asked, and the best of them; pieces of one
statement.

First comes all for which nothing need be counted; what she did and was asked, only of who is left.
"""
# ruff: noqa: ANN401 -- rows and statements of any columns

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    false,
    literal,
    not_,
    null,
    or_,
    select,
)

from ekc.db import UTC
from ekc.matching import carried, sieve
from ekc.matching.sieve import Flag, Shape, kept_text, likes, square, together
from ekc.matching.weighing import ASKED, BANDS, EXPERIENCED, FARTHEST, TENTHS
from ekc.pool.models import Coordinator
from ekc.pool.path import WITH_BUDDY, Stage

Steps = ColumnElement[int]
MOST = 60  # nobody asks who stands after these
COUNTED = ("year_full", "quarter_full", "now_full", "too_far", "led")  # told by what the score needs too
KNOWN = (
    Coordinator.id,
    Coordinator.max_per_year,
    Coordinator.max_at_once,
    Coordinator.max_per_quarter,
    Coordinator.stage,
    Coordinator.block2_on,
    Coordinator.max_km,
)
CARRIED = ("last_asked", *carried.TOLD)


def seen(shape: Shape, name: str, where: Flag) -> CTE:
    """Those `where` nothing but distance and numbers may still stand in the way."""
    far = (square() if shape.here else null()).label("square")
    return (
        select(*KNOWN, far, standing(shape).label("standing"))
        .where(where, not_(rejected(shape, but=COUNTED)))
        .cte(f"{name}_seen")
        .prefix_with("MATERIALIZED")
    )


def best(those: CTE, shape: Shape, most: Any = None) -> CTE:
    """(id, score, what she carries) of who may be asked of `those` of `seen`, the best `MOST`.

    `most` is a score: whoever stands behind it without any counting is not looked at any more.
    """
    name, row = those.name.removesuffix("seen"), those.c
    score = row.standing + weight("distance") * (_far(row.square) if shape.here else literal(FARTHEST))
    known = select(
        *(row[each.name] for each in KNOWN),
        score.label("standing"),
        carried.last_asked(row.id).label("last_asked"),
        carried.counted(row.id).label("counted"),
    )
    if shape.here:
        near = row.square <= row.max_km * row.max_km
        known = known.where(or_(row.square.is_(None), row.max_km.is_(None), near))
    if most is not None:
        known = known.where(score <= most)
    one = _told(known.cte(f"{name}known").prefix_with("MATERIALIZED"), name)
    able = (
        select(one.id, (one.standing + moving(one)).label("score"), *(one[each] for each in CARRIED))
        .where(
            one.done < one.max_per_year,
            one.active < one.max_at_once,
            or_(one.max_per_quarter.is_(None), one.this_quarter < one.max_per_quarter),
            *(one.led >= sieve.asked(number) for number, kind in enumerate(shape.demands) if kind == "led"),
        )
        .subquery(f"{name}able")
    )
    found: CTE = in_order(select(able), able).limit(MOST).cte(f"{name}best").prefix_with("MATERIALIZED")
    return found


def _told(known: CTE, name: str) -> Any:
    return select(*known.c, *carried.unpacked(known.c.counted)).subquery(f"{name}told").c


def rejected(shape: Shape, but: Collection[str] = ()) -> Flag:
    """Whether anything stands in the way, but for these codes (and kinds of demands)."""
    demands = zip(shape.demands, sieve.met(shape), strict=True)
    unmet = (not_(each) for kind, each in demands if kind not in but)
    limits = (flag for code, flag in sieve.relaxable(shape).items() if code not in but)
    return or_(*sieve.fixed(shape).values(), *limits, *unmet)


def in_order(statement: Select[Any], row: Any) -> Any:
    """As `weighing.place`."""
    last = row.c.last_asked
    return statement.order_by(row.c.score, case((last.is_(None), 0), else_=1), last, row.c.id)


def standing(shape: Shape) -> Steps:
    """The part of the score for which nothing need be counted."""
    return (
        language(shape)
        + weight("wish") * _none_of(likes("word", shape.words, Coordinator.at_home_keys))
        + weight("village") * (step(together(shape)) if shape.village == "any" else literal(0))
        + weight("day_part") * _parts(shape)
        + weight("like") * _none_of(likes("theme", shape.themes, Coordinator.themes_like))
        + weight("dislike") * step(or_(false(), *likes("theme", shape.themes, Coordinator.themes_not)))
    )


def moving(row: Any) -> Steps:
    """The part of the score that what she carries decides; `row` has those columns."""
    new = and_(row.block2_on.is_(None), row.helped < WITH_BUDDY)
    asked = [(row.last_asked > bindparam(f"since_{days}", type_=UTC()), many) for days, many in ASKED]
    often = case((row.last_asked > carried.ASKED_SINCE, carried.asked_lately(row.id) - 1), else_=0)
    load = row.done * TENTHS // row.max_per_year + row.active * TENTHS // row.max_at_once
    score: Steps = (
        weight("waiting") * (case((row.last_asked.is_(None), 0), *asked, else_=0) + often)
        + weight("load") * load
        + weight("buddy") * step(or_(row.stage == Stage.TRAINING.value, new))
        + weight("experience") * case((row.led >= EXPERIENCED, 0), else_=EXPERIENCED - row.led)
    )
    return score


def _far(square: Any) -> Steps:
    return case(*((square <= far * far, many) for far, many in BANDS), else_=FARTHEST)


def language(shape: Shape, spoken: Any = Coordinator.languages) -> Steps:
    """What the languages weigh that are asked and not among the `spoken`."""
    missing = [step(not_(each)) for each in likes("language", shape.languages, spoken)]
    return weight("language") * _added(missing)


def _parts(shape: Shape) -> Steps:
    if not shape.day_parts:
        return literal(0)
    shared = or_(*likes("day_part", shape.day_parts, Coordinator.day_parts))
    return case((kept_text(Coordinator.day_parts) == "[]", 1), (shared, 0), else_=2)


def _none_of(found: list[Flag]) -> Steps:
    """One step where something was asked and none of it is there."""
    return case((or_(*found), 0), else_=1) if found else literal(0)


def step(flag: Flag) -> Steps:
    """One where it holds, else none."""
    return case((flag, 1), else_=0)


def _added(each: list[Steps]) -> Steps:
    total: Steps = literal(0)
    for one in each:
        total = total + one
    return total


def weight(name: str) -> Steps:
    """What a step of this weighs (a name of `Weights`)."""
    return bindparam(f"w_{name}", type_=Integer())
