"""Who may take over, those who stand beside the lead first."""

from __future__ import annotations

from dataclasses import dataclass

from ekc.accounts.actor import Actor
from ekc.circle.rules import BESIDE
from ekc.matching import searching
from ekc.people import queries as people
from ekc.referrals import queries as referrals
from ekc.referrals.models import ORGANISES, Assignment, Referral

MOST = 8


@dataclass(frozen=True, slots=True)
class Successors:
    """Who leads it now, and who may take over: by coordinator id the name, why, and the number to call."""

    lead: Assignment
    names: dict[int, str]
    lines: dict[int, str]
    phones: dict[int, str | None]
    backup: bool  # whether somebody stands by
    buddy: bool
    persons: tuple[int, ...]  # whom this shows


def successors(referral: Referral, lead: Assignment, *, by: Actor) -> Successors:
    """The back-up, the buddy, then the most fitting of the pool; a few queries however many."""
    there = referrals.in_force(referral)
    beside = sorted((one for one in there if one.kind not in ORGANISES), key=lambda one: one.kind)
    found = searching.page(referral, by=by, many=MOST + len(there)).candidates
    able = [one for one in found if one.volunteer.id not in {each.coordinator_id for each in there}][:MOST]
    person_of = {one.coordinator_id: one.person_id for one in beside if one.coordinator_id is not None}
    lines = {one.coordinator_id: BESIDE[one.kind] for one in beside if one.coordinator_id is not None}
    for each in able:
        person_of[each.volunteer.id], lines[each.volunteer.id] = each.volunteer.person_id, each.lines[0]
    known = people.by_ids(referral.municipality_id, person_of.values())
    kinds = {one.kind for one in beside}
    return Successors(
        lead,
        names={key: known[person_id].name for key, person_id in person_of.items()},
        lines=lines,
        phones={key: people.address(known[person_id], "phone") for key, person_id in person_of.items()},
        backup="backup" in kinds,
        buddy="buddy" in kinds,
        persons=tuple(known),
    )
