"""An intervisie to test with, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.invitations.models import Invitation
from ekc.training import queries, seating, service
from ekc.training.models import Gathering
from ekc.training.rules import Plan
from ekc.web.formatting import local_to_utc
from tests.world import DAY, Somebody, World

NOON = local_to_utc(DAY - timedelta(days=30), time(12))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is noon, thirty days before the evening."""
    with clock.at(NOON):
        yield


def a_plan(kind: str = "intervisie", *, days: int = 0, seats: int = 12, **given: object) -> Plan:
    """The evening of the tests, or `days` later."""
    starts = local_to_utc(DAY + timedelta(days=days), time(19, 30))
    told: dict[str, object] = {"place": "De Kern", "led_by": "Petra en Aaltje"}
    return Plan(kind, starts, starts + timedelta(hours=2), seats, **{**told, **given})  # type: ignore[arg-type] # -- as given


def make_gathering(world: World, *guests: Somebody, **given: object) -> Gathering:
    """Planned by Petra, with `guests` asked to it."""
    gathering = service.plan(a_plan(**given), by=world.petra.actor)  # type: ignore[arg-type] # -- the same
    if guests:
        ids = [one.coordinator.id for one in guests if one.coordinator]
        service.invite(gathering, "ticked", ids, by=world.petra.actor)
    db.commit()
    return gathering


def invitation(gathering: Gathering, somebody: Somebody) -> Invitation:
    """The invitation of somebody, as it is now."""
    return (
        db.session.query(Invitation)
        .filter_by(appointment_id=gathering.appointment_id, person_id=somebody.person.id)
        .one()
    )


def says(gathering: Gathering, somebody: Somebody, value: str = "yes", via: str = "link"):
    """Somebody answers."""
    found = seating.hear(invitation(gathering, somebody), value, via, by=somebody.actor)
    db.commit()
    return found


def places(gathering: Gathering, *guests: Somebody) -> list[int | str | None]:
    """The number of each guest's place; 'waits', or None."""
    by_invitation = {seat.invitation_id: seat.number or "waits" for seat in queries.seats(gathering)}
    return [by_invitation.get(invitation(gathering, one).id) for one in guests]


def logged(gathering: Gathering) -> list[str]:
    """What the logbook says about it."""
    rows = db.session.query(LogEntry).filter_by(object_kind="gathering", object_id=gathering.id)
    return [row.action for row in rows.order_by(LogEntry.id)]
