"""The sum of `weighing` as the database reckons it, and the shortlist of a referral: one statement for a pool
of any size.

First come the squares of twenty kilometres around the household. Who lives farther away is only looked at
where that can still matter: at their distance and languages they may stand before the last one found.
"""
# ruff: noqa: ANN401 -- rows and statements of any columns

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.visitors import replacement_traverse

from ekc.db import db
from ekc.matching import sieve, sums
from ekc.matching.carried import MUNICIPALITY
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.limits import Surveyed
from ekc.matching.sieve import RELAXABLE, Shape
from ekc.matching.sums import MOST
from ekc.matching.volunteers import POOL, volunteer
from ekc.matching.weighing import BANDS, USUAL, Weights
from ekc.matching.written import written
from ekc.pool.models import Coordinator

FAR_KM = 20  # whoever lives in none of the squares around the household lives farther than this
ENDLESS = 1 << 40
HERE = Coordinator.municipality_id == MUNICIPALITY
LOOKED_AT = (  # what the rules read of a coordinator
    *sums.KNOWN,
    Coordinator.person_id,
    Coordinator.pc4,
    Coordinator.locality_id,
    Coordinator.lat,
    Coordinator.lon,
    Coordinator.languages,
    Coordinator.employer_plain,
    Coordinator.own_village,
    Coordinator.day_parts,
    Coordinator.themes_like,
    Coordinator.themes_not,
    Coordinator.at_home_keys,
    Coordinator.paused_until,
    Coordinator.trained_on,
    Coordinator.code_version,
    Coordinator.vog_until,
    Coordinator.vog_seen_on,
    Coordinator.secrecy_on,
)
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
    if not shape.here:
        found = sums.best(sums.seen(shape, "all", HERE), shape)
    else:
        near = sums.best(sums.seen(shape, "near", and_(HERE, Coordinator.cell.in_(CELLS))), shape)
        found = union_all(select(near), select(_farther(shape, near))).cte("found")
    kept = sums.in_order(select(found), found).limit(MOST).subquery("kept")
    page = sums.in_order(select(kept, func.count().over().label("total")), kept)
    shown = page.limit(bindparam("many")).offset(bindparam("skip")).subquery("shown")
    columns = [shown.c.get(one.name, one) for one in POOL.selected_columns[1:]]
    pool = POOL.with_only_columns(Coordinator.id, *columns, shown.c.total)
    return written(sums.in_order(pool.join(shown, shown.c.id == Coordinator.id), shown))


@lru_cache(maxsize=256)
def _left_out(shape: Shape) -> Any:
    return (
        POOL.where(sums.rejected(shape))
        .order_by(Coordinator.id)
        .limit(bindparam("many"))
        .offset(bindparam("skip"))
    )


@lru_cache(maxsize=256)
def _survey(shape: Shape, hard: int) -> Any:
    met = sieve.met(shape)
    flags = [*sieve.relaxable(shape).values(), *(not_(each) for each in met[:hard])]
    asked = [sums.step(each).label(f"met_{number}") for number, each in enumerate(met[hard:])]
    named = [sums.step(each).label(f"flag_{number}") for number, each in enumerate(flags)]
    each = (
        select(*named, *asked)
        .where(HERE, not_(or_(*sieve.fixed(shape).values())))
        .cte("each")
        .prefix_with("MATERIALIZED")
    )
    groups = [each.c[one.name] for one in named]
    meeting = [func.sum(each.c[one.name]) for one in asked]
    return select(*groups, func.count().label("total"), *meeting).group_by(*groups)


def _farther(shape: Shape, near: CTE) -> CTE:
    """Who lives outside the squares around the household, where that can still matter.

    Where distance alone puts the others behind the last one found nearby, `still` has no row, and none of
    them is looked at. Else only who speaks enough of the languages: an index leads from them to the people.
    """
    last = select(case((func.count() < MOST, ENDLESS), else_=func.max(near.c.score)).label("worst"))
    floor = sums.weight("distance") * next(many for far, many in BANDS if far > FAR_KM)
    found = last.select_from(near).subquery("last")
    still = select(found.c.worst).where(floor <= found.c.worst).cte("still")
    spoken = _sets(still)
    enough = floor + sums.language(shape, spoken.c.languages) <= select(still.c.worst).scalar_subquery()
    outside = or_(Coordinator.cell.is_(None), Coordinator.cell.not_in(CELLS))
    theirs = type_coerce(Coordinator.languages, Text()) == spoken.c.languages
    picked = (  # from the languages to the people, never the other way round
        select(*LOOKED_AT)
        .select_from(spoken.outerjoin(Coordinator, and_(HERE, theirs, outside)))
        .where(enough)
        .cte("picked")
        .prefix_with("MATERIALIZED")
    )
    seen = taken_from(picked, sums.seen(shape, "beyond", true()))
    return sums.best(seen, shape, select(still.c.worst).scalar_subquery())


def _sets(still: CTE) -> CTE:
    """Which languages people of the municipality speak together: few, and found one after the other by an
    index, without looking at the people. After the last one comes NULL."""
    kept = type_coerce(Coordinator.languages, Text())
    first = select(func.min(kept).label("languages")).where(HERE, exists(still.select()))
    sets = first.cte("spoken", recursive=True)
    after = select(func.min(kept)).where(HERE, kept > sets.c.languages).correlate(sets).scalar_subquery()
    return sets.union_all(select(after).where(sets.c.languages.is_not(None)))


def taken_from(rows: CTE, statement: Any) -> Any:
    """The statement with these rows where it reads the table of coordinators."""

    def other(element: Any, **_: Any) -> Any:
        if isinstance(element, Column) and element.table is not None and element.table.name == "coordinator":
            return rows.c[element.name]
        return rows if element is Coordinator.__table__ else None

    return replacement_traverse(statement, {}, other)
