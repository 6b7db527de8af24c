"""A volunteer says what she wants and does not want; each change is one tap, and a line in the logbook."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.people import queries as persons
from ekc.people import service as people
from ekc.pool import bounds, queries, service
from ekc.pool.bounds import Period, Wishes
from ekc.pool.models import PoolPeriod

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.pool.models import Coordinator

NO_WAY = "Dat kan niet met wat we hebben: er is geen mailadres of mobiel nummer voor. Geef dat eerst door."
THERE_ALREADY = "Voor deze maanden staat er al een getal. Haal dat eerst weg."


def tap(coordinator: Coordinator, told: str, themes: Collection[str], *, by: Actor) -> None:
    """One tap on her limits (see `bounds.changed`); `themes` are the codes that there are.

    DomainError for what is no limit.
    """
    now = Wishes(
        today=clock.today(),
        languages=coordinator.languages,
        day_parts=coordinator.day_parts,
        themes_like=coordinator.themes_like,
        themes_not=coordinator.themes_not,
        themes=themes,
    )
    service.set_wishes(coordinator, bounds.changed(told, now), by=by)


def hears(coordinator: Coordinator, way: str, *, by: Actor) -> None:
    """Which way she likes best to hear from us; where that does not get there, another is tried.

    DomainError for a way that nobody could take to her.
    """
    person = persons.one(coordinator.municipality_id, coordinator.person_id)
    if way not in persons.to_choose(person):
        raise DomainError(NO_WAY)
    if person.prefers != way:
        people.set_prefers(person, way)
        record("change_reach", "coordinator", coordinator.id, by=by.acting_for(coordinator.person_id))


def at_home(coordinator: Coordinator, told: str | None, *, by: Actor) -> None:
    """What she is at home with, in her own words with commas between; nothing is fine too."""
    service.set_wishes(coordinator, {"at_home": bounds.own_words(told)}, by=by)


def add_period(coordinator: Coordinator, told: Period, *, by: Actor) -> PoolPeriod:
    """At most so many in these months.

    DomainError for what is no stretch of months, TooLateError where these months have a number already.
    """
    bounds.check_period(told, len(queries.periods(coordinator)))
    made = PoolPeriod(
        id=new_id(),
        municipality_id=coordinator.municipality_id,
        coordinator_id=coordinator.id,
        first_month=told.first,
        last_month=told.last,
        most=told.most,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(THERE_ALREADY) from error
    record("add_period", "coordinator", coordinator.id, by=by.acting_for(coordinator.person_id))
    db.session.flush()
    return made


def set_periods(coordinator: Coordinator, wanted: Collection[Period], *, by: Actor) -> None:
    """These stretches of months, and no others. Errors as `add_period`."""
    there = {Period(one.first_month, one.last_month, one.most) for one in queries.periods(coordinator)}
    for one in there - set(wanted):
        drop_period(coordinator, one.first, one.last, by=by)
    for one in sorted(set(wanted) - there):
        add_period(coordinator, one, by=by)


def drop_period(coordinator: Coordinator, first: int, last: int, *, by: Actor) -> None:
    """No limit of their own any more for these months; what is gone already stays gone."""
    for one in queries.periods(coordinator):
        if (one.first_month, one.last_month) == (first, last):
            db.session.delete(one)
            record("drop_period", "coordinator", coordinator.id, by=by.acting_for(coordinator.person_id))
    db.session.flush()


def months(told: str) -> tuple[int, int]:
    """(first, last) from '6-8'. DomainError for anything else."""
    first, _, last = told.partition("-")
    if not all(one.isascii() and one.isdigit() and len(one) <= 2 for one in (first, last)):  # noqa: PLR2004 -- 12
        raise DomainError(bounds.NO_TAP)
    return int(first), int(last)
