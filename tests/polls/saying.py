"""What was asked, and what somebody says."""

from __future__ import annotations

from datetime import timedelta

from ekc.agenda.rules import Plan
from ekc.db import db
from ekc.polls import asking
from ekc.polls.rules import Proposal
from ekc.referrals.models import Referral
from tests.polls.stories import DAYS, board, voters
from tests.world import DAY

SOON = Proposal(DAYS, (DAY - timedelta(days=26)))


def asked(outbox):
    return [address for kind, address in outbox() if kind == "poll"]


def at(day, **given: object):
    """A plan for one of the days proposed."""
    told = {"place": "bij oma", "place_in_invitation": True, "safety_checked": True, **given}
    return Plan(day.starts_at, day.ends_at, **told)


def say(world, poll, name, values):
    """Somebody says something of the days, in order, on the phone to Cor."""
    said = {day.id: value for day, value in zip(board(poll).days, values, strict=False) if value}
    voter = voters(poll)[name]
    return asking.answer(voter, said, "phone", referral_state="preparation", by=world.cor.actor)


def referral_of(poll):
    return db.session.get_one(Referral, poll.referral_id, populate_existing=True)
