"""A sheet of paper for the day itself: who comes, what they need, whom to call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import arrivals, queries, rules
from ekc.apart.rules import UNTOLD
from ekc.arranging import queries as arranging
from ekc.arranging.rules import PLACE
from ekc.circle import rules as kring
from ekc.circle.around import people_around
from ekc.duty import queries as duty
from ekc.errors import NotFoundError
from ekc.people import languages
from ekc.people.queries import address

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day
    from ekc.arranging.rules import End

bp = Blueprint("day_sheet", __name__)


@bp.get("/bijeenkomsten/<int:id>/dagvel")
@allow(Role.COORDINATOR)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The sheet. Nobody's own address is on it, and where the day is only if an invitation may say so."""
    day = queries.get_for(actor, id)
    if day.assignment is None or day.assignment.person_id != actor.person_id:
        raise NotFoundError
    rules.check_stands(day.conference.state)
    around = people_around(day.referral)
    asked = {row.guest.person_id: row.guest for row in queries.asked(day)}
    actor.saw("day_sheet", id)
    held = day.conference
    return render_template(
        "agenda/day_sheet.html",
        day=day,
        groups=arrivals.in_order(around.members, asked),
        group_words=arrivals.GROUPS,
        own=arrivals.own_words(asked),
        around=around,
        guests_until=held.starts_at + timedelta(minutes=held.information_minutes),
        ends=_ends(day),
        on_duty=duty.shifts(held.municipality_id, held.starts_at, held.ends_at),
        guests=any(member.is_guest for member, _ in around.members),
        today=clock.today(),
        kring=kring,
        address=address,
        language_name=languages.name,
        secret=held.place == UNTOLD,
    )


def _ends(day: Day) -> list[End]:
    """What was to be arranged; the place has its own lines, and its address may not be for paper."""
    return [end for end in arranging.ends(day) if end.kind != PLACE]
