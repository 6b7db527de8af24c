"""Setting what a municipality aims for."""

from __future__ import annotations

from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.reporting import queries
from ekc.reporting.models import Target


def set_target(year: int, conferences: int, *, follow_ups_count: bool = False, by: Actor) -> Target:
    """Aim for this many conferences in a year, in the actor's municipality; an older number is replaced."""
    if conferences < 1:
        raise DomainError("Kies een doel van 1 of meer.")
    target = queries.target(by.municipality_id, year)
    if target is None:
        target = Target(id=new_id(), municipality_id=by.municipality_id, year=year)
        db.session.add(target)
    target.conferences, target.follow_ups_count = conferences, follow_ups_count
    record("set_target", "target", target.id, by=by)
    db.session.flush()
    return target
