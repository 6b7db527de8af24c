"""A municipality sets its target."""

from __future__ import annotations

import pytest

from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError
from ekc.reporting import queries, service
from tests.world import World


def test_a_target_is_set_and_set_again(world: World) -> None:
    service.set_target(2026, 40, by=world.gea.actor)
    service.set_target(2026, 60, by=world.gea.actor)
    found = queries.target(world.municipality.id, 2026)
    assert found is not None
    assert found.conferences == 60
    lines = db.session.query(LogEntry).filter(LogEntry.action == "set_target")
    assert [line.actor_id for line in lines] == [world.gea.account.id] * 2


def test_a_target_of_nothing_is_refused(world: World) -> None:
    with pytest.raises(DomainError, match="1 of meer"):
        service.set_target(2026, 0, by=world.gea.actor)
    assert queries.target(world.municipality.id, 2026) is None
