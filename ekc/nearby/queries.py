"""What there is in the neighbourhood: for who organises, for the bureau, and for a family by its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, or_, select

from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.nearby.models import Amenity
from ekc.places.models import Locality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ekc.accounts.actor import Actor

PER_PAGE = 20
MUNICIPALITY = bindparam("municipality", type_=BigInteger())
ONE = select(Amenity).where(
    Amenity.municipality_id == MUNICIPALITY, Amenity.id == bindparam("amenity", type_=BigInteger())
)
ALL = select(Amenity).where(Amenity.municipality_id == MUNICIPALITY).order_by(Amenity.id)
SHOWN = (
    select(Amenity, Locality.name)
    .outerjoin(Locality, Locality.id == Amenity.locality_id)
    .where(Amenity.municipality_id == MUNICIPALITY)
    .order_by(func.lower(Amenity.name), Amenity.id)
)
COUNT = (
    select(func.count())
    .select_from(Amenity)
    .outerjoin(Locality, Locality.id == Amenity.locality_id)
    .where(Amenity.municipality_id == MUNICIPALITY)
)
READERS = (Role.COORDINATOR, Role.BUREAU, Role.TEAM_MEMBER, Role.TEAM_LEAD)


class Page(NamedTuple):
    """A page of the list with the name of the dorp of each, and how many there are in all."""

    rows: Sequence[tuple[Amenity, str | None]]
    total: int


def visible_to(actor: Actor) -> dict[str, object]:
    """Whoever works here, and a family through its own page, sees those of the municipality."""
    is_family = actor.link_about is not None and actor.link_about[0] == "family"
    return {"municipality": actor.municipality_id if is_family or actor.is_a(*READERS) else 0}


def page(actor: Actor, number: int, word: str = "", village: str | None = None) -> Page:
    """A page of what there is, by name: with `word` in its name or its purpose, in one dorp or wijk (its
    name), with what is for everybody. Two queries."""
    chosen = _chosen(word, village)
    values = visible_to(actor)
    total = COUNT.where(*chosen)
    rows = SHOWN.where(*chosen).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    found = [(amenity, place) for amenity, place in db.session.execute(rows, values)]
    return Page(found, db.session.scalar(total, values) or 0)


def get_for(actor: Actor, amenity_id: int) -> Amenity:
    """One of them; NotFoundError where it is not there for the actor."""
    found = db.session.scalars(ONE, {**visible_to(actor), "amenity": amenity_id}).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def everything(actor: Actor) -> Sequence[Amenity]:
    """All of them, the oldest first."""
    return db.session.scalars(ALL, visible_to(actor)).all()


def _chosen(word: str, village: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if word:
        found.append(
            or_(
                Amenity.name.icontains(word, autoescape=True),
                Amenity.purpose.icontains(word, autoescape=True),
            )
        )
    if village is not None:
        found.append(or_(Locality.name == village, Amenity.locality_id.is_(None)))
    return found
