"""Conferences that took place, as plain rows: the pages of the year only read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ekc.agenda.models import Conference
from ekc.db import db, new_id
from ekc.outcomes.models import Outcome
from ekc.referrals import service as referrals
from ekc.referrals.models import Referral
from tests.world import World


def make_referral(world: World, state: str = "held", **given: object) -> Referral:
    """A referral of Sanne's team in some state."""
    made = referrals.start(world.team.id, by=world.sanne.actor)
    made.state = state
    for name, value in given.items():
        setattr(made, name, value)
    db.session.flush()
    return made


def make_held(world: World, on: date, referral: Referral | None = None, own_time: str = "yes") -> Referral:
    """A conference that took place on a day; of a new referral, or again of one that was there."""
    referral = referral or make_referral(world)
    starts = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    conference = Conference(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_person_id=world.cor.person.id,
        starts_at=starts,
        ends_at=starts,
        state="held",
        created_at=starts,
    )
    db.session.add(conference)
    db.session.flush()
    _tell(referral, conference.id, on, own_time)
    return referral


def make_plan_without_meeting(world: World, on: date) -> Referral:
    """A plan that needed no conference."""
    referral = make_referral(world, "plan_without_meeting")
    _tell(referral, None, on, "unknown")
    return referral


def _tell(referral: Referral, conference_id: int | None, on: date, own_time: str) -> None:
    db.session.add(
        Outcome(
            id=new_id(),
            municipality_id=referral.municipality_id,
            referral_id=referral.id,
            conference_id=conference_id,
            happened_on=on,
            held=conference_id is not None,
            own_time=own_time,
            plan="yes",
            told_at=datetime(on.year, on.month, on.day, 20, tzinfo=UTC),
        )
    )
    db.session.flush()
