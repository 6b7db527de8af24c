"""What the demo knows of the people around a household: what they said, what they need, a visit, a call."""

from __future__ import annotations

from datetime import time, timedelta

from ekc import clock
from ekc.calls import service as calls
from ekc.circle import queries as circle
from ekc.circle import service as kring
from ekc.circle.rules import More
from ekc.people.models import Kind
from ekc.seed_verbs import Case, instant
from ekc.visits import service as visits

SAID = ("comes", "comes", None, "later", "comes", "remote", "if", "letter")
TOLD = (
    More(side="mother", reach="phone"),
    More(side="father", needed=("transport",)),
    More(reach="visit", needed=("wheelchair",)),
    More(side="mother", reach="letter"),
    More(side="father", needed=("child_care",), only_if="het niet te lang duurt"),
)
CHILD = More(part="partly", needed=("support",))
ASKED_OF = 3  # two of every three were asked who is missing


def fill(case: Case) -> None:
    """What everybody said when they were spoken."""
    for number, (member, person) in enumerate(circle.of_referral(case.referral)):
        if member.is_guest:
            continue
        said = SAID[number % len(SAID)]
        if said is not None:
            kring.said(member, said, by=case.lead)
        told = CHILD if person.kind == Kind.CHILD.value else TOLD[number % len(TOLD)]
        kring.describe(member, told, by=case.lead)
        if number % ASKED_OF:
            kring.asked_who_is_missing(member, by=case.lead)


def on_the_way(case: Case) -> None:
    """One is visited the day after tomorrow, one was not reached."""
    people = [person for member, person in circle.of_referral(case.referral) if not member.is_guest]
    starts = instant(clock.today() + timedelta(days=2), time(16))
    visits.plan(case.referral, people[0].id, starts, 60, in_calendar=True, by=case.lead)
    calls.not_reached(case.referral, people[-1].id, by=case.lead)
