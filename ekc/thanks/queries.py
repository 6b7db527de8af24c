"""Kind words of a volunteer, those that somebody must still tell, and what a family allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, and_, bindparam, extract, func, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.pool.path import IN_TRAINING_OR_ACTIVE
from ekc.referrals.assigning import LEAD_LEFT
from ekc.referrals.models import Assignment, Referral
from ekc.referrals.reasons import REASONS
from ekc.thanks.models import KindWord, Onward

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
REFERRAL = bindparam("referral", type_=BigInteger())
VISIBLE = and_(
    KindWord.municipality_id == MUNICIPALITY,
    or_(bindparam("all", type_=Boolean()), KindWord.person_id == bindparam("person")),
)
ONE = select(KindWord).where(VISIBLE, KindWord.id == bindparam("id"))
HERS = and_(KindWord.municipality_id == MUNICIPALITY, KindWord.person_id == bindparam("person"))
PAGE = (
    select(KindWord.id, KindWord.kind, KindWord.day, KindWord.sentence, KindWord.at)
    .where(HERS)
    .order_by(KindWord.id.desc())
    .limit(bindparam("many"))
    .offset(bindparam("skip"))
)
HOW_MANY = select(func.count()).select_from(KindWord).where(HERS)
IS_TO_DO = and_(KindWord.municipality_id == MUNICIPALITY, KindWord.way == "call", KindWord.done_at.is_(None))
TO_DO = (
    select(
        KindWord.id,
        KindWord.kind,
        KindWord.day,
        KindWord.sentence,
        KindWord.coordinator_id,
        KindWord.person_id,
        Person.given_name,
        Person.surname,
    )
    .join(Person, Person.id == KindWord.person_id)
    .where(IS_TO_DO)
    .order_by(KindWord.id)
    .limit(bindparam("many"))
    .offset(bindparam("skip"))
)
HOW_MANY_TO_DO = select(func.count()).select_from(KindWord).where(IS_TO_DO)
MOST_YEARS = 20
YEARS = (
    select(Coordinator.id, Coordinator.joined_on, Person.given_name, Person.surname)
    .join(Person, Person.id == Coordinator.person_id)
    .where(
        Coordinator.municipality_id == MUNICIPALITY,
        Coordinator.stage.in_(sorted(IN_TRAINING_OR_ACTIVE)),
        extract("month", Coordinator.joined_on) == bindparam("month"),
        extract("year", Coordinator.joined_on) < bindparam("year"),
    )
    .order_by(extract("day", Coordinator.joined_on), Coordinator.id)
    .limit(MOST_YEARS)
)
OF_REFERRAL = select(Onward).where(Onward.municipality_id == MUNICIPALITY, Onward.referral_id == REFERRAL)
NOT_HERS = sorted({*REASONS["hand_back"], LEAD_LEFT})  # who ended it so, did not organise it
ORGANISED = (
    select(Assignment.coordinator_id, Assignment.person_id)
    .join(Referral, Referral.id == Assignment.referral_id)
    .where(
        Assignment.municipality_id == MUNICIPALITY,
        Assignment.referral_id == REFERRAL,
        Assignment.coordinator_id.is_not(None),
        Assignment.kind.in_(("lead", "buddy")),
        or_(Assignment.end_reason.is_(None), Assignment.end_reason.not_in(NOT_HERS)),
    )
    .distinct()
)


class Milestone(NamedTuple):
    """Whole years that somebody is in the pool, reached this month."""

    coordinator_id: int
    since: date
    name: str
    years: int


class Line(NamedTuple):
    """A kind word on a volunteer's own page."""

    id: int
    kind: str
    day: date | None
    sentence: str | None
    at: datetime


class ToDo(NamedTuple):
    """A kind word that somebody of the bureau must tell: by telephone, or on a card."""

    id: int
    kind: str
    day: date | None
    sentence: str | None
    coordinator_id: int
    person_id: int
    given_name: str
    surname: str

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()


def visible_to(actor: Actor) -> dict[str, object]:
    """The bureau sees all kind words; a volunteer her own."""
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU),
        "person": actor.person_id if actor.is_a(Role.COORDINATOR) else None,
    }


def get_for(actor: Actor, kind_word_id: int) -> KindWord:
    """The kind word, or NotFoundError where it is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": kind_word_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def of_person(municipality_id: int, person_id: int, skip: int, many: int) -> list[Line]:
    """What a volunteer heard, the newest first; one query."""
    given = {"municipality": municipality_id, "person": person_id, "skip": skip, "many": many}
    return [Line._make(row) for row in db.rows(PAGE, given)]


def count_of(municipality_id: int, person_id: int) -> int:
    """How many kind words a volunteer has."""
    return db.session.scalar(HOW_MANY, {"municipality": municipality_id, "person": person_id}) or 0


def to_do(actor: Actor, skip: int, many: int) -> list[ToDo]:
    """Whom the bureau calls or sends a card, the longest waiting first; one query."""
    given = {"municipality": actor.municipality_id, "skip": skip, "many": many}
    return [ToDo._make(row) for row in db.rows(TO_DO, given)]


def count_to_do(actor: Actor) -> int:
    """How many that are."""
    return db.session.scalar(HOW_MANY_TO_DO, {"municipality": actor.municipality_id}) or 0


def milestones(actor: Actor, today: date) -> list[Milestone]:
    """Who is in the pool a number of whole years this month, by the day, at most 20; one query. For a word of
    thanks of the bureau: no points, no order of merit."""
    given = {"municipality": actor.municipality_id, "month": today.month, "year": today.year}
    return [
        Milestone(
            row.id, row.joined_on, f"{row.given_name} {row.surname}".strip(), today.year - row.joined_on.year
        )
        for row in db.rows(YEARS, given)
    ]


def onward(referral: Referral) -> Onward | None:
    """What the family allows, and what was told. Who asks has found the referral through the actor."""
    return db.session.scalars(OF_REFERRAL, _of(referral)).one_or_none()


def organised(referral: Referral) -> Sequence[tuple[int, int]]:
    """(coordinator id, person id) of the volunteers who organised it, as lead or as buddy."""
    return [(row[0] or 0, row[1]) for row in db.rows(ORGANISED, _of(referral))]


def _of(referral: Referral) -> dict[str, object]:
    return {"municipality": referral.municipality_id, "referral": referral.id}
