"""Candidates for one aanmelding (S6): the one statement beside reading all rows, on SQLite and PostgreSQL.

Both begin with the same facts about everybody. Reading all rows is the least that a program must do which
decides outside the database; deciding is not counted against it. The time is that on the clock, as on
PostgreSQL the work is done in another process; medians of one of each in turn, on a connection on which both
were asked before: a database keeps how it answers what it is asked more often. Beside it stands what a new
connection takes.
"""

from __future__ import annotations

import gc
import random
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text

from ekc import clock
from ekc.db import db, new_id
from ekc.matching import shortlist, volunteers
from ekc.matching.carried import year_start
from ekc.matching.models import Offer, OfferRound
from ekc.matching.weighing import USUAL
from ekc.people.models import Person
from ekc.places.distances import KM_PER_DEGREE, cell_of, point_of
from ekc.pool.models import Coordinator
from ekc.referrals.models import Assignment, Referral
from ekc.seals import keyed_hash
from tests.matching.stories import make_referral
from tests.tools import postgres
from tests.world import empty_database, make_settings, make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

FEW, MANY = 1_000, 20_000
GOALS = {FEW: 0.25, MANY: 0.12}
GROWS = 2.0  # at twenty times the coordinators on twenty times the ground
PER_SQUARE_KM = 0.1
SHOWN = 20
ROUNDS = 9
BEFORE = 12  # psycopg prepares a statement after five times, and PostgreSQL keeps the plan after five more
HOME = "9601"
ASKED = (("nld",), ("nld", "ara"))
QUESTIONS = {1: "Dutch", 2: "also Arabic, which one in twenty speaks"}
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Search:
    """One size on one database: seconds of ours, of reading all rows, and of ours on a new connection."""

    database: str
    languages: int
    people: int
    ours: float
    rows: float
    first: float

    @property
    def times(self) -> float:
        """What part of reading all rows."""
        return self.ours / self.rows

    @property
    def fits(self) -> bool:
        """Whether the first part of S6 holds."""
        return self.times <= GOALS[self.people]


def measure(folder: Path) -> list[Search]:
    """Both sizes on both databases."""
    folder.mkdir()
    found = []
    with postgres.server() as server, postgres.database(server, "candidates") as url:
        for name, address in (("SQLite", None), ("PostgreSQL", url)):
            empty_database(make_settings(folder, address))
            found += _on(name)
            db.remove()
            db.engine.dispose()
    return found


def growth(one: Search, found: Sequence[Search]) -> float | None:
    """How many times the small pool's time the same question takes in the large one; None for the small."""
    same = (each for each in found if (each.database, each.languages) == (one.database, one.languages))
    few = next(each for each in same if each.people == FEW)
    return None if one is few else one.ours / few.ours


def _on(name: str) -> list[Search]:
    world = make_world()
    referral = make_referral(world)
    found: list[Search] = []
    there = 0
    for many in (FEW, MANY):
        _people(referral, many - there, many)
        there = many
        for asked in ASKED:
            referral.languages = asked
            db.commit()
            first = _first(_ours(referral))
            ours, rows = _medians(_ours(referral), _all_rows(referral))
            found.append(Search(name, len(asked), many, ours, rows, first))
    return found


def _ours(referral: Referral) -> Callable[[], object]:
    pc4 = volunteers.setting(referral).pc4
    wanted, today = volunteers.wanted(referral, pc4), clock.today()
    given = volunteers.given(referral, year_start())
    return lambda: shortlist.shortlist(wanted, USUAL, given, today, 0, SHOWN)


def _all_rows(referral: Referral) -> Callable[[], object]:
    given = volunteers.given(referral, year_start())
    return lambda: db.session.execute(volunteers.POOL, given).all()


def _first(verb: Callable[[], object]) -> float:
    """Seconds on a connection that was asked nothing yet, in a process that knows the statement; of three."""
    taken = []
    for _ in range(4):
        db.remove()
        db.engine.dispose()
        db.session.execute(text("SELECT 1"))
        begin = perf_counter()
        verb()
        taken.append(perf_counter() - begin)
    return median(taken[1:])


def _medians(*verbs: Callable[[], object]) -> list[float]:
    taken: list[list[float]] = [[] for _ in verbs]
    for verb in verbs * BEFORE:
        verb()
    gc.collect()
    for _ in range(ROUNDS):
        for verb, times in zip(verbs, taken, strict=True):
            begin = perf_counter()
            verb()
            times.append(perf_counter() - begin)
    return [median(times) for times in taken]


