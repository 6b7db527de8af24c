"""Finding coordinators: the bureau all of them, a coordinator herself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, and_, bindparam, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.notifications.models import Message
from ekc.people.models import Channel, Person
from ekc.places.models import Locality
from ekc.pool.models import ConductCode, Coordinator, PoolPeriod
from ekc.pool.path import IN_TRAINING_OR_ACTIVE
from ekc.seals import keyed_hash

VISIBLE = select(Coordinator).where(
    Coordinator.municipality_id == bindparam("municipality"),
    or_(bindparam("all", type_=Boolean()), Coordinator.person_id == bindparam("person")),
)
ONE = VISIBLE.where(Coordinator.id == bindparam("id"))
MANY = select(Coordinator).where(
    Coordinator.municipality_id == bindparam("municipality"),
    Coordinator.id.in_(bindparam("ids", expanding=True)),
)
PLACE = select(Locality.id).where(
    Locality.municipality_id == bindparam("municipality"), Locality.pc4 == bindparam("pc4")
)
NAMED = (
    select(Coordinator.id)
    .join(Person, Person.id == Coordinator.person_id)
    .join(Channel, Channel.person_id == Person.id)
    .where(
        Coordinator.municipality_id == bindparam("municipality"),
        Person.name_key == bindparam("name"),
        Channel.value_key.in_(bindparam("reached", expanding=True)),
    )
    .limit(1)
)
NEWER = aliased(ConductCode)
IN_FORCE = case((ConductCode.valid_from <= bindparam("today", type_=Date()), ConductCode.version), else_=0)
CODE_ASKED = (  # the version in force; the first one, ours, where the municipality wrote none of its own
    select(func.coalesce(func.max(IN_FORCE), 1))
    .where(ConductCode.municipality_id == bindparam("municipality", type_=BigInteger()))
    .scalar_subquery()
)

DAY = bindparam("today", type_=Date())
IN_ORDER = and_(  # as `rules.lacking` says it, for lists; what is not known is not in order
    Coordinator.stage.in_(sorted(IN_TRAINING_OR_ACTIVE)),
    Coordinator.vog_seen_on.is_not(None),
    func.coalesce(Coordinator.trained_on <= DAY, false()),
    func.coalesce(Coordinator.vog_until >= DAY, false()),
    func.coalesce(Coordinator.secrecy_on <= DAY, false()),
    func.coalesce(Coordinator.code_version, 0) >= CODE_ASKED,
)
AT_WORK = Coordinator.stage.in_(sorted(IN_TRAINING_OR_ACTIVE))
PERSONS_AT_WORK = select(Coordinator.person_id).where(
    Coordinator.municipality_id == bindparam("municipality"), AT_WORK
)
VOG_BETWEEN = (
    select(Coordinator.id, Coordinator.municipality_id, Coordinator.person_id, Coordinator.vog_until)
    .where(AT_WORK, Coordinator.vog_until.between(bindparam("first"), bindparam("last")))
    .order_by(Coordinator.id)
)
CODE_DUE = (  # the newest that came into force lately, and who has not agreed with it
    select(Coordinator.id, Coordinator.municipality_id, Coordinator.person_id, ConductCode.valid_from)
    .join(ConductCode, ConductCode.municipality_id == Coordinator.municipality_id)
    .where(
        AT_WORK,
        ConductCode.valid_from.between(bindparam("first"), bindparam("last")),
        func.coalesce(Coordinator.code_version, 0) < ConductCode.version,
        ~exists().where(
            NEWER.municipality_id == ConductCode.municipality_id,
            NEWER.version > ConductCode.version,
            NEWER.valid_from <= bindparam("last"),
        ),
    )
    .order_by(Coordinator.id)
)
TO_AGREE = (  # the newest version, also where it holds from a later day
    select(
        func.coalesce(
            select(func.max(ConductCode.version))
            .where(ConductCode.municipality_id == bindparam("municipality", type_=BigInteger()))
            .scalar_subquery(),
            1,
        )
        > func.coalesce(Coordinator.code_version, 0)
    ).where(
        Coordinator.municipality_id == bindparam("municipality"),
        Coordinator.person_id == bindparam("person"),
    )
)
PERIODS = (
    select(PoolPeriod)
    .where(
        PoolPeriod.municipality_id == bindparam("municipality"),
        PoolPeriod.coordinator_id == bindparam("id"),
    )
    .order_by(PoolPeriod.first_month, PoolPeriod.last_month)
)
TOLD = select(Message.dedupe_key).where(
    Message.municipality_id == bindparam("municipality"),
    Message.dedupe_key.in_(bindparam("keys", expanding=True)),
)


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters that leave only the coordinators that `actor` may see."""
    return {
        "municipality": actor.municipality_id,
        "all": actor.is_a(Role.BUREAU) or actor.kind == "system",
        "person": actor.person_id if actor.is_a(Role.COORDINATOR) else None,
    }


