"""Two workers, two tabs, and both databases: one calendar is read once, and one link remains."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.calendars import queries, service
from ekc.calendars.models import CalendarLink
from ekc.calendars.reader import Answer
from ekc.db import db
from ekc.errors import TooLateError
from tests.agenda.trajects import NOON, make_conference, make_traject
from tests.both import at_once
from tests.world import make_world

pytestmark = pytest.mark.proof


@pytest.mark.usefixtures("chosen")
def test_one_link_and_one_reading_of_it_and_both_kinds_of_busy_hours():
    with clock.at(NOON):
        world = make_world()
        day = make_conference(world, make_traject(world))
        begins, ends = day.starts_at, day.ends_at
    person_id, cor = world.cor.person.id, world.cor.actor
    links = [lambda n=n: service.link(f"https://agenda.example/{n}.ics", by=cor) for n in range(3)]
    assert at_once(links, NOON) == ["done"] * 3
    assert db.session.query(CalendarLink).count() == 1
    db.commit()

    def work() -> None:
        if not service.claim(NOON):
            raise TooLateError("taken")

    assert at_once([work, work], NOON) == ["done", "taken"]
    quarter = int(begins.timestamp()) // 900
    with clock.at(NOON + timedelta(minutes=5)):
        (taken,) = service.claim(clock.now())
        assert service.keep(taken, Answer([(quarter - 40, quarter - 36)]), clock.now())
        db.commit()
        found = queries.busy_of(person_id, NOON, NOON + timedelta(days=60), clock.now())
    assert sorted(found) == [(quarter - 40, quarter - 36), (quarter, int(ends.timestamp()) // 900)]
