"""The rules of `limits` as the database reckons them: who may be asked, one flag for each reason.

What the database decides is what the pure rules decide; a test holds them beside each other.
"""
# ruff: noqa: ANN401 -- columns of any type

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Float,
    Integer,
    Text,
    and_,
    bindparam,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
    union_all,
)

from ekc.accounts.models import Account, RoleRow
from ekc.matching import carried
from ekc.matching.carried import REFERRAL
from ekc.matching.fitting import SHORTEST_NAME, Wanted
from ekc.matching.models import Offer
from ekc.matching.weighing import ASKED, Weights, since
from ekc.places.distances import cell_of, cells_around, degree_km
from ekc.pool.models import Coordinator
from ekc.pool.path import IN_TRAINING_OR_ACTIVE
from ekc.pool.queries import CODE_ASKED
from ekc.pool.service import word_keys
from ekc.pool.wording import plain
from ekc.referrals.models import Assent, Assignment, Exclusion, FocusPerson, Referral

Flag = ColumnElement[bool]
TODAY = bindparam("today", type_=Date())
RELAXABLE = (  # the keys of `relaxable`, in its order
    "paused",
    "same_village",
    "other_village",
    "own_village",
    "too_far",
    "year_full",
    "quarter_full",
    "period_full",
    "now_full",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of each thing a referral asks: what the statement looks like. The values are parameters."""

    languages: int
    organisations: int
    words: int
    day_parts: int
    themes: int
    demands: tuple[str, ...]  # kinds
    village: str
    here: bool  # whether it is known where the household lives
    locality: bool  # the same, by dorp or wijk
    pc4: bool  # the same, by postcode

    @classmethod
    def of(cls, wanted: Wanted, demands: Sequence[str]) -> Shape:
        """The shape of a referral, with these demands (all that are told of, hard or not)."""
        return cls(
            len(wanted.languages),
            len(_plain(wanted.organisations)),
            len(wanted.words),
            len(wanted.day_parts),
            len(wanted.themes),
            tuple(map(_kind, demands)),
            wanted.own_village,
            wanted.point is not None,
            wanted.locality_id is not None,
            wanted.pc4 is not None,
        )


_HERE = Referral.id == REFERRAL
PERSONS = union_all(  # of the household, around it, or of the team that asked: a few rows, read once
    select(FocusPerson.person_id).where(FocusPerson.referral_id == REFERRAL),
    select(Assent.person_id).where(Assent.referral_id == REFERRAL),
    select(Referral.responsible_person_id).where(_HERE, Referral.responsible_person_id.is_not(None)),
    select(Referral.backstop_person_id).where(_HERE, Referral.backstop_person_id.is_not(None)),
    select(Account.person_id)
    .join(RoleRow, RoleRow.account_id == Account.id)
    .join(Referral, Referral.team_id == RoleRow.team_id)
    .where(_HERE),
).cte("persons")
PASSED = union_all(  # had it, were left out, or were asked
    select(Assignment.coordinator_id).where(
        Assignment.referral_id == REFERRAL,
        Assignment.coordinator_id.is_not(None),
        carried.NO_BACKUP,
        Assignment.ended_at.is_not(None),
        Assignment.end_reason != "took_over",
    ),
    select(Exclusion.coordinator_id).where(
        Exclusion.referral_id == REFERRAL, Exclusion.coordinator_id.is_not(None)
    ),
    select(Offer.coordinator_id).where(
        Offer.referral_id == REFERRAL, Offer.state.in_(("no", "refused", "open", "yes"))
    ),
).cte("passed")


def values(wanted: Wanted, demands: Sequence[str], weights: Weights, today: date) -> dict[str, Any]:
    """The parameters of the statements of `wanted`, but for those of `carried`."""
    found: dict[str, Any] = {"locality": wanted.locality_id, "pc4": wanted.pc4}
    found |= _each("language", map(_holds, wanted.languages))
    found |= _each("organisation", _plain(wanted.organisations))
    found |= _each("word", map(_holds, word_keys(wanted.words)))
    found |= _each("day_part", map(_holds, wanted.day_parts))
    found |= _each("theme", map(_holds, wanted.themes))
    found |= _each("demand", map(_asked_for, demands))
    found |= {f"w_{name}": weight for name, weight in weights._asdict().items()}
    found |= {f"since_{days}": since(today, days) for days, _ in ASKED}
    if wanted.point is not None:
        north, east = degree_km(wanted.point[0])
        found |= {"lat": wanted.point[0], "lon": wanted.point[1], "north": north, "east": east}
        home = cell_of(*wanted.point)
        found |= _each("cells", cells_around(home))
    return found


def fixed(shape: Shape) -> dict[str, Flag]:
    """Whether each of the reasons holds that nobody lets go: law and independence, and what was answered."""
    return {
        **_law(),
        "involved": _involved(shape),
        "person": Coordinator.person_id.in_(select(PERSONS.c.person_id)),
        "passed": Coordinator.id.in_(select(PASSED.c.coordinator_id)),
    }


def relaxable(shape: Shape) -> dict[str, Flag]:
    """Whether each of the reasons holds that whoever set it may let go."""
    near, far = together(shape), square() if shape.here else None
    return {
        "paused": and_(Coordinator.paused_until.is_not(None), Coordinator.paused_until >= TODAY),
        "same_village": near if shape.village == "not" else false(),
        "other_village": not_(near) if shape.village == "only" else false(),
        "own_village": and_(not_(Coordinator.own_village), near),
        "too_far": false() if far is None else _beyond(far, Coordinator.max_km),
        "year_full": Coordinator.max_per_year <= carried.DONE,
        "quarter_full": and_(
            Coordinator.max_per_quarter.is_not(None), Coordinator.max_per_quarter <= carried.THIS_QUARTER
        ),
        "period_full": Coordinator.id.in_(select(carried.FULL.c.coordinator_id)),
        "now_full": Coordinator.max_at_once <= carried.ACTIVE,
    }


def met(shape: Shape) -> list[Flag]:
    """Whether each of the demands is met, in their order; what was not told is not met."""
    return [_met(kind, number, shape) for number, kind in enumerate(shape.demands)]


def _met(kind: str, number: int, shape: Shape) -> Flag:
    name = f"demand_{number}"
    if kind == "km":
        far = asked(number)
        return and_(Coordinator.lat.is_not(None), square() <= far * far) if shape.here else false()
    if kind.startswith("village"):
        return together(shape) if kind == "village:only" else not_(together(shape))
    if kind == "led":
        return asked(number) <= carried.LED
    columns = {
        "language": Coordinator.languages,
        "word": Coordinator.at_home_keys,
        "part": Coordinator.day_parts,
        "theme": Coordinator.themes_like,
    }
    return kept_text(columns[kind]).like(bindparam(name, type_=Text()))


def asked(number: int) -> ColumnElement[int]:
    """The number in a demand ("led:3"), the `number`th of all."""
    return bindparam(f"demand_{number}", type_=Integer())


def _law() -> dict[str, Flag]:
    one = Coordinator
    return {
        "stage": one.stage.not_in(sorted(IN_TRAINING_OR_ACTIVE)),
        "untrained": or_(one.trained_on.is_(None), one.trained_on > TODAY),
        "vog": or_(one.vog_seen_on.is_(None), one.vog_until.is_(None), one.vog_until < TODAY),
        "no_secrecy": or_(one.secrecy_on.is_(None), one.secrecy_on > TODAY),
        "no_code": func.coalesce(one.code_version, 0) < CODE_ASKED,
    }


def _involved(shape: Shape) -> Flag:
    """As `fitting.works_for`: one name is the other, or is part of it as whole words."""
    hers = func.coalesce(Coordinator.employer_plain, "")
    found: list[Flag] = []
    for number in range(shape.organisations):
        name = bindparam(f"organisation_{number}", type_=Text())
        within = and_(
            func.length(hers) >= SHORTEST_NAME, (literal(" ") + name + " ").like(literal("% ") + hers + " %")
        )
        around = and_(
            func.length(name) >= SHORTEST_NAME, (literal(" ") + hers + " ").like(literal("% ") + name + " %")
        )
        found.append(or_(hers == name, within, around))
    return or_(false(), *found)


def together(shape: Shape) -> Flag:
    """As `fitting.same_village`."""
    found: list[Flag] = []
    hers = Coordinator.locality_id
    if shape.locality:
        found.append(and_(hers.is_not(None), hers == bindparam("locality", type_=BigInteger())))
    if shape.pc4:
        same = Coordinator.pc4 == bindparam("pc4", type_=Text())
        found.append(and_(hers.is_(None), same) if shape.locality else same)
    return or_(false(), *found)


def square() -> ColumnElement[Any]:
    """As `distances.square_km`."""
    up = (Coordinator.lat - bindparam("lat", type_=Float())) * bindparam("north", type_=Float())
    along = (Coordinator.lon - bindparam("lon", type_=Float())) * bindparam("east", type_=Float())
    return up * up + along * along


def _beyond(far: ColumnElement[Any], most: Any) -> Flag:
    return and_(Coordinator.lat.is_not(None), most.is_not(None), far > most * most)


def likes(name: str, many: int, column: Any) -> list[Flag]:
    return [kept_text(column).like(bindparam(f"{name}_{number}", type_=Text())) for number in range(many)]


def kept_text(column: Any) -> ColumnElement[str]:
    """A list of codes as the text that is kept, so that one of them can be looked for."""
    return func.coalesce(type_coerce(column, Text()), "[]")


def _plain(organisations: Sequence[str]) -> list[str]:
    return [name for name in map(plain, organisations) if name]


def _holds(code: str) -> str:
    """What a kept list of codes is like where this one is in it."""
    return f'%"{code}"%'


def _kind(demand: str) -> str:
    return demand if demand.startswith("village:") else demand.partition(":")[0]


def _asked_for(demand: str) -> object:
    kind, _, value = demand.partition(":")
    if kind in {"km", "led"}:
        return int(value)
    return _holds(*word_keys([value])) if kind == "word" else _holds(value)


def _each(name: str, found: Any) -> dict[str, object]:
    return {f"{name}_{number}": value for number, value in enumerate(found)}
