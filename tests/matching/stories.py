"""A referral that looks for a coordinator, made through the services; and what tests ask of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.matching import service as matching
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.places import queries as places
from ekc.pool.models import Coordinator
from ekc.referrals import service as referrals
from ekc.referrals.models import Referral
from ekc.referrals.rules import Told
from tests.world import Somebody, World

WEEKS = (date(2027, 1, 11), date(2027, 2, 8))


def make_referral(world: World, *, waived: bool = True, **told: object) -> Referral:
    """An aanmelding of Sanne's, by one grown-up who agreed, that looks for a coordinator."""
    by = world.sanne.actor
    referral = referrals.start(world.team.id, by=by)
    referrals.submit(referral, usual(world, **told), by=by)
    if waived:
        referrals.waive_choice(referral, "no_preference", by=world.petra.actor)
    db.commit()
    return referral


def usual(world: World, **told: object) -> Told:
    """What such an aanmelding tells."""
    place = next(one for one in places.localities(world.municipality.id) if one.pc4 == "9601")
    values = {
        "goal": "Weer rust in huis.",
        "focus": (Particulars("Yara", "Haddad", birth_year=1984),),
        "focus_answers": ("yes",),
        "locality_id": place.id,
        "responsible": Particulars("Rob", "Wiersma", phone="+31598000001"),
        "backstop": Particulars("Ans", "Bakker", phone="+31598000002"),
        "conditions": "none",
        "languages": ("nld", "ara"),
        "organisations": ("Lefier",),
        **told,
    }
    return Told(**values)  # type: ignore[arg-type] # -- as told


def open_round(world: World, referral: Referral, *asked: Somebody) -> list[Offer]:
    """Ask these coordinators; their offers in the same order."""
    return open_for(world, referral, [one.coordinator for one in asked if one.coordinator])


def open_for(world: World, referral: Referral, asked: list[Coordinator]) -> list[Offer]:
    """The same, for coordinators without an account."""
    weeks = (clock.today() + timedelta(weeks=6), clock.today() + timedelta(weeks=10))
    opened = matching.open_round(referral, asked, *weeks, by=world.petra.actor)
    db.commit()
    found = {one.person_id: one for one in db.session.query(Offer).filter(Offer.round_id == opened.id)}
    return [found[one.person_id] for one in asked]


def again(record: Any) -> Any:
    """The same record as it is in the database now, after a request that had a session of its own."""
    return db.session.get_one(type(record), record.id, populate_existing=True)


def deliver_all() -> None:
    """As if the worker delivered everything."""
    db.session.execute(update(Message).where(Message.state == "queued").values(state="sent"))
    db.commit()


def logged(kind: str, object_id: int) -> list[tuple[str, str | None, int | None]]:
    """(action, reason, on whose behalf) of each line about one thing, in order."""
    rows = db.session.query(LogEntry).filter(LogEntry.object_kind == kind, LogEntry.object_id == object_id)
    return [(row.action, row.reason, row.behalf_person_id) for row in rows.order_by(LogEntry.id)]
