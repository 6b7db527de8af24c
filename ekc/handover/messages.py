"""What somebody reads who takes over: where the names are, and when to call. Nothing about whom."""

from __future__ import annotations

from ekc.notifications.outbox import enqueue
from ekc.notifications.said import Said
from ekc.people.models import Person
from ekc.people.telling import told
from ekc.referrals.models import Assignment
from ekc.seals import keyed_hash
from ekc.web import english
from ekc.web.formatting import day


def takes_over(assignment: Assignment, person: Person) -> None:
    """Confirm to who takes over."""
    words = {"until": day(assignment.first_contact_by), "traject": assignment.referral_id}
    enqueue(told(person, "handover", ("assignment", assignment.id), f"handover:{assignment.id}", words))


def family(assignment: Assignment, given_name: str, to: str, person: Person) -> None:
    """Tell somebody of the family, where no appointment tells it, who organises it from now on."""
    until = Said(day(assignment.first_contact_by), english.day(assignment.first_contact_by))
    words = {"coordinator": given_name, "until": until}
    once = f"handover_family:{assignment.id}:{keyed_hash(to)}"
    enqueue(told(person, "handover_family", ("assignment", assignment.id), once, words, at=to))