def _people(referral: Referral, many: int, total: int) -> None:
    """So many coordinators more, evenly over ground that is large enough for all; each with a past."""
    chance = random.Random(total)  # noqa: S311 -- the same people in every run
    done = _referrals(referral, 50, "closed")
    now = _referrals(referral, many // 5, "matched")
    rounds = [
        {
            "id": new_id(),
            "municipality_id": referral.municipality_id,
            "referral_id": one,
            "opened_at": clock.now(),
            "week_from": clock.today(),
            "week_until": clock.today(),
        }
        for one in done
    ]
    db.session.execute(insert(OfferRound), rounds)
    people = [_person(referral.municipality_id, number) for number in range(many)]
    _insert(Person, people)
    side = (total / PER_SQUARE_KM) ** 0.5
    # Whoever was there before lives on the smaller ground in the middle: the newcomers live around it.
    inner = ((total - many) / PER_SQUARE_KM) ** 0.5
    pool = [_coordinator(chance, referral.municipality_id, one["id"], side, inner) for one in people]
    _insert(Coordinator, pool)
    _insert(Assignment, _assignments(chance, pool, done, now))
    _insert(Offer, _offers(chance, pool, done, rounds))
    db.commit()
    db.session.execute(text("ANALYZE"))
    db.commit()


def _insert(table: Any, rows: Sequence[dict[str, Any]] | Iterator[dict[str, Any]]) -> None:  # noqa: ANN401 -- any table
    every = list(rows)
    for start in range(0, len(every), BATCH):
        db.session.execute(insert(table), every[start : start + BATCH])


def _referrals(referral: Referral, many: int, state: str) -> list[int]:
    table = Referral.__table__
    db.session.flush()
    row = dict(db.session.execute(select(table).where(table.c.id == referral.id)).mappings().one())
    ids = [new_id() for _ in range(many)]
    _insert(Referral, ({**row, "id": one, "state": state} for one in ids))
    return ids


def _person(municipality_id: int, number: int) -> dict[str, Any]:
    name = f"Vrijwilliger{number} Veen"
    given, surname = name.split()
    return {
        "id": new_id(),
        "municipality_id": municipality_id,
        "given_name": given,
        "surname": surname,
        "name_key": keyed_hash(name),
    }


def _coordinator(
    chance: random.Random, municipality_id: int, person_id: int, side: float, inner: float
) -> dict[str, Any]:
    today = clock.today()
    latitude, longitude = point_of(HOME) or (0.0, 0.0)
    while True:
        up, along = (chance.uniform(-side / 2, side / 2) for _ in range(2))
        if max(abs(up), abs(along)) >= inner / 2:
            break
    lat, lon = latitude + up / KM_PER_DEGREE, longitude + along / (KM_PER_DEGREE * 0.6)
    return {
        "id": new_id(),
        "municipality_id": municipality_id,
        "person_id": person_id,
        "pc4": "9999",
        "lat": lat,
        "lon": lon,
        "cell": cell_of(lat, lon),
        "languages": ("nld", "ara") if chance.random() < 0.05 else ("nld",),  # noqa: PLR2004 -- one in twenty
        "max_per_year": chance.randint(2, 6),
        "max_at_once": chance.randint(1, 2),
        "trained_on": today - timedelta(days=400),
        "block2_on": today - timedelta(days=200),
        "vog_seen_on": today - timedelta(days=300),
        "vog_until": today + timedelta(days=chance.randint(-60, 700)),
        "secrecy_on": today - timedelta(days=300),
        "code_version": 1,
        "joined_on": today - timedelta(days=500),
        "themes_like": chance.choice(((), ("parenting",))),
        "version": 1,
        "stage": "active",
    }


def _assignments(
    chance: random.Random, pool: list[dict[str, Any]], done: list[int], now: list[int]
) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(pool):
        for _ in range(chance.randint(0, 2)):
            yield _assignment(one, chance.choice(done), chance.randint(40, 600), ended=True)
        if number % 5 == 0 and number // 5 < len(now):
            yield _assignment(one, now[number // 5], chance.randint(1, 40), ended=False)


def _assignment(one: dict[str, Any], referral_id: int, days: int, *, ended: bool) -> dict[str, Any]:
    since = clock.now() - timedelta(days=days)
    return {
        "id": new_id(),
        "municipality_id": one["municipality_id"],
        "referral_id": referral_id,
        "coordinator_id": one["id"],
        "person_id": one["person_id"],
        "kind": "lead",
        "since": since,
        "first_contact_by": since.date(),
        "ended_at": since + timedelta(days=30) if ended else None,
        "end_reason": "closed" if ended else None,
    }


def _offers(
    chance: random.Random, pool: list[dict[str, Any]], done: list[int], rounds: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    for one in pool:
        for number in chance.sample(range(len(done)), chance.randint(0, 3)):
            asked = clock.now() - timedelta(days=chance.randint(1, 500))
            yield {
                "id": new_id(),
                "municipality_id": one["municipality_id"],
                "round_id": rounds[number]["id"],
                "referral_id": done[number],
                "coordinator_id": one["id"],
                "person_id": one["person_id"],
                "state": chance.choice(("no", "filled", "lapsed")),
                "asked_at": asked,
                "expires_at": asked + timedelta(days=3),
            }
