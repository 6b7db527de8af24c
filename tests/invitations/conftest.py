"""A Monday in January on which invitations are sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ekc import clock
from ekc.db import db
from ekc.invitations.models import Appointment, Invitation
from tests.invitations.asking import NOW, invited
from tests.world import World


@pytest.fixture
def day(database) -> Iterator[None]:
    """It is nine o'clock in the morning, in Greenwich."""
    with clock.at(NOW):
        yield


@pytest.fixture
def asked(world: World) -> tuple[Appointment, list[Invitation]]:
    """An appointment with Anna and Bram."""
    made = invited(world, "Anna", "Bram")
    db.commit()
    return made
