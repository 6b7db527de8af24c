"""Referrals and a pool for the joint proposal."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.db import db
from ekc.people.service import Particulars
from ekc.pool import service as pool
from tests.matching.stories import again, make_referral


def seek(world, surname, **told: object):
    """A referral that looks for a coordinator."""
    return make_referral(world, focus=(Particulars("Yara", surname),), **told)


def rest(world, *them):
    """They are on pause."""
    for one in them:
        pool.pause(again(one.coordinator), clock.today() + timedelta(days=30), by=world.petra.actor)
    db.commit()
