"""Who does whose work while somebody is away: found by day, by person, and for a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Date, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Cover, Role
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.people.models import Person

PER_PAGE = 20
HERE = bindparam("municipality", type_=BigInteger())
TODAY = bindparam("today", type_=Date())
ABSENT, INSTEAD = aliased(Person), aliased(Person)
HOLDS = (Cover.ended_at.is_(None), Cover.from_day <= TODAY, Cover.until_day >= TODAY)
VISIBLE = (
    Cover.municipality_id == HERE,
    or_(
        bindparam("all", type_=Boolean()),
        Cover.absent_person_id == bindparam("person", type_=BigInteger()),
        Cover.cover_person_id == bindparam("person"),
    ),
)
ONE = select(Cover).where(*VISIBLE, Cover.id == bindparam("id"))
LISTED = (
    select(
        Cover.id,
        Cover.absent_person_id,
        Cover.cover_person_id,
        Cover.from_day,
        Cover.until_day,
        Cover.ended_at,
        ABSENT.given_name.label("absent_given"),
        ABSENT.surname.label("absent_surname"),
        INSTEAD.given_name.label("cover_given"),
        INSTEAD.surname.label("cover_surname"),
        func.count().over().label("total"),
    )
    .join(ABSENT, ABSENT.id == Cover.absent_person_id)
    .join(INSTEAD, INSTEAD.id == Cover.cover_person_id)
    .where(*VISIBLE)
    .order_by(Cover.until_day.desc(), Cover.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
OVERLAPPING = (
    select(Cover)
    .where(
        Cover.municipality_id == HERE,
        Cover.ended_at.is_(None),
        Cover.from_day <= bindparam("last", type_=Date()),
        Cover.until_day >= bindparam("first", type_=Date()),
        or_(
            Cover.absent_person_id.in_(bindparam("persons", expanding=True)),
            Cover.cover_person_id.in_(bindparam("persons")),
        ),
    )
    .order_by(Cover.id)
)
INSTEAD_OF = (
    select(
        Cover.absent_person_id, Cover.cover_person_id, INSTEAD.given_name, INSTEAD.surname, Cover.until_day
    )
    .join(INSTEAD, INSTEAD.id == Cover.cover_person_id)
    .where(
        Cover.municipality_id == HERE, *HOLDS, Cover.absent_person_id.in_(bindparam("ids", expanding=True))
    )
    .order_by(Cover.id)
)
LOCK = (
    select(Person.id)
    .where(Person.municipality_id == HERE, Person.id.in_(bindparam("ids", expanding=True)))
    .order_by(Person.id)
    .with_for_update()
)


class Listed(NamedTuple):
    """A cover as a list shows it; `stands` is now, to_come, over or ended."""

    id: int
    absent_person_id: int
    cover_person_id: int
    absent: str
    cover: str
    from_day: date
    until_day: date
    stands: str


class Instead(NamedTuple):
    """Who does it instead, up to and including a day."""

    person_id: int
    name: str
    until_day: date


def visible_to(actor: Actor) -> dict[str, object]:
    """The bureau sees all of its municipality, others what is about themselves."""
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU),
        "person": actor.person_id or 0,
    }


def get_for(actor: Actor, cover_id: int) -> Cover:
    """The cover, or NotFoundError where it is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": cover_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def listed(actor: Actor, page: int) -> tuple[list[Listed], int]:
    """(a page of covers, what ends last first; how many there are); one query."""
    values = {**visible_to(actor), "limit": PER_PAGE, "offset": PER_PAGE * (page - 1)}
    rows = db.rows(LISTED, values).all()
    today = clock.today()
    found = [
        Listed(
            row.id,
            row.absent_person_id,
            row.cover_person_id,
            f"{row.absent_given} {row.absent_surname}".strip(),
            f"{row.cover_given} {row.cover_surname}".strip(),
            row.from_day,
            row.until_day,
            _stands(row.from_day, row.until_day, today, ended=row.ended_at is not None),
        )
        for row in rows
    ]
    return found, rows[0].total if rows else 0


def instead_of(municipality_id: int, person_ids: Collection[int]) -> dict[int, Instead]:
    """Who does it today instead of each of these persons who is away; one query however many."""
    values = {"municipality": municipality_id, "today": clock.today(), "ids": list(person_ids)}
    return {
        row[0]: Instead(row[1], f"{row.given_name} {row.surname}".strip(), row.until_day)
        for row in db.rows(INSTEAD_OF, values)
    }


def overlapping(municipality_id: int, persons: Collection[int], first: date, last: date) -> Sequence[Cover]:
    """What stands already in these days with one of these persons in it, away or as the cover."""
    values = {"municipality": municipality_id, "persons": list(persons), "first": first, "last": last}
    return db.session.scalars(OVERLAPPING, values).all()


def lock(municipality_id: int, persons: Collection[int]) -> list[int]:
    """Hold these persons until the end of the transaction, always in the same order; gives who are there."""
    return list(db.session.scalars(LOCK, {"municipality": municipality_id, "ids": list(persons)}))


def _stands(first: date, last: date, today: date, *, ended: bool) -> str:
    if ended:
        return "ended"
    return "over" if last < today else "to_come" if first > today else "now"


def holds(cover: Cover) -> bool:
    """Whether it counts today."""
    return cover.ended_at is None and cover.from_day <= clock.today() <= cover.until_day
