"""What tests of a day look at."""

from __future__ import annotations

from ekc.agenda import queries
from ekc.agenda.models import Taken
from ekc.audit.models import LogEntry
from ekc.db import db
from tests.agenda.trajects import Traject, add, make_traject
from tests.world import World

OMA = "oma@post.example"


def quarters(conference) -> dict[str, int]:
    rows = db.session.query(Taken).filter_by(conference_id=conference.id).all()
    return {kind: sum(row.kind == kind for row in rows) for kind in {row.kind for row in rows}}


def answers(traject: Traject) -> dict[str, str | None]:
    day = queries.planned_of(traject.referral)
    assert day is not None
    names = {member.person_id: name for name, member in traject.members.items()}
    return {names[row.guest.person_id]: row.audience for row in queries.asked(day)}


def logged(action: str) -> LogEntry:
    return db.session.query(LogEntry).filter_by(action=action).order_by(LogEntry.id.desc()).first()


def other_traject(world: World, lead) -> Traject:
    traject = make_traject(world, lead, surname="Bakker")
    add(traject, "Tante", lead.actor)
    return traject
