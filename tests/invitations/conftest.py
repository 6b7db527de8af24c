"""A Monday in January on which invitations are sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ekc import clock
from ekc.db import db
from ekc.invitations.models import Appointment, Invitation
from ekc.settings import Settings
from tests.invitations.asking import NOW, invited
from tests.world import World, make_settings


@pytest.fixture
def settings(tmp_path) -> Settings:
    """The settings of this test: at night, too, an invitation leaves at once."""
    return make_settings(tmp_path, quiet_hours="")


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
