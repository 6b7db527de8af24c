"""Who may take over, those who stand beside the lead first."""

from __future__ import annotations

from dataclasses import dataclass

from ekc.accounts.actor import Actor
from ekc.matching import searching, volunteers
from ekc.referrals import queries as referrals
from ekc.referrals.models import ORGANISES, Assignment, Referral

MOST = 8


@dataclass(frozen=True, slots=True)
class Successors:
    """Who leads it now, and who may take over: name by coordinator id, with a line that says why."""

    lead: Assignment
    names: dict[int, str]
    lines: dict[int, str]
    backup: bool  # whether somebody stands by
    buddy: bool


def successors(referral: Referral, lead: Assignment, *, by: Actor) -> Successors:
    """The back-up, the buddy, then the most fitting of the pool; four queries however many."""
    there = referrals.in_force(referral)
    beside = sorted((one for one in there if one.kind not in ORGANISES), key=lambda one: one.kind)
    found = searching.page(referral, by=by, many=MOST + len(there)).candidates
    able = [one for one in found if one.volunteer.id not in {each.coordinator_id for each in there}][:MOST]
    persons = [one.person_id for one in beside] + [one.volunteer.person_id for one in able]
    known = volunteers.names(referral.municipality_id, persons)
    names, lines = {}, {}
    for one in beside:
        if one.coordinator_id is not None:
            names[one.coordinator_id] = known[one.person_id]
            lines[one.coordinator_id] = "staat klaar als reserve" if one.kind == "backup" else "is het maatje"
    for each in able:
        names[each.volunteer.id] = known[each.volunteer.person_id]
        lines[each.volunteer.id] = each.lines[0]
    kinds = {one.kind for one in beside}
    return Successors(lead, names, lines, backup="backup" in kinds, buddy="buddy" in kinds)
