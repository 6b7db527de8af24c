"""Aanmeldingen for tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.rules import Plan
from ekc.audit.models import LogEntry
from ekc.circle import service as circle
from ekc.db import db
from ekc.people.service import Particulars
from ekc.places.queries import localities
from ekc.referrals import queries, service
from ekc.referrals.models import Referral, Step
from ekc.referrals.rules import Told
from tests.world import Somebody, World

FAM = Particulars("Fam", "Jansen", phone="+31612345679", birth_year=1985)
KIM = Particulars("Kim", "Jansen", kind="child", age_group="12-15")
BO = Particulars("Bo", "Jansen", kind="child", age_group="0-11")
PAPA = Particulars("Piet", "Jansen")
MAMA = Particulars("Mia", "Bakker")
NEWS = ("referral_news", "team@demo.example")


def told(world: World, **given: Any) -> Told:
    """An aanmelding of a grown-up who says yes, both professionals named, unless `given` says otherwise."""
    usual: dict[str, Any] = {
        "goal": "Weer samen eten zonder ruzie.",
        "going_on": "Er is vaak ruzie over geld.",
        "focus": (FAM,),
        "focus_answers": ("yes",),
        "locality_id": localities(world.municipality.id)[0].id,
        "responsible_person_id": world.sanne.person.id,
        "backstop_person_id": world.petra.person.id,
        "wishes": "Liefst een vrouw.",
        "avoid": "Tante Riet",
        "own_village": "not",
        "conditions": "none",
    }
    return Told(**{**usual, **given})


def make_draft(world: World, by: Somebody | None = None) -> Referral:
    """A draft of Sanne's team."""
    somebody = by or world.sanne
    return service.start(somebody.actor.team_ids[0], by=somebody.actor)


def make_referral(world: World, by: Somebody | None = None, **given: Any) -> Referral:
    """An aanmelding that was sent, as far as it goes by itself: as told, a coordinator is sought."""
    somebody = by or world.sanne
    referral = make_draft(world, somebody)
    service.submit(referral, told(world, **given), by=somebody.actor)
    return referral


def make_matched(world: World, **given: Any) -> Referral:
    """A referral with Cor on it."""
    referral = make_referral(world, **given)
    assert world.cor.coordinator is not None
    service.assign(referral, world.cor.coordinator, by=world.petra.actor)
    return referral


def make_planned(world: World, **given: Any) -> Referral:
    """A referral with Cor on it, a friend who was spoken, and a day in three weeks at noon."""
    referral = make_matched(world, **given)
    lead = queries.active_lead(world.municipality.id, referral.id)
    assert lead is not None
    service.note_first_contact(lead, clock.today(), by=world.cor.actor)
    circle.spoken(
        circle.add(referral, Particulars("Vera", "Vriend"), "friend", by=world.cor.actor), by=world.cor.actor
    )
    noon = clock.now().replace(hour=11, minute=0, second=0, microsecond=0) + timedelta(days=21)
    agenda.plan(
        referral,
        Plan(noon, noon + timedelta(hours=4), place="Dorpshuis", safety_checked=True),
        by=world.cor.actor,
    )
    return referral


def person_id(referral: Referral, given_name: str) -> int:
    """The id of somebody in a referral."""
    return next(one.person.id for one in queries.concerned(referral) if one.person.given_name == given_name)


def logged(referral: Referral) -> list[tuple[str, str | None, str]]:
    """(action, reason, result) of every line about a referral, in order."""
    rows = db.session.scalars(select(LogEntry).where(LogEntry.object_id == referral.id).order_by(LogEntry.id))
    return [(row.action, row.reason, row.result) for row in rows]


FORM = {
    "focus1-given_name": "Fam",
    "focus1-surname": "Jansen",
    "focus1-age": "18+",
    "focus1-answer": "yes",
    "goal": "Weer samen eten zonder ruzie.",
    "no_fixed_address": "y",
    "conditions": "none",
}


def url(referral: Referral, *more: str) -> str:
    """An address about it."""
    return "/".join([f"/aanmeldingen/{referral.id}", *more])


def state_of(referral: Referral) -> str | None:
    """Its state in the database."""
    return db.session.scalar(select(Referral.state).where(Referral.id == referral.id))


def taken(referral: Referral) -> list[Step]:
    """Every move so far, oldest first."""
    mine = select(Step).where(Step.referral_id == referral.id)
    return list(db.session.scalars(mine.order_by(Step.id)))


def steps(referral: Referral) -> list[tuple[str, str, str | None]]:
    """(move, to which state, reason) of every move so far."""
    return [(step.move, step.to_state, step.reason) for step in taken(referral)]
