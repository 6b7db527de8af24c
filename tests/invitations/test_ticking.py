"""Four workers and a hundred reminders, and one worker is killed: each reminder once, on both databases.

And the clock may do what it likes: two nights of the year have another length, a machine is set back or
stands still.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import func, select

from ekc import clock, jobs
from ekc.db import db
from ekc.invitations import reminding, service
from ekc.notifications.models import Message
from ekc.settings import Settings
from tests.invitations.asking import NOW, STARTS, leave, make_appointment, make_guests
from tests.racing import enter, own, processes

MORNING = STARTS.replace(hour=9) - timedelta(days=1)
HANG = 60
REMINDED = select(func.count(), func.count(Message.dedupe_key.distinct())).where(
    Message.kind == "invitation_reminder"
)


def tick(chosen: Settings, begin: Barrier) -> None:
    """A worker's clock as it runs in the product: as fast as it goes, until somebody ends it."""
    enter(chosen)
    job = jobs.Job("remind_days", 1, jobs.remind_days)
    begin.wait(HANG)
    with clock.at(own(MORNING)):
        while True:
            jobs.run(job, chosen)


@pytest.mark.proof
def test_each_reminder_once_while_a_worker_dies(both, chosen, proved):
    with clock.at(NOW):
        for evening in range(10):
            appointment = make_appointment(both, starts=STARTS + timedelta(minutes=15 * evening))
            guests = make_guests(both, *(f"Gast{evening}x{each}" for each in range(10)))
            service.invite(appointment, guests, by=both.cor.actor)
        db.commit()
    begin = processes().Barrier(5)
    workers = [processes().Process(target=tick, args=(chosen, begin), daemon=True) for _ in range(4)]
    for worker in workers:
        worker.start()
    try:
        begin.wait(HANG)
        deadline = time.monotonic() + HANG
        time.sleep(0.1)  # by now one of them is at work
        workers[0].kill()
        while _count() < (100, 100) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)  # whatever would come twice, comes now
        assert [worker.is_alive() for worker in workers[1:]] == [True] * 3
    finally:
        for worker in workers:
            worker.kill()
            worker.join(HANG)
    assert _count() == (100, 100)
    proved("R4 clock", f"100 reminders, 4 workers, one killed, {db.engine.name}", "each reminder once")


def _count() -> tuple[int, int]:
    db.rollback()
    found = db.session.execute(REMINDED).one()
    return int(found[0]), int(found[1])


def _told_from(world, starts: datetime, begin: datetime, ticks: int, step: timedelta) -> list[str]:
    """Who is reminded, on which day of the calendar, of an evening at `starts`."""
    with clock.at(NOW):
        appointment = make_appointment(world, starts=starts)
        service.invite(appointment, make_guests(world, f"Anna{starts:%m%d}"), by=world.cor.actor)
        leave()
    told = []
    for tick in range(ticks):
        with clock.at(begin + tick * step):
            reminding.remind_due(clock.now())
            told += [f"{clock.today():%d-%m} {copy.subject.partition(':')[0]}" for copy in leave()]
    return told


@pytest.mark.parametrize(
    "starts", [datetime(2027, 3, 28, 12, tzinfo=UTC), datetime(2027, 10, 31, 12, tzinfo=UTC)]
)
def test_in_the_nights_in_which_the_clock_changes_each_day_comes_once(world, starts):
    told = _told_from(world, starts, starts - timedelta(days=9), 60, timedelta(hours=4))
    week, day = (starts - timedelta(days=days) for days in (7, 1))
    assert told == [f"{week:%d-%m} Over een week", f"{day:%d-%m} Morgen"]


def test_a_clock_set_back_an_hour_tells_nothing_twice(world):
    told = _told_from(world, STARTS, MORNING, 2, timedelta(hours=-1))
    assert told == [f"{MORNING:%d-%m} Morgen"]


def test_after_a_stop_of_26_hours_nothing_is_told_of_what_is_past(world):
    before = MORNING.replace(hour=5) - timedelta(hours=8)
    told = _told_from(world, STARTS, before, 2, timedelta(hours=26))
    assert told == []
