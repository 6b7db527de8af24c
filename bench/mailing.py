"""Messages and calendars: S9, S10 and S12 in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.calendars import NOW, a_feed, one_invitation
from bench.outbox import an_outbox
from ekc import clock
from ekc.db import db
from tests.world import empty_database, make_settings, make_world

if TYPE_CHECKING:
    from pathlib import Path

    from bench.beside import Measured


def measure(folder: Path) -> list[Measured]:
    """All three, on an SQLite database in `folder`."""
    folder.mkdir()
    chosen = make_settings(folder)
    empty_database(chosen)
    with clock.at(NOW):
        world = make_world()
        found = [one_invitation(), a_feed(world), *an_outbox(world)]
    db.remove()
    db.engine.dispose()
    return found
