"""Two pairs in the demo who must not meet: of one each has their own hours, of the other it was heard of
after that and stands open. And somebody who drives, with a number to call."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda import queries as agenda
from ekc.agenda import service as days
from ekc.agenda.models import Conference
from ekc.agenda.queries import Day
from ekc.agenda.rules import Own
from ekc.apart import service
from ekc.arranging import queries as ends
from ekc.arranging import service as arranging
from ekc.arranging.rules import Who
from ekc.circle import queries as circle
from ekc.circle.rules import COMING, is_outside
from ekc.db import db
from ekc.referrals.models import Referral
from ekc.seed_pool import COR
from ekc.seed_stories import Story
from ekc.seed_town import SANNE, Town
from ekc.seed_verbs import instant

DRIVER = Who("Burenhulp Siddeburen", "+31598000205")
HALF_AN_HOUR = timedelta(minutes=30)


def pair(town: Town, today: date) -> Story:
    """Sanne hears it on the phone and writes it down; Cor keeps the first pair apart, and finds the second on
    the call list."""
    yield instant(today - timedelta(days=2), time(19, 40))
    cor, sanne = town.coordinators[town.known[COR]], town.cast[SANNE]
    day = next_day(cor.person_id)
    if day is None:
        return
    around = [each for each in circle.of_referral(day.referral) if is_outside(each[0].relation)]
    around.sort(key=lambda each: each[0].stand not in COMING)  # who said to come first
    comes = [person.id for member, person in around if member.stand not in {"no", "letter", "remote"}]
    _drives(day, cor)
    if len(comes) > 2:  # noqa: PLR2004 -- the second pair has one of the first
        _kept_apart(day, comes[1], comes[2], cor, sanne)
    yield instant(today - timedelta(days=1), time(15, 20))
    if len(comes) > 1:
        _keep(day.referral, comes[0], comes[1], sanne)


def next_day(person_id: int | None) -> Day | None:
    """Cor's next day that leaves time to arrange something."""
    found = db.session.scalars(
        select(Conference)
        .where(
            Conference.coordinator_person_id == person_id,
            Conference.state == "planned",
            Conference.starts_at > clock.now() + timedelta(days=3),
        )
        .order_by(Conference.starts_at)
        .limit(1)
    ).one_or_none()
    return None if found is None else agenda.planned_of(db.session.get_one(Referral, found.referral_id))


def _drives(day: Day, cor: Actor) -> None:
    for end in ends.ends(day):
        if end.kind == "transport":
            arranging.arrange(day, end.key, DRIVER, confirmed=False, by=cor)


def _kept_apart(day: Day, first: int, second: int, cor: Actor, sanne: Actor) -> None:
    """One comes in the first half, the other in the second."""
    _keep(day.referral, first, second, sanne)
    starts, ends = day.conference.starts_at, day.conference.ends_at
    middle = starts + (ends - starts) / 2
    own = (Own(first, starts, middle - HALF_AN_HOUR), Own(second, middle, ends))
    days.arrange_apart(day, own, by=cor)


def _keep(referral: Referral, one: int, other: int, by: Actor) -> None:
    heard_from = "de hoofdpersoon, aan de telefoon"
    service.keep(referral, one, other, None, "room", heard_from=heard_from, by=by)
