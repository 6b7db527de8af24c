"""A day with an achterwacht who has mail, and shifts around it."""

from __future__ import annotations

from datetime import time, timedelta

from ekc.agenda.models import Conference
from ekc.db import db
from ekc.duty import queries, service
from ekc.duty.models import DutyShift, Reach
from ekc.duty.queries import Standing
from ekc.people.service import Particulars
from ekc.web.formatting import clock_time, local_to_utc
from tests.agenda.trajects import make_conference, make_traject
from tests.world import DAY, Somebody, World

BOB = "bob@post.example"


def make_day(
    world: World, lead: Somebody | None = None, *, mail: str | None = BOB, **given: object
) -> Conference:
    """A planned day (half past seven until half past ten) of which Bob is the achterwacht."""
    bob = Particulars("Bob", "Bureau", kind="professional", phone="+31633333333", mail=mail)
    surname = str(given.pop("surname", "Jansen"))
    traject = make_traject(world, lead, surname=surname, backstop=bob)
    return make_conference(world, traject, lead, **given)


def make_shift(
    world: World, begins: str, until: str, who: Somebody | None = None, *, days: int = 0
) -> DutyShift:
    """Petra, or `who`, is on duty on the day of the tests, between two times on the clock."""
    on = DAY + timedelta(days=days)
    span = tuple(local_to_utc(on, time.fromisoformat(each)) for each in (begins, until))
    person = (who or world.petra).person.id
    (made,) = service.add_shifts(person, None, [span], by=world.petra.actor)  # type: ignore[list-item] # -- two
    db.commit()
    return made


def standing(conference: Conference) -> Standing:
    """Who can be reached, as it is now."""
    return queries.standing(conference.municipality_id, conference.id)


def asked(conference: Conference) -> list[Reach]:
    """The questions about a day, oldest first."""
    rows = db.session.query(Reach).filter_by(conference_id=conference.id).order_by(Reach.id)
    return rows.populate_existing().all()


def hours(conference: Conference) -> list[str]:
    """When nobody is there: '19.30-20.00' on the clock in the Netherlands."""
    return [f"{clock_time(begin)}-{clock_time(end)}" for begin, end in standing(conference).holes]