def get_for(actor: Actor, coordinator_id: int) -> Coordinator:
    """The coordinator, or NotFoundError where she is not there for `actor`."""
    found = db.session.scalars(ONE, {**visible_to(actor), "id": coordinator_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def mine(actor: Actor) -> Coordinator:
    """The actor as a coordinator, or NotFoundError."""
    found = db.session.scalars(VISIBLE, {**visible_to(actor), "all": False}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def by_ids(municipality_id: int, ids: Iterable[int]) -> dict[int, Coordinator]:
    """Coordinators of a municipality by id."""
    found = db.session.scalars(MANY, {"municipality": municipality_id, "ids": list(ids)})
    return {coordinator.id: coordinator for coordinator in found}


def periods(coordinator: Coordinator) -> Sequence[PoolPeriod]:
    """The months for which she set a limit of their own, in order of the year; one query."""
    values = {"municipality": coordinator.municipality_id, "id": coordinator.id}
    return db.session.scalars(PERIODS, values).all()


def place_of(municipality_id: int, pc4: str) -> int | None:
    """The dorp or wijk with this postcode; None where it is of another municipality."""
    return db.session.scalar(PLACE, {"municipality": municipality_id, "pc4": pc4})


def is_there(municipality_id: int, given_name: str, surname: str, *reached: str | None) -> bool:
    """Whether somebody of this name, with one of these addresses or numbers, is in the pool or was."""
    keys = [keyed_hash(one) for one in reached if one]
    values = {"municipality": municipality_id, "name": keyed_hash(f"{given_name} {surname}"), "reached": keys}
    return db.session.scalar(NAMED, values) is not None


def code_asked(municipality_id: int, today: date) -> int:
    """The version of the code of conduct that must be accepted on `today`; 0 where none holds yet."""
    return db.session.scalar(select(CODE_ASKED), {"municipality": municipality_id, "today": today}) or 0


def at_work(municipality_id: int) -> Sequence[int]:
    """The persons who are in training or active."""
    return db.session.scalars(PERSONS_AT_WORK, {"municipality": municipality_id}).all()


def vog_between(first: date, last: date) -> Sequence[Any]:
    """(id, municipality, person, day) of whose VOG ends between two days, in all municipalities."""
    return db.session.execute(VOG_BETWEEN, {"first": first, "last": last}).all()


def code_due(first: date, last: date) -> Sequence[Any]:
    """(id, municipality, person, day) of who did not agree with a code in force since between two days."""
    return db.session.execute(CODE_DUE, {"first": first, "last": last}).all()


def told(municipality_id: int, keys: Sequence[str]) -> set[str]:
    """Which of these messages were written already, by their dedupe keys."""
    return set(db.session.scalars(TOLD, {"municipality": municipality_id, "keys": list(keys)}))


def to_agree(actor: Actor) -> bool:
    """Whether the actor, a coordinator, has a code of conduct to read and agree with; one query."""
    values = {"municipality": actor.municipality_id, "person": actor.person_id}
    return bool(db.session.scalar(TO_AGREE, values))
