"""Two in the demo who must not meet: heard of after the day was fixed, so that it stands open."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from ekc import clock
from ekc.agenda.models import Conference
from ekc.apart import service
from ekc.circle import queries as circle
from ekc.circle.rules import COMING, is_outside
from ekc.db import db
from ekc.referrals.models import Referral
from ekc.seed_pool import COR
from ekc.seed_stories import Story
from ekc.seed_town import SANNE, Town
from ekc.seed_verbs import instant


def pair(town: Town, today: date) -> Story:
    """Sanne hears it on the phone and writes it down; Cor finds it on the call list."""
    yield instant(today - timedelta(days=1), time(15, 20))
    cor = town.coordinators[town.known[COR]]
    day = db.session.scalars(
        select(Conference)
        .where(
            Conference.coordinator_person_id == cor.person_id,
            Conference.state == "planned",
            Conference.starts_at > clock.now() + timedelta(days=2),
        )
        .order_by(Conference.starts_at)
        .limit(1)
    ).one_or_none()
    if day is None:
        return
    referral = db.session.get_one(Referral, day.referral_id)
    comes = [
        person.id
        for member, person in circle.of_referral(referral)
        if is_outside(member.relation) and member.stand in COMING - {"remote"}
    ]
    if len(comes) > 1:
        heard_from = "de hoofdpersoon, aan de telefoon"
        by = town.cast[SANNE]
        service.keep(referral, comes[0], comes[1], None, "room", heard_from=heard_from, by=by)
