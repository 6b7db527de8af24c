"""Whether somebody should look again before a day is fixed: the hours of the place, and her own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc import clock
from ekc.agenda import doubts
from ekc.agenda.doubts import Doubt, Hours
from ekc.agenda.queries import busy_of
from ekc.agenda.timeslots import quarters
from ekc.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Venue
    from ekc.agenda.rules import Plan


def check(
    lead: int, day: Plan, venue: Venue | None, now_at: tuple[datetime, datetime] | None = None, *, by: Actor
) -> str | None:
    """DoubtsError for what has no tick yet; else what was ticked, for the logbook.

    `lead` is the person who organises it. `now_at`: the hours of the day itself as it stands, which are no
    reason to doubt. Where nobody filled in a form (`despite` is None), nothing is asked.
    """
    if day.despite is None:
        return None
    found = about_person(lead, day.starts, day.ends, now_at, by=by)
    if venue is not None:
        hours = Hours(venue.id, venue.name, venue.hours)
        found = [*doubts.about_place(hours, day.starts, day.ends, clock.HOME), *found]
    doubts.check(found, day.despite)
    return ",".join(one.code for one in found) or None


def about_person(
    lead: int,
    starts: datetime,
    ends: datetime,
    now_at: tuple[datetime, datetime] | None,
    *,
    by: Actor,
) -> list[Doubt]:
    """What `lead`, a person, has at these hours (aware) beside what is `now_at`, as one sentence that tells
    nothing of it. One query, or two."""
    busy = busy_of(lead, starts, ends)
    if now_at is not None:
        itself = quarters(*now_at)
        busy = [one for one in busy if not (itself.start <= one[0] and one[1] <= itself.stop)]
    if not busy:
        return []
    name = None if lead == by.person_id else people.one(by.municipality_id, lead).given_name
    return doubts.about_person(busy, starts, ends, name)
