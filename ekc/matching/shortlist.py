"""The sum of `weighing` as the database reckons it, and the shortlist of a referral: one statement for a pool
of any size.

First come the squares of twenty kilometres around the household. Who lives farther away is only looked at
where that can still matter: at their distance alone they would have to stand before the last one found.
"""
# ruff: noqa: ANN401 -- rows and statements of any columns

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
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
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)

from ekc.db import UTC, db
from ekc.matching import carried, sieve
from ekc.matching.carried import MUNICIPALITY
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.limits import Surveyed
from ekc.matching.sieve import RELAXABLE, Flag, Shape, kept_text, likes, square, together
from ekc.matching.volunteers import POOL, volunteer
from ekc.matching.weighing import ASKED, BANDS, EXPERIENCED, FARTHEST, TENTHS, USUAL, Weights
from ekc.matching.written import written
from ekc.pool.models import Coordinator
from ekc.pool.path import WITH_BUDDY, Stage

Steps = ColumnElement[int]
MOST = 60  # nobody asks who stands after these
FAR_KM = 20  # whoever lives in none of the squares around the household lives farther than this
ENDLESS = 1 << 40
COUNTED_ONCE = ("year_full", "quarter_full", "now_full")  # told by what is counted for the score too
CELLS = [bindparam(f"cells_{number}", type_=Integer()) for number in range(9)]


def shortlist(
    wanted: Wanted, weights: Weights, given: Mapping[str, Any], today: date, skip: int, many: int
) -> tuple[list[Volunteer], int]:
    """(who may be asked, `many` of them from the place `skip` on, how many there are up to `MOST`).

    `given` are the parameters of `carried` for this referral. One query.
    """
    told = sieve.values(wanted, wanted.demands, weights, today)
    statement = _shortlist(Shape.of(wanted, wanted.demands))
    rows = db.session.execute(statement, {**given, **told, "skip": skip, "many": many}).all()
    return [volunteer(row, wanted.point) for row in rows], rows[0].total if rows else 0


def left_out(
    wanted: Wanted, weights: Weights, given: Mapping[str, Any], today: date, skip: int, many: int
) -> list[Volunteer]:
    """Who may not be asked, the longest in the pool first, `many` of them from the place `skip` on."""
    told = sieve.values(wanted, wanted.demands, weights, today)
    statement = _left_out(Shape.of(wanted, wanted.demands))
    rows = db.session.execute(statement, {**given, **told, "skip": skip, "many": many})
    return [volunteer(row, wanted.point) for row in rows]


def survey(wanted: Wanted, others: Sequence[str], given: Mapping[str, Any], today: date) -> list[Surveyed]:
    """The pool of a referral counted by what stands in the way; without whom law and independence leave out.

    `others` are demands that are not hard: of each group it is told how many meet them. One query.
    """
    demands = [*wanted.demands, *others]
    told = sieve.values(wanted, demands, USUAL, today)
    rows = db.session.execute(_survey(Shape.of(wanted, demands), len(wanted.demands)), {**given, **told})
    found = []
    for row in rows:
        codes = [*RELAXABLE, *wanted.demands]
        reasons = frozenset(code for code, flag in zip(codes, row, strict=False) if flag)
        found.append(Surveyed(reasons, row.total, dict(zip(others, row[len(codes) + 1 :], strict=True))))
    return found


@lru_cache(maxsize=256)
def _shortlist(shape: Shape) -> Any:
    """The statement for referrals of this shape."""
    here = Coordinator.municipality_id == MUNICIPALITY
    if not shape.here:
        found = _found(shape, here, "all")
    else:
        near = _found(shape, and_(here, Coordinator.cell.in_(CELLS)), "near")
        last = select(case((func.count() < MOST, ENDLESS), else_=func.max(near.c.score))).select_from(near)
        farther = _farther(shape, here, last.scalar_subquery())
        found = union_all(select(near), select(farther)).cte("found")
    best = _in_order(select(found), found)
    kept = best.limit(MOST).subquery("kept")
    page = _in_order(select(kept, func.count().over().label("total")), kept)
    shown = page.limit(bindparam("many")).offset(bindparam("skip")).subquery("shown")
    joined = POOL.add_columns(shown.c.total).join(shown, shown.c.id == Coordinator.id)
    return written(_in_order(joined, shown))


@lru_cache(maxsize=256)
def _left_out(shape: Shape) -> Any:
    return (
        POOL.where(_rejected(shape))
        .order_by(Coordinator.id)
        .limit(bindparam("many"))
        .offset(bindparam("skip"))
    )


@lru_cache(maxsize=256)
def _survey(shape: Shape, hard: int) -> Any:
    met = sieve.met(shape)
    flags = [*sieve.relaxable(shape).values(), *(not_(each) for each in met[:hard])]
    asked = [_one(each).label(f"met_{number}") for number, each in enumerate(met[hard:])]
    named = [_one(each).label(f"flag_{number}") for number, each in enumerate(flags)]
    each = (
        select(*named, *asked)
        .where(Coordinator.municipality_id == MUNICIPALITY, not_(or_(*sieve.fixed(shape).values())))
        .cte("each")
        .prefix_with("MATERIALIZED")
    )
    groups = [each.c[one.name] for one in named]
    sums = [func.sum(each.c[one.name]) for one in asked]
    return select(*groups, func.count().label("total"), *sums).group_by(*groups)


