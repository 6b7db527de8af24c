"""A conference that was held, told of as a coordinator does."""

from __future__ import annotations

from datetime import timedelta

from ekc import afterwards, clock
from ekc.agenda.models import Conference
from ekc.db import db
from ekc.outcomes.rules import Told
from ekc.people import queries as people
from ekc.people.service import set_reach
from ekc.referrals import service as referrals
from tests.agenda.trajects import Traject, make_conference, make_traject
from tests.world import Somebody, World

HELD = Told(held=True, own_time="yes", people=8, plan="yes", plan_kind="ekc_plan")


def without_mail(somebody: Somebody) -> None:
    """She has a telephone, and no mail."""
    person = people.one(somebody.person.municipality_id, somebody.person.id)
    set_reach(person, "+31612345678", None)
    db.commit()


def make_held(world: World, *, told: Told = HELD, surname: str = "Jansen") -> tuple[Traject, Conference]:
    """Cor's traject, whose day is past, and told of."""
    traject = make_traject(world, surname=surname)
    conference = make_conference(world, traject)
    tell_of(world, conference, told)
    return traject, conference


def tell_of(world: World, conference: Conference, told: Told = HELD) -> None:
    """Cor tells how it went, the morning after."""
    with clock.at(conference.ends_at + timedelta(hours=10)):
        afterwards.report(conference, told, by=world.cor.actor)
    db.commit()


def follow_up(world: World, traject: Traject, conference: Conference) -> None:
    """Four weeks later the team calls the family."""
    with clock.at(conference.ends_at + timedelta(days=28)):
        referrals.move(traject.referral, "follow_up", by=world.sanne.actor)
    db.commit()
