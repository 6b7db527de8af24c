"""Of the demo: a duty rota with a hole, who is in reach, a worry, an alarm of last week, and a visit now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.duty import asking, queries, service
from ekc.duty.rules import Numbers, Span
from ekc.safety import checkins
from ekc.safety import queries as hers
from ekc.safety import service as safety
from ekc.safety.queries import Carer
from ekc.safety.rules import Kind, Told
from ekc.seed_pool import COR, NOOR
from ekc.seed_stories import Story
from ekc.seed_town import CENTRAL_PHONE, Town
from ekc.seed_verbs import instant

SATURDAY = 5
WEEKS = 3
OFFICER = ("Anneke Bos", "+31598000009", "aandacht@demo.example")


def reachability(town: Town, today: date) -> Story:
    """Three weeks of a municipality where somebody is behind each volunteer."""
    yield instant(today - timedelta(days=14), time(9, 30))
    name, phone, mail = OFFICER
    told = Numbers(duty_phone=CENTRAL_PHONE, officer_name=name, officer_phone=phone, officer_mail=mail)
    service.set_numbers(told, by=town.bureau)
    for person_id, spans in _rota(town, today).items():
        service.add_shifts(person_id, None, spans, by=town.bureau)
    yield instant(today - timedelta(days=9), time(19))
    cor = _carer(town, COR)
    checkins.start(cor, clock.now() + timedelta(hours=1), _traject(cor), by=_actor(town, COR))
    for minutes in (72, 93):
        yield instant(today - timedelta(days=9), time(19)) + timedelta(minutes=minutes)
        checkins.watch(clock.now())
    yield instant(today - timedelta(days=9), time(20, 41))
    checkins.stop(cor, by=_actor(town, COR))
    yield instant(today - timedelta(days=2), time(9))
    _ask(town)
    yield instant(today - timedelta(days=1), time(20, 40))
    worry = safety.tell(cor, Told(Kind.WORRY, _traject(cor), called=("bureau",)), by=_actor(town, COR))
    yield instant(today - timedelta(days=1), time(21, 5))
    safety.step(worry, "seen", by=town.bureau)
    yield instant(today, time(6, 45))
    noor = _carer(town, NOOR)
    checkins.start(noor, instant(today, time(20, 30)), _traject(noor), by=_actor(town, NOOR))


def _rota(town: Town, today: date) -> dict[int, list[Span]]:
    """Days, evenings and weekends in turn; one evening of next week nobody took yet."""
    found: dict[int, list[Span]] = {person_id: [] for person_id in town.on_duty}
    first, second, third = town.on_duty
    for number in range(-7, 7 * WEEKS):
        day = today + timedelta(days=number)
        if day.weekday() >= SATURDAY:
            found[third].append((instant(day, time(8)), instant(day, time(23))))
            continue
        found[first].append((instant(day, time(8)), instant(day, time(17))))
        if day != _hole(today):
            evening = second if number % 2 else third
            found[evening].append((instant(day, time(17)), instant(day, time(23))))
    return found


def _hole(today: date) -> date:
    """A working day of the coming week."""
    return next(day for day in _days_after(today + timedelta(days=2)) if day.weekday() < SATURDAY)


def _days_after(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)


def _ask(town: Town) -> None:
    """The achterwachten are asked; of the days of this week, all but one said on the phone that they can."""
    now = clock.now()
    asking.tick(now)
    here = town.municipality.id
    week = (now, now + timedelta(days=21))
    for number, one in enumerate(queries.planned(here, week, ())):
        if one.day.person_id is not None and number % 3 != 1:
            asking.hear(one.day, "yes", by=town.bureau)


def _actor(town: Town, email: str) -> Actor:
    return town.coordinators[town.known[email]]


def _carer(town: Town, email: str) -> Carer:
    actor = _actor(town, email)
    return hers.carer(actor, actor.person_id or 0)


def _traject(one: Carer) -> int | None:
    """The first of what she works on."""
    return next((each.id for each in hers.trajects(one)), None)
