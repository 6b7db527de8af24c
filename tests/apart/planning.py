"""A day for two who must not meet."""

from __future__ import annotations

from ekc import processes
from ekc.agenda import apart_days
from ekc.db import db
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from tests.agenda.trajects import a_plan

NOT_SO = "Oma en Henk mogen niet tegelijk in één ruimte zijn"


def fix(world, traject, **given: object):
    made = processes.fix_day(traject.referral, a_plan(**given), by=world.cor.actor)
    db.commit()
    return made


def who(traject, name):
    return traject.members[name].person_id


def how(conference):
    return [one.how for one in apart_days.at(conference.municipality_id, conference.id)]


def letters():
    """What left, by the address: body and calendar in one text."""
    rows = db.session.query(Message).filter(Message.calendar.is_not(None)).order_by(Message.id)
    return {row.address: f"{row.body_text} {row.body_html} {row.calendar}" for row in rows}


def invitation(conference, traject, name):
    found = db.session.query(Invitation).filter_by(person_id=who(traject, name)).one()
    db.session.refresh(found)
    return found
