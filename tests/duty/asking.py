"""The tick that asks, and what an achterwacht says."""

from __future__ import annotations

from datetime import time

from ekc import clock
from ekc.db import db
from ekc.duty import asking
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import NOON
from tests.duty.watches import asked, standing
from tests.world import DAY

EVENING = local_to_utc(DAY, time(19, 30))


def tick(now=NOON) -> int:
    with clock.at(now):
        done = asking.tick(now)
    db.commit()
    return done


def says(conference, value: str, world, via: str = "link") -> None:
    (*_, row) = asked(conference)
    asking.answer(row, standing(conference).day, value, via, by=world.by)
    db.commit()
