"""Finding coordinators: the bureau all of them, a coordinator herself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, bindparam, case, func, or_, select

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.places.models import Locality
from ekc.pool.models import ConductCode, Coordinator

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
IN_FORCE = case((ConductCode.valid_from <= bindparam("today", type_=Date()), ConductCode.version), else_=0)
CODE_ASKED = (  # the version in force; the first one, ours, where the municipality wrote none of its own
    select(func.coalesce(func.max(IN_FORCE), 1))
    .where(ConductCode.municipality_id == bindparam("municipality", type_=BigInteger()))
    .scalar_subquery()
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


def place_of(municipality_id: int, pc4: str) -> int | None:
    """The dorp or wijk with this postcode; None where it is of another municipality."""
    return db.session.scalar(PLACE, {"municipality": municipality_id, "pc4": pc4})


def code_asked(municipality_id: int, today: date) -> int:
    """The version of the code of conduct that must be accepted on `today`; 0 where none holds yet."""
    return db.session.scalar(select(CODE_ASKED), {"municipality": municipality_id, "today": today}) or 0
