"""The pool as the bureau looks at it: how many there are, what they carry, and a list with filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Date, Integer, Text, and_, bindparam, func, not_, or_, select
from sqlalchemy import type_coerce as taken_as

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import UTC, db
from ekc.matching.carried import ACTIVE, DONE, MUNICIPALITY
from ekc.matching.fitting import Volunteer
from ekc.matching.models import Offer
from ekc.matching.volunteers import POOL, SIGNS_IN, since, volunteer
from ekc.pool.models import Coordinator
from ekc.pool.path import IN_TRAINING_OR_ACTIVE, Stage
from ekc.pool.queries import IN_ORDER

ANYBODY, IN, NOT = 0, 1, 2  # in order: does not matter, yes, no
ELSEWHERE = -1  # lives in no dorp or wijk of this municipality
PAUSED = "paused"
LATELY = timedelta(days=365)

TODAY = bindparam("today", type_=Date())
VILLAGE = bindparam("village", type_=BigInteger())
ORDER = bindparam("order", type_=Integer())
IS_PAUSED = func.coalesce(Coordinator.paused_until >= TODAY, False)
WANTED = (
    Coordinator.municipality_id == MUNICIPALITY,
    Coordinator.stage.in_(bindparam("stages", expanding=True)),
    or_(not_(bindparam("paused", type_=Boolean())), IS_PAUSED),
    taken_as(Coordinator.languages, Text).like(bindparam("speaks", type_=Text())),
    or_(VILLAGE == 0, func.coalesce(Coordinator.locality_id, ELSEWHERE) == VILLAGE),
    or_(ORDER == ANYBODY, and_(ORDER == IN, IN_ORDER), and_(ORDER == NOT, not_(IN_ORDER))),
)
PAGE = POOL.where(*WANTED).order_by(Coordinator.id).limit(bindparam("many")).offset(bindparam("skip"))
HOW_MANY = select(func.count()).select_from(Coordinator).where(*WANTED)
MAY_SIGN_IN = select(SIGNS_IN).where(Coordinator.id == bindparam("id"))
EACH = (
    select(
        Coordinator.stage.label("stage"),
        Coordinator.max_at_once.label("most"),
        IS_PAUSED.label("paused"),
        ACTIVE.label("active"),
        DONE.label("done"),
    )
    .where(Coordinator.municipality_id == MUNICIPALITY)
    .subquery()
)
AT_WORK = EACH.c.stage.in_(sorted(IN_TRAINING_OR_ACTIVE))
HEADS = select(
    func.count().filter(EACH.c.stage.in_([Stage.INTERESTED.value, Stage.INTAKE.value])),
    func.count().filter(EACH.c.stage == Stage.TRAINING.value),
    func.count().filter(EACH.c.stage == Stage.ACTIVE.value),
    func.count().filter(AT_WORK, EACH.c.paused),
    func.count().filter(EACH.c.stage == Stage.STOPPED.value),
    func.coalesce(func.sum(EACH.c.active).filter(AT_WORK), 0),
    func.coalesce(func.sum(EACH.c.most).filter(AT_WORK), 0),
    func.coalesce(func.sum(EACH.c.done).filter(AT_WORK), 0),
)
REPLIES = select(
    func.count().filter(Offer.answered_at.is_not(None)),
    func.count().filter(Offer.state == "lapsed"),
).where(Offer.municipality_id == MUNICIPALITY, Offer.asked_at >= bindparam("lately", type_=UTC()))


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom to list. `stage` is a stage, 'paused', or None: everybody who has not stopped; `village` is the id
    of a dorp or wijk, `ELSEWHERE`, or None."""

    stage: str | None = None
    language: str | None = None
    village: int | None = None
    order: int = ANYBODY

    def values(self, municipality_id: int) -> dict[str, object]:
        """As parameters of the statements."""
        stages = [self.stage] if self.stage in set(Stage) else sorted(set(Stage) - {Stage.STOPPED})
        if self.stage == PAUSED:
            stages = sorted(IN_TRAINING_OR_ACTIVE)
        return {
            "municipality": municipality_id,
            "stages": [str(one) for one in stages],
            "paused": self.stage == PAUSED,
            "speaks": f'%"{self.language}"%' if self.language else "%",
            "village": self.village or 0,
            "order": self.order,
            "today": clock.today(),
        }


class Headcount(NamedTuple):
    """How many there are where, and what they carry: trajecten now, and room for so many together; begun this
    year; questions of the last twelve months that were answered, and that got no answer."""

    coming: int
    training: int
    active: int
    paused: int
    stopped: int
    carried: int
    room: int
    begun: int
    answered: int
    silent: int

    @property
    def load(self) -> float | None:
        """Trajecten at this moment per volunteer at work; None where there is nobody."""
        at_work = self.training + self.active
        return self.carried / at_work if at_work else None

    @property
    def replies(self) -> int | None:
        """How many of a hundred questions got an answer; None where nothing was asked."""
        asked = self.answered + self.silent
        return round(100 * self.answered / asked) if asked else None


def page(actor: Actor, filters: Filters, year_start: datetime, skip: int, many: int) -> list[Volunteer]:
    """A page of the pool, the longest in it first, with what each carries; one query."""
    values = {**since(year_start), **filters.values(actor.municipality_id), "referral": 0}
    return [volunteer(row, None) for row in db.session.execute(PAGE, {**values, "skip": skip, "many": many})]


def signs_in(coordinator: Coordinator) -> bool:
    """Whether she has an account with which she sees what is hers."""
    return bool(db.session.scalar(MAY_SIGN_IN, {"id": coordinator.id}))


def size(actor: Actor, filters: Filters) -> int:
    """How many coordinators of the actor's municipality the filters leave."""
    return db.session.scalar(HOW_MANY, filters.values(actor.municipality_id)) or 0


def headcount(actor: Actor, year_start: datetime, now: datetime) -> Headcount:
    """How the pool is doing at `now` (aware); two queries."""
    today: date = now.astimezone(clock.HOME).date()
    values = {"municipality": actor.municipality_id, "today": today, "year_start": year_start}
    heads = db.session.execute(HEADS, values).one()
    lately = {"municipality": actor.municipality_id, "lately": now - LATELY}
    replies = db.session.execute(REPLIES, lately).one()
    return Headcount(*(int(one) for one in (*heads, *replies)))
