"""The bureau keeps what there is in the neighbourhood."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import TooLateError
from ekc.nearby import rules
from ekc.nearby.models import Amenity

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.nearby.rules import Told


def add(told: Told, *, by: Actor) -> Amenity:
    """One more, for everybody in the actor's municipality to read. DomainError as `check`."""
    rules.check(told)
    made = Amenity(id=new_id(), municipality_id=by.municipality_id, **asdict(told))
    db.session.add(made)
    record("add_amenity", "amenity", made.id, by=by)
    db.session.flush()
    return made


def change(found: Amenity, told: Told, seen: int, *, by: Actor) -> None:
    """Describe it anew; `seen` is the version that was looked at. TooLateError where it is older."""
    rules.check(told)
    if found.version != seen:
        raise TooLateError(rules.CHANGED)
    for name, value in asdict(told).items():
        setattr(found, name, value)
    record("change_amenity", "amenity", found.id, by=by)
    db.session.flush()


def remove(found: Amenity, *, by: Actor) -> None:
    """It is no more: nobody reads it from now on."""
    record("remove_amenity", "amenity", found.id, by=by)
    db.session.delete(found)
    db.session.flush()
