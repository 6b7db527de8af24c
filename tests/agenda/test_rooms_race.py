"""Many who want the same two rooms at the same moment: never two in one room in the same quarter hour."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import pytest

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda import service
from ekc.agenda.models import Conference, ConferenceRoom, Taken
from ekc.agenda.timeslots import quarters
from ekc.db import db
from ekc.errors import BusyError
from ekc.settings import Settings
from tests.agenda.trajects import NOON, a_plan, make_conference, make_room, make_traject, make_venue
from tests.racing import enter, own, processes
from tests.world import make_coordinator, make_world

pytestmark = pytest.mark.proof
SLOTS, HANG = 20, 300
Attempt = tuple[int, int, int, int | None]  # conference, venue, slot, room (None: the whole venue)


def book(chosen: Settings, attempts: list[tuple[Actor, Attempt]]) -> list[str]:
    """One process: move each conference to a slot in a room, or hear that it is busy."""
    enter(chosen)
    ended = []
    with clock.at(own(NOON)):
        for by, (conference, venue, slot, room) in attempts:
            rooms = () if room is None else (room,)
            plan = a_plan(
                8 + slot // 4, 15 * (slot % 4), hours=1, days=3, venue_id=venue, place=None, room_ids=rooms
            )
            try:
                service.move(db.session.get_one(Conference, conference), plan, by=by)
                db.commit()
                ended.append("done")
            except BusyError:
                db.rollback()
                ended.append("busy")
            except Exception as error:  # noqa: BLE001 -- whatever else it is, the test must see it
                db.rollback()
                ended.append(repr(error))
            db.remove()
    db.engine.dispose()
    return ended


def test_two_rooms_are_never_booked_twice(chosen, full, proved):
    world, many = make_world(), 4 if full else 2
    venue = make_venue(world)
    rooms = [make_room(world, venue), make_room(world, venue, "kleine kamer", alone=True)]
    leads = [
        make_coordinator(world.municipality, f"Vrijwilliger{n} Test", f"v{n}@demo.example")
        for n in range(2 * many)
    ]
    with clock.at(NOON):
        days = []
        for n, lead in enumerate(leads):
            traject = make_traject(world, lead, surname=f"Familie{n}")
            days.append(make_conference(world, traject, lead, days=20 + n).id)
    dice, wanted = random.Random(4), 500 if full else 40
    turns: list[list[tuple[Actor, Attempt]]] = [[] for _ in range(many)]
    for n in range(wanted):
        who = n % len(leads)
        room = dice.choice([rooms[0].id, rooms[1].id, None])
        turns[who % many].append((leads[who].actor, (days[who], venue.id, dice.randrange(SLOTS), room)))
    ids = {room.id for room in rooms}
    db.commit()
    db.remove()
    db.engine.dispose()
    with ProcessPoolExecutor(many, processes()) as pool:
        ended = Counter(
            outcome
            for turn in [pool.submit(book, chosen, turn) for turn in turns]
            for outcome in turn.result(timeout=HANG)
        )
    assert set(ended) == {"done", "busy"}, ended
    assert sum(ended.values()) == wanted
    assert doubles(ids) == []
    name = chosen.database_url.partition(":")[0].partition("+")[0]
    figures = f"{wanted} attempts on {SLOTS} slots, 2 rooms, {many} processes, {name}"
    proved("R2 one conference per room of a venue", figures, f"{ended['done']} booked, no overlap")


def doubles(rooms: set[int]) -> list[tuple[int, int]]:
    """(room, quarter) that more than one planned conference has, by the conferences and by what is taken."""
    chosen: dict[int, set[int]] = {}
    for row in db.session.query(ConferenceRoom):
        chosen.setdefault(row.conference_id, set()).add(row.room_id)
    used = Counter(
        (room, quarter)
        for one in db.session.query(Conference).filter(Conference.venue_id.is_not(None))
        for room in chosen.get(one.id) or rooms
        for quarter in quarters(one.starts_at, one.ends_at)
    )
    taken = {(row.what_id, row.quarter) for row in db.session.query(Taken).filter_by(kind="room")}
    assert taken == set(used)
    return [where for where, many in used.items() if many > 1]
