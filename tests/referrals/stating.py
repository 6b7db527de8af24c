"""Conditions, stated for tests."""

from __future__ import annotations

from ekc.audit.models import LogEntry
from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.referrals import conditions

WORDS = "Er is elke avond een volwassene thuis"
FILLED = {"organisation": "Het Baken", "basis": "supervision", "words": WORDS}


def state(world, traject, reason=None, **told: str):
    made = conditions.state(traject.referral, *{**FILLED, **told}.values(), reason, by=world.sanne.actor)
    db.commit()
    return made


def logged(what) -> list[str]:
    return [one.action for one in db.session.query(LogEntry) if one.action.endswith(what)]


def focus_id(traject) -> int:
    return focus_ids(traject.referral)[0]
