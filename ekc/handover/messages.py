"""What somebody reads who takes over: where the names are, and when to call. Nothing about whom."""

from __future__ import annotations

from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.said import Said
from ekc.people.models import Person
from ekc.people.queries import told_at
from ekc.places.queries import municipality
from ekc.referrals.models import Assignment
from ekc.seals import keyed_hash
from ekc.web import english
from ekc.web.formatting import day, phone


def takes_over(assignment: Assignment, person: Person) -> None:
    """Confirm to who takes over."""
    context = {
        "name": person.given_name,
        "until": day(assignment.first_contact_by),
        "traject": assignment.referral_id,
        "phone": phone(municipality(assignment.municipality_id).central_phone),
    }
    enqueue(
        Draft(
            municipality_id=assignment.municipality_id,
            kind="handover",
            address=told_at(person),
            person_id=person.id,
            about=("assignment", assignment.id),
            dedupe=f"handover:{assignment.id}",
            context=context,
        )
    )


def family(assignment: Assignment, given_name: str, to: str, person: Person) -> None:
    """Tell somebody of the family, where no appointment tells it, who organises it from now on."""
    context = {
        "coordinator": given_name,
        "until": Said(day(assignment.first_contact_by), english.day(assignment.first_contact_by)),
        "phone": phone(municipality(assignment.municipality_id).central_phone),
    }
    enqueue(
        Draft(
            municipality_id=assignment.municipality_id,
            kind="handover_family",
            address=to,
            person_id=person.id,
            language=person.reads,
            about=("assignment", assignment.id),
            dedupe=f"handover_family:{assignment.id}:{keyed_hash(to)}",
            context=context,
        )
    )
