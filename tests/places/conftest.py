"""An empty database, and an actor of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekc import seals
from ekc.accounts.actor import Actor, system
from ekc.audit.models import LogEntry
from ekc.db import Base, db, make_engine
from ekc.places.models import Locality, Municipality


@pytest.fixture
def by(tmp_path: Path) -> Iterator[Actor]:
    seals.configure("t" * 40)
    engine = make_engine(f"sqlite:///{tmp_path}/places.db")
    db.bind(engine)
    Base.metadata.create_all(engine, tables=[kind.__table__ for kind in (Municipality, Locality, LogEntry)])
    yield system(0, "command")
    db.remove()
    engine.dispose()
