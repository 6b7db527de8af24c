"""What the family of the demo gets and hears: its own page, and the conditions of an agency."""

from __future__ import annotations

from ekc.accounts.actor import Actor
from ekc.choice.service import obstacle_of
from ekc.circle import queries as circle
from ekc.family import service as family
from ekc.referrals import conditions
from ekc.referrals import queries as referrals
from ekc.referrals.models import Referral

CONDITION = ("Jeugdhulp Het Baken", "supervision", "Er is elke avond een volwassene thuis")


def set_condition(referral: Referral, team: Actor) -> None:
    """Where an agency sets conditions, the team writes one down."""
    if referral.conditions == "some":
        conditions.state(referral, *CONDITION, by=team)


def give_pages(referral: Referral, lead: Actor) -> None:
    """Each hoofdpersoon gets the own page: by mail, or on paper."""
    for person in referrals.focus_persons(referral):
        give = family.send if obstacle_of(person) is None else family.print_out
        give(referral, person.id, by=lead)


def tell(referral: Referral, person_id: int, lead: Actor) -> None:
    """The family hears the conditions first, finds it fine, and then who is spoken hears them."""
    if referral.conditions != "some":
        return
    now = referral.conditions_round
    if referral.conditions_shared is None:
        for focus_id in circle.focus_ids(referral):
            conditions.tell(referral, focus_id, now, by=lead)
        conditions.share(referral, fine=True, by=lead)
    conditions.tell(referral, person_id, now, by=lead)


def test_plan(referral: Referral, by: Actor) -> None:
    """There is a plan, and it keeps to what was set."""
    if referral.conditions == "some":
        for row in conditions.of_referral(referral):
            conditions.test(referral, row.Condition, "yes", by=by)
        conditions.share_test(referral, fine=True, by=by)
