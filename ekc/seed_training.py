"""Training and intervisie of the demo: evenings with who was there, one to come, one to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from ekc.invitations.queries import of_appointment
from ekc.seed_town import Town
from ekc.seed_verbs import instant
from ekc.training import queries, seating, service
from ekc.training.models import Gathering
from ekc.training.rules import Plan
from ekc.web.formatting import local_to_utc

BEFORE = 21  # days between planning and the evening
SEATS = 14
AT_ONCE = 9  # so many are asked each time, in turn
COMES = ("yes", "yes", "no", "yes")
PLACES = ("Dorpshuis De Lindehof", "Buurthuis De Kade")


def evening(
    town: Town,
    day: date,
    kind: str,
    turn: int,
    *,
    cast: Sequence[int] = (),
    told: bool = True,
    fresh: bool = False,
) -> Iterator[datetime]:
    """Planned three weeks ahead; where `fresh`, answered in a few days; where `told`, with who was there.

    Of the pool some are asked in `turn`; the coordinators of `cast` always.
    """
    yield instant(day - timedelta(days=BEFORE), time(10, 40))
    gathering = _plan(town, day, kind, turn)
    asked = _guests(town, turn, cast)
    service.invite(gathering, "ticked", asked, by=town.bureau)
    if fresh:
        yield instant(day - timedelta(days=BEFORE - 4), time(19, 15))
        _answers(town, gathering)
    if told:
        yield instant(day + timedelta(days=1), time(9, 20))
        absent = asked[turn % len(asked)]
        there = [one for one in asked if one != absent or one in cast]
        service.note_attendance(gathering, there, by=town.bureau)


def _plan(town: Town, day: date, kind: str, turn: int) -> Gathering:
    starts = local_to_utc(day, time(19, 30) if kind == "intervisie" else time(9, 30))
    hours = 2 if kind == "intervisie" else 7
    place = PLACES[turn % len(PLACES)]
    wanted = Plan(kind, starts, starts + timedelta(hours=hours), SEATS, place, led_by="Petra Post")
    return service.plan(wanted, by=town.bureau)


def _guests(town: Town, turn: int, cast: Sequence[int]) -> list[int]:
    active = [one.id for one in town.pool.values() if one.stage == "active" and one.id not in cast]
    first = turn * AT_ONCE % max(1, len(active))
    return [*cast, *(active[first:] + active[:first])[:AT_ONCE]]


def _answers(town: Town, gathering: Gathering) -> None:
    """In turn yes, yes, no, yes; the last one who was asked says nothing."""
    actors = {actor.person_id: actor for actor in town.coordinators.values()}
    for number, one in enumerate(of_appointment(queries.appointment_of(gathering))[:-1]):
        seating.hear(one, COMES[number % len(COMES)], "link", by=actors[one.person_id])
