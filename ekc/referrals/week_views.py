"""One sheet per team to print: what is open, where it stands, since when, what is next."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts import queries as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import report_clock
from ekc.errors import NotFoundError
from ekc.handover.waiting import choosing
from ekc.referrals import clocks, lifecycle, standing, worklists
from ekc.referrals.lifecycle import State
from ekc.referrals.reasons import REASONS
from ekc.tonight import queries as tonight
from ekc.web.formatting import moment
from ekc.web.paging import page_count, page_number

bp = Blueprint("week", __name__)


@bp.get("/weekstaat")
@allow(Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """The sheet of a team: one's own, or for the bureau anyone's."""
    every = accounts.teams(actor.municipality_id)
    teams = every if actor.is_a(Role.BUREAU) else {one: every[one] for one in actor.team_ids if one in every}
    asked = request.args.get("team", type=int) or next(iter(teams), 0)
    if request.args.get("team") and asked not in teams:
        raise NotFoundError
    page = page_number()
    here, now = actor.municipality_id, clock.now()
    rows, days = report_clock.counted(here, worklists.sheet_of_team(actor, asked, page), now)
    rows = tonight.named(rows, tonight.names(here, rows))
    for row in rows:
        if row.given_name:
            actor.saw("referral", row.id)
    chooses = choosing(here, [row.id for row in rows if row.state == State.MATCHING])
    return render_template(
        "referrals/week.html",
        teams=teams,
        chosen=asked,
        rows=[(row, *_now(row.state, days.get(row.id), chooses=row.id in chooses)) for row in rows],
        today=clock.today(),
        page=page,
        pages=page_count(rows[0].total if rows else 0, worklists.PER_SHEET),
        **WORDS,
    )


WORDS = {
    "labels": {state.value: label for state, label in lifecycle.LABELS.items()},
    "reasons": REASONS["pause"],
    "clock_words": clocks.WORDS,
}


def _now(state: str, held: tuple[datetime, datetime] | None, *, chooses: bool) -> tuple[str, str | None]:
    """What happens next, and who is waited for; `held`: from when until when (aware) a planned day is."""
    if held is not None:
        when = moment(held[0])
        if held[1] < clock.now():
            return f"De dag was op {when}. De coördinator vertelt hoe het ging.", "de coördinator"
        return f"De dag staat vast: {when}.", "de dag zelf"
    return standing.next_sentence(state, chooses=chooses), standing.waits_for(state, chooses=chooses)
