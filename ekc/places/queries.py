"""Looking up a municipality, and the dorpen and wijken in it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from ekc.db import db
from ekc.errors import NotFoundError
from ekc.places.models import Locality, Municipality
from ekc.web.formatting import phone

ONE = select(Municipality).where(Municipality.id == bindparam("municipality"))
ALL = select(Municipality).order_by(Municipality.name)
BY_CODE = select(Municipality).where(Municipality.code == bindparam("code"))
LOCALITIES = (
    select(Locality)
    .where(Locality.municipality_id == bindparam("municipality"))
    .order_by(Locality.name, Locality.pc4)
)
LOCALITY = select(Locality).where(
    Locality.municipality_id == bindparam("municipality"), Locality.id == bindparam("id")
)


def municipality(municipality_id: int) -> Municipality:
    """The municipality with this id, or NotFoundError."""
    found = db.session.scalars(ONE, {"municipality": municipality_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def central(municipality_id: int) -> str:
    """The number that somebody may always call, as it is read; NotFoundError without such a municipality."""
    return phone(municipality(municipality_id).central_phone)


def municipality_by_code(code: str) -> Municipality | None:
    """The municipality with these four figures in the national register."""
    return db.session.scalars(BY_CODE, {"code": code}).one_or_none()


def localities(municipality_id: int) -> Sequence[Locality]:
    """The dorpen and wijken of a municipality, by name and then by postcode."""
    return db.session.scalars(LOCALITIES, {"municipality": municipality_id}).all()


def locality(municipality_id: int, locality_id: int) -> Locality:
    """One dorp or wijk of this municipality, or NotFoundError."""
    found = db.session.scalars(LOCALITY, {"municipality": municipality_id, "id": locality_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


DEMO = select(Municipality).where(Municipality.demo)


def demo_municipality() -> Municipality | None:
    """The invented municipality, where this database holds one."""
    return db.session.scalars(DEMO).first()


def all_municipalities() -> Sequence[Municipality]:
    """Every municipality of this installation, by name."""
    return db.session.scalars(ALL).all()