def _rejected(shape: Shape, but: Collection[str] = ()) -> Flag:
    unmet = (not_(each) for each in sieve.met(shape))
    limits = (flag for code, flag in sieve.relaxable(shape).items() if code not in but)
    return or_(*sieve.fixed(shape).values(), *limits, *unmet)


def _farther(shape: Shape, here: Flag, worst: Any) -> CTE:
    """Who lives outside the squares around the household, where that can still matter.

    `worst` is the score of the last one found nearby. Where distance alone puts the others behind it, `still`
    has no row, and none of them is looked at. Else most are told by their languages, before all is reckoned.
    """
    floor = _w("distance") * next(many for far, many in BANDS if far > FAR_KM)
    still = select(worst.label("worst")).where(floor <= worst).cte("still")
    outside = or_(Coordinator.cell.is_(None), Coordinator.cell.not_in(CELLS))
    spoken = floor + _language(shape) <= still.c.worst
    return _found(shape, and_(here, spoken, outside, standing(shape) <= still.c.worst), "beyond")


def _found(shape: Shape, where: Flag, name: str) -> CTE:
    """(id, score, last asked) of who may be asked among those `where`, the best `MOST`.

    What they carry is counted in one pass over what all of them did, not for each of them.
    """
    known = (
        select(*KNOWN, standing(shape).label("standing"))
        .where(where, not_(_rejected(shape, but=COUNTED_ONCE)))
        .cte(f"{name}_known")
        .prefix_with("MATERIALIZED")
    )
    one = carried.told(known).subquery(f"{name}_told").c
    ids = (
        select(one.id, (one.standing + moving(one)).label("score"), one.last_asked)
        .where(
            one.done < one.max_per_year,
            one.active < one.max_at_once,
            or_(one.max_per_quarter.is_(None), one.this_quarter < one.max_per_quarter),
        )
        .subquery(f"{name}_scored")
    )
    best: CTE = _in_order(select(ids), ids).limit(MOST).cte(name).prefix_with("MATERIALIZED")
    return best


def _in_order(statement: Select[Any], row: Any) -> Any:
    """As `weighing.place`."""
    last = row.c.last_asked
    return statement.order_by(row.c.score, case((last.is_(None), 0), else_=1), last, row.c.id)


def standing(shape: Shape) -> Steps:
    """The part of the score for which nothing need be counted."""
    return (
        _language(shape)
        + _w("wish") * _none_of(likes("word", shape.words, Coordinator.at_home_keys))
        + _w("distance") * (_far() if shape.here else literal(FARTHEST))
        + _w("village") * (_one(together(shape)) if shape.village == "any" else literal(0))
        + _w("day_part") * _parts(shape)
        + _w("like") * _none_of(likes("theme", shape.themes, Coordinator.themes_like))
        + _w("dislike") * _one(or_(false(), *likes("theme", shape.themes, Coordinator.themes_not)))
    )


def moving(row: Any) -> Steps:
    """The part of the score that what she carries decides; `row` has those columns."""
    new = and_(row.block2_on.is_(None), row.helped < WITH_BUDDY)
    asked = [(row.last_asked > bindparam(f"since_{days}", type_=UTC()), many) for days, many in ASKED]
    often = case((row.asked_lately > 1, row.asked_lately - 1), else_=0)
    load = row.done * TENTHS // row.max_per_year + row.active * TENTHS // row.max_at_once
    score: Steps = (
        _w("waiting") * (case((row.last_asked.is_(None), 0), *asked, else_=0) + often)
        + _w("load") * load
        + _w("buddy") * _one(or_(row.stage == Stage.TRAINING.value, new))
        + _w("experience") * case((row.led >= EXPERIENCED, 0), else_=EXPERIENCED - row.led)
    )
    return score


KNOWN = (
    Coordinator.id,
    Coordinator.max_per_year,
    Coordinator.max_at_once,
    Coordinator.max_per_quarter,
    Coordinator.stage,
    Coordinator.block2_on,
    carried.LAST_ASKED.label("last_asked"),
    carried.ASKED_LATELY.label("asked_lately"),
)


def _far() -> Steps:
    bands = [(square() <= far * far, many) for far, many in BANDS]
    return case((Coordinator.lat.is_(None), FARTHEST), *bands, else_=FARTHEST)


def _language(shape: Shape) -> Steps:
    missing = [_one(not_(each)) for each in likes("language", shape.languages, Coordinator.languages)]
    return _w("language") * _added(missing)


def _parts(shape: Shape) -> Steps:
    if not shape.day_parts:
        return literal(0)
    shared = or_(*likes("day_part", shape.day_parts, Coordinator.day_parts))
    return case((kept_text(Coordinator.day_parts) == "[]", 1), (shared, 0), else_=2)


def _none_of(found: list[Flag]) -> Steps:
    """One step where something was asked and none of it is there."""
    return case((or_(*found), 0), else_=1) if found else literal(0)


def _one(flag: Flag) -> Steps:
    return case((flag, 1), else_=0)


def _added(each: list[Steps]) -> Steps:
    total: Steps = literal(0)
    for one in each:
        total = total + one
    return total


def _w(name: str) -> Steps:
    return bindparam(f"w_{name}", type_=Integer())
