"""Suggestions and words about teams: whose they are, and who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, and_, bindparam, func, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role, Team
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person
from ekc.pool.models import Coordinator
from ekc.referrals.models import Referral
from ekc.thanks.models import KindWord
from ekc.thanks.queries import IS_TO_DO
from ekc.voice.models import Suggestion, TeamWord, YearWord
from ekc.voice.rules import FEWEST

MUNICIPALITY = bindparam("municipality", type_=BigInteger())
PERSON = bindparam("person", type_=BigInteger())
ALL = bindparam("all", type_=Boolean())
HERS = Suggestion.person_id == PERSON
# Others read a suggestion when it is answered and may be shared; whose it is, where she finds that fine.
READABLE = and_(Suggestion.municipality_id == MUNICIPALITY, or_(ALL, HERS, Suggestion.shared))
ONE = select(Suggestion).where(Suggestion.municipality_id == MUNICIPALITY, Suggestion.id == bindparam("id"))
PAGE = (
    select(
        Suggestion.id,
        Suggestion.text,
        Suggestion.stand,
        Suggestion.answer,
        Suggestion.at,
        Suggestion.answered_at,
        Suggestion.shared,
        Suggestion.named,
        HERS.label("hers"),
        Suggestion.person_id,
        Person.given_name,
        Person.surname,
    )
    .join(Person, Person.id == Suggestion.person_id)
    .where(READABLE)
    .order_by(Suggestion.stand != "new", Suggestion.id.desc())
    .limit(bindparam("many"))
    .offset(bindparam("skip"))
)
HOW_MANY = select(func.count()).select_from(Suggestion).where(READABLE)
TEAM_OF = (
    select(Referral.team_id)
    .join(KindWord, KindWord.referral_id == Referral.id)
    .where(KindWord.id == bindparam("id"), KindWord.municipality_id == MUNICIPALITY)
)
SAID = select(TeamWord.id).where(
    TeamWord.municipality_id == MUNICIPALITY, TeamWord.kind_word_id == bindparam("id")
)
YEAR: Any = bindparam("year", type_=BigInteger())
OF_YEAR = select(YearWord).where(
    YearWord.municipality_id == MUNICIPALITY,
    YearWord.coordinator_id == bindparam("coordinator", type_=BigInteger()),
    YearWord.year == YEAR,
)
COUNTED = (
    select(YearWord.how, func.count().label("many"))
    .where(YearWord.municipality_id == MUNICIPALITY, YearWord.year == YEAR)
    .group_by(YearWord.how)
)
ALL_SAID = select(TeamWord.kind_word_id).where(
    TeamWord.municipality_id == MUNICIPALITY, TeamWord.kind_word_id.in_(bindparam("ids", expanding=True))
)
WORD = select(TeamWord).where(TeamWord.municipality_id == MUNICIPALITY, TeamWord.id == bindparam("id"))
WORDS = (
    select(
        TeamWord.id,
        TeamWord.person_id,
        TeamWord.how,
        TeamWord.text,
        TeamWord.at,
        TeamWord.seen_at,
        Team.name.label("team"),
        Person.given_name,
        Person.surname,
    )
    .join(Team, Team.id == TeamWord.team_id)
    .join(Person, Person.id == TeamWord.person_id)
    .where(TeamWord.municipality_id == MUNICIPALITY)
    .order_by(TeamWord.seen_at.is_not(None), TeamWord.id.desc())
    .limit(bindparam("many"))
    .offset(bindparam("skip"))
)
HOW_MANY_WORDS = select(func.count()).select_from(TeamWord).where(TeamWord.municipality_id == MUNICIPALITY)

WAITING = select(  # for the bureau: what is new, and whom to thank by telephone
    select(func.count())
    .where(Suggestion.municipality_id == MUNICIPALITY, Suggestion.stand == "new")
    .scalar_subquery()
    .label("ideas"),
    select(func.count())
    .where(TeamWord.municipality_id == MUNICIPALITY, TeamWord.seen_at.is_(None))
    .scalar_subquery()
    .label("words"),
    select(func.count()).select_from(KindWord).where(IS_TO_DO).scalar_subquery().label("thanks"),
)


class Idea(NamedTuple):
    """A suggestion in a list. `who` is empty where it is not for the reader to know."""

    id: int
    text: str
    stand: str
    answer: str | None
    at: datetime
    answered_at: datetime | None
    shared: bool
    hers: bool
    person_id: int
    who: str


class Word(NamedTuple):
    """A word about a team, for the bureau."""

    id: int
    person_id: int
    how: str
    text: str | None
    at: datetime
    seen_at: datetime | None
    team: str
    given_name: str
    surname: str

    @property
    def who(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()


def get_for(actor: Actor, suggestion_id: int) -> Suggestion:
    """The suggestion, for the bureau that answers it; NotFoundError for anybody else."""
    found = _one(ONE, actor, suggestion_id)
    if not isinstance(found, Suggestion):
        raise NotFoundError
    return found


def word_for(actor: Actor, team_word_id: int) -> TeamWord:
    """The word about a team, for the bureau; NotFoundError for anybody else."""
    found = _one(WORD, actor, team_word_id)
    if not isinstance(found, TeamWord):
        raise NotFoundError
    return found


def ideas(actor: Actor, skip: int, many: int) -> list[Idea]:
    """What the actor may read, unanswered first, then the newest; one query.

    The bureau reads who it was; a coordinator a first name, where whoever had the idea finds that fine.
    """
    bureau = actor.is_a(Role.BUREAU)
    rows = db.session.execute(PAGE, {**_readable(actor), "skip": skip, "many": many})
    return [
        Idea(
            row.id,
            row.text,
            row.stand,
            row.answer,
            row.at,
            row.answered_at,
            bool(row.shared),
            bool(row.hers),
            row.person_id,
            _who(row.given_name, row.surname, bureau=bureau, named=row.named),
        )
        for row in rows
    ]


def count_ideas(actor: Actor) -> int:
    """How many suggestions the actor may read."""
    return db.session.scalar(HOW_MANY, _readable(actor)) or 0


def team_of(word: KindWord) -> int:
    """The team that asked for the conference of these thanks."""
    return db.session.scalars(TEAM_OF, {"municipality": word.municipality_id, "id": word.id}).one()


def of_year(coordinator: Coordinator, year: int | None) -> YearWord | None:
    """How she found a year, as far as she said; whoever asks has found her through the actor."""
    given = {"municipality": coordinator.municipality_id, "coordinator": coordinator.id, "year": year}
    return db.session.scalars(OF_YEAR, given).one_or_none()


def counted(municipality_id: int, year: int) -> dict[str, int]:
    """How many said what of a year; nothing while they are so few that it would say who. One query."""
    rows = db.rows(COUNTED, {"municipality": municipality_id, "year": year})
    found = {row.how: row.many for row in rows}
    return found if sum(found.values()) >= FEWEST else {}


def said_already(word: KindWord) -> bool:
    """Whether she told how it was to work with the team."""
    return db.session.scalar(SAID, {"municipality": word.municipality_id, "id": word.id}) is not None


def said(municipality_id: int, ids: Iterable[int]) -> set[int]:
    """Of which of these kind words she told how it was to work with the team; one query."""
    return set(db.session.scalars(ALL_SAID, {"municipality": municipality_id, "ids": list(ids)}))


def words(actor: Actor, skip: int, many: int) -> list[Word]:
    """Words about teams, those nobody read first, then the newest; for the bureau; one query."""
    given = {"municipality": actor.municipality_id, "skip": skip, "many": many}
    return [Word._make(row) for row in db.session.execute(WORDS, given)]


def count_words(actor: Actor) -> int:
    """How many those are."""
    return db.session.scalar(HOW_MANY_WORDS, {"municipality": actor.municipality_id}) or 0


def _one(statement: object, actor: Actor, object_id: int) -> object:
    if not actor.is_a(Role.BUREAU):
        return None
    given = {"municipality": actor.municipality_id, "id": object_id}
    return db.session.scalars(statement, given).one_or_none()  # type: ignore[call-overload] # -- a select


def _readable(actor: Actor) -> dict[str, object]:
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU),
        "person": actor.person_id or 0,
    }


def _who(given: str, surname: str, *, bureau: bool, named: bool) -> str:
    if bureau:
        return f"{given} {surname}".strip()
    return given if named else ""
