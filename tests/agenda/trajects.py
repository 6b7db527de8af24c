"""A traject to test with: Sanne's team asked, Cor is on it, the family was spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

import pytest

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.agenda import service as agenda
from ekc.agenda import venues
from ekc.agenda.models import Conference, Room, Venue
from ekc.agenda.rules import Plan
from ekc.agenda.venue_rules import Told as Described
from ekc.circle import queries as circle_queries
from ekc.circle import service as circle
from ekc.circle.models import CircleMember
from ekc.db import db
from ekc.people.service import Particulars
from ekc.places.queries import localities
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment, Referral
from ekc.referrals.rules import Told
from ekc.web.formatting import local_to_utc
from tests.world import DAY, Somebody, World


@dataclass(frozen=True)
class Traject:
    """A referral with its assignment, read anew each time: a request may have changed them."""

    referral_id: int
    assignment_id: int

    @property
    def referral(self) -> Referral:
        """The referral as it is now."""
        return db.session.get_one(Referral, self.referral_id, populate_existing=True)

    @property
    def assignment(self) -> Assignment:
        """The assignment as it is now."""
        return db.session.get_one(Assignment, self.assignment_id, populate_existing=True)

    @property
    def members(self) -> dict[str, CircleMember]:
        """The circle by given name."""
        return {person.given_name: member for member, person in circle_queries.of_referral(self.referral)}


def make_referral(world: World, surname: str = "Jansen", **told: object) -> Referral:
    """An aanmelding to which everybody said yes: a coordinator is sought."""
    referral = referrals.start(world.team.id, by=world.sanne.actor)
    given: dict[str, object] = {
        "goal": "weer samen eten",
        "focus": (Particulars("Fam", surname, phone="+31611111111", safe_moment="na vijf uur"),),
        "focus_answers": ("yes",),
        "locality_id": localities(world.municipality.id)[0].id,
        "conditions": "none",
        "responsible": Particulars("Ria", "Regie", kind="professional", phone="+31622222222"),
        "backstop": Particulars("Bob", "Bureau", kind="professional", phone="+31633333333"),
    }
    referrals.submit(referral, Told(**{**given, **told}), by=world.sanne.actor)
    return referral


def make_traject(
    world: World,
    lead: Somebody | None = None,
    *,
    spoken: bool = True,
    surname: str = "Jansen",
    **told: object,
) -> Traject:
    """A traject of Cor's, or of `lead`'s; with `spoken`, the first contact is past."""
    lead = lead or world.cor
    referral = make_referral(world, surname, **told)
    assert lead.coordinator is not None
    assignment = referrals.assign(referral, lead.coordinator, by=world.petra.actor)
    if spoken:
        circle.first_contact(referral, assignment, clock.today(), by=lead.actor)
    db.commit()
    return Traject(referral.id, assignment.id)


def add(
    traject: Traject, name: str, by: Actor, relation: str = "family", *, spoken: bool = True, **told: object
):
    """Somebody for the circle, perhaps spoken already."""
    member = circle.add(traject.referral, Particulars(name, **told), relation, by=by)  # type: ignore[arg-type] # -- as told
    if spoken:
        circle.spoken(member, by=by)
    db.commit()
    return member


def make_venue(world: World, name: str = "De Kern") -> Venue:
    """A place to meet."""
    venue = venues.add(Described(name, "Kerkstraat 1, Hoogezand", 30), by=world.petra.actor)
    db.commit()
    return venue


def make_room(world: World, venue: Venue, name: str = "grote zaal", *, alone: bool = False) -> Room:
    """A room of it."""
    room = venues.add_room(venue, name, 12, alone=alone, by=world.petra.actor)
    db.commit()
    return room


def a_plan(hour: int = 19, minute: int = 30, *, days: int = 0, hours: float = 3, **given: object) -> Plan:
    """A plan for the day of the tests, or `days` later, in local time."""
    starts = local_to_utc(DAY + timedelta(days=days), time(hour, minute))
    told: dict[str, object] = {"place": "bij oma", "place_in_invitation": True, "safety_checked": True}
    return Plan(starts, starts + timedelta(hours=hours), **{**told, **given})  # type: ignore[arg-type] # -- as told


def make_conference(
    world: World, traject: Traject, lead: Somebody | None = None, **given: object
) -> Conference:
    """A planned day, with Oma (who has mail) and Buur (who has not) spoken and invited."""
    lead = lead or world.cor
    if "Oma" not in traject.members:
        add(traject, "Oma", lead.actor, mail="oma@post.example", phone="+31644444444")
        add(traject, "Buur", lead.actor, "neighbour", phone="+31655555555")
    conference = agenda.plan(traject.referral, a_plan(**given), by=lead.actor)  # type: ignore[arg-type] # -- as told
    db.commit()
    return conference


NOON = local_to_utc(DAY - timedelta(days=30), time(12))


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is noon, thirty days before the day of the tests."""
    with clock.at(NOON):
        yield
