"""What goes by post, and the kleine kring of an evening with its alarms."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bench.month import recognised
from bench.month.ledger import LETTER, Heard
from ekc import clock
from ekc.db import db
from ekc.duty import service as duty
from ekc.errors import DomainError
from ekc.notifications import letter_views, stacks
from ekc.seed_town import PETRA, SANNE
from ekc.seed_verbs import instant
from ekc.tonight import queries, service
from ekc.tonight.rules import ALARMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.month.household import Month
    from ekc.seed_town import Town

SATURDAY = 5


def posting(town: Town, month: Month, first: date) -> Iterator[datetime]:
    """Each working day the postman brings what was posted the working day before, and in the afternoon the
    bureau prints what waits, and posts it."""
    day, on_the_way = first, list[dict[str, object]]()
    while True:
        if day.weekday() < SATURDAY:
            yield instant(day, time(11, 40))
            month.ledger.heard += map(_read, on_the_way)
            yield instant(day, time(15, 50))
            on_the_way = _printed(town)
        day += timedelta(days=1)


def _printed(town: Town) -> list[dict[str, object]]:
    try:
        stack, _ = stacks.take(town.municipality.id, town.bureau.account_id, clock.now())
    except DomainError:  # nothing waits
        return []
    sheets = letter_views.sheets(stack)
    stacks.post(stack)
    return sheets


def _read(sheet: dict[str, object]) -> Heard:
    """A letter as who opens it reads it."""
    heading, words = str(sheet["heading"]), str(sheet["paragraphs"])
    name = next(iter(sheet["address"]))  # type: ignore[call-overload] # -- lines
    now = clock.now().astimezone(clock.HOME)
    return Heard(f"{LETTER}{name}", recognised.by_subject(heading), now, f"{heading}\n{words}")


def small_circle(town: Town, month: Month, day: date, *, guarded: bool) -> Iterator[datetime]:
    """Begun in the afternoon, and only a place a day later. With somebody on duty (`guarded`) that one hears
    each alarm; else who runs it, and the bureau."""
    yield instant(day, time(15, 30))
    by, on_duty = town.cast[SANNE], town.on_duty[0]
    begin = clock.now()
    if guarded:
        duty.add_shifts(on_duty, None, [(begin, begin + timedelta(days=1))], by=town.bureau)
    readers = [month.ways[on_duty]] if guarded else [(SANNE,), (PETRA,)]
    referral_id = service.start(by.team_ids[0], by.person_id or 0, ("Joey", "Kramer"), by=by).id
    for hours in ALARMS:
        yield begin + timedelta(hours=hours, minutes=1)
        for ways in readers:
            month.ledger.owe(ways, "tonight_alarm", f"{referral_id} {hours}", clock.now(), days=1)
        service.alarm_due(clock.now())  # the worker looks each minute, also at night
        db.commit()
    yield begin + timedelta(hours=21)
    service.add(queries.get_for(by, referral_id), "tante Riet", None, by=by)
    service.decide(queries.get_for(by, referral_id), "yes", by=by)
