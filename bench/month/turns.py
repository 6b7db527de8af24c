"""Ways on which a household goes now and then: it rests a while, or has its plan already; and weeks after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bench.month.finding import link_actor
from bench.month.ledger import CALL
from ekc import clock, resting
from ekc.calls.rules import FOLLOW_UP_AFTER
from ekc.circle import service as circle
from ekc.db import db
from ekc.family import queries as pages
from ekc.family import service as family
from ekc.family.models import FamilyPage
from ekc.outcomes import service as outcomes
from ekc.seed_stories import later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bench.month.household import Home
    from ekc.accounts.actor import Actor

    Story = Iterator[datetime]

FOLLOW_UP = "follow_up"  # what the call is about


def rested(home: Home) -> Story:
    """The family stops for a while, on its own page or by telephone, and goes on some days later."""
    for verb, kind in ((resting.rest, "traject_paused"), (resting.go_on, "traject_resumed")):
        home.owe(home.lead.person_id or 0, kind)
        home.month.ledger.owe((home.month.bureau,), kind, str(home.number), clock.now())
        verb(home.referral, by=_family(home))
        yield later(home, 3, 4)


def _family(home: Home) -> Actor:
    number = home.ids.get(FamilyPage)
    if number is None:  # who is only reached by voice phones the bureau
        return home.town.bureau
    page = db.session.get_one(FamilyPage, number)
    return link_actor(home, home.her_id, family.link_of(page).id, (pages.ABOUT, page.id))


def already(home: Home) -> Story:
    """Before a day is looked for, the family has its plan: that is a good end too."""
    yield later(home, 1, 2)
    circle.first_contact(home.referral, home.assignment, clock.today(), by=home.lead)
    outcomes.plan_without_meeting(home.referral, "own_plan", by=home.lead)
    home.month.without += 1


def evaluated(home: Home) -> Story:
    """Four weeks after the plan somebody calls, and asks how it is going."""
    planned = home.referral.state_since + FOLLOW_UP_AFTER
    yield planned + timedelta(minutes=1)
    home.month.ledger.owe((f"{CALL}{home.her_id}",), FOLLOW_UP, str(home.number), clock.now())
