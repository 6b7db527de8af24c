"""Oma and Henk, who must not meet, around Cor's traject."""

from __future__ import annotations

from ekc.apart import service
from ekc.db import db
from tests.agenda.trajects import add, make_traject


def make_pair(world, traject=None, **told: object):
    """A traject with both in its kring, spoken; Petra wrote down that they must not meet."""
    traject = traject or make_traject(world)
    add(traject, "Oma", world.cor.actor, mail="oma@post.example", phone="+31644444444")
    add(traject, "Henk", world.cor.actor, mail="henk@post.example", phone="+31655555555")
    return traject, keep(world, traject, **told)


def keep(world, traject, one="Oma", other="Henk", **told: object):
    """One pair of a traject."""
    known = traject.members
    given = {"why": "ordered", "heard_from": "de wijkagent", "by": world.sanne.actor, **told}
    made = service.keep(traject.referral, known[one].person_id, known[other].person_id, None, **given)
    db.commit()
    return made
