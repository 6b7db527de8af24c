"""How it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, url_for

from ekc import afterwards, clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import queries as agenda
from ekc.agenda import rules as agenda_rules
from ekc.circle import queries as circle
from ekc.outcomes import service
from ekc.outcomes.forms import KindForm, LaterForm, OutcomeForm
from ekc.present import queries as present
from ekc.present import rules as taken
from ekc.referrals import conditions
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day
    from ekc.referrals.models import Referral

bp = Blueprint("outcomes", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/bijeenkomsten/<int:id>/uitkomst")
@allow(*ORGANISERS)
def ask(actor: Actor, id: int) -> ResponseReturnValue:
    """Three questions, once the day has begun; what was tapped that day is filled in."""
    return _page(actor, id, None)


@bp.post("/bijeenkomsten/<int:id>/uitkomst")
@allow(*ORGANISERS)
def report(actor: Actor, id: int) -> ResponseReturnValue:
    """How it went."""
    day = agenda.get_for(actor, id)
    form = OutcomeForm()
    if status := failed(form, lambda: afterwards.report(day.conference, form.told(), by=actor)):
        return _page(actor, id, form), status
    return _thanks(day.referral)


@bp.post("/trajecten/<int:id>/plan")
@allow(*ORGANISERS)
def plan_later(actor: Actor, id: int) -> ResponseReturnValue:
    """Whether there is a plan, some time after the meeting."""
    referral, _ = circle.traject(actor, id)
    form = LaterForm()
    form.validate()
    service.plan_later(referral, *form.told(), by=actor)
    return _thanks(referral)


@bp.post("/trajecten/<int:id>/plan-zonder-bijeenkomst")
@allow(*ORGANISERS)
def plan_without_meeting(actor: Actor, id: int) -> ResponseReturnValue:
    """The household has a plan, and no conference is needed any more."""
    referral, _ = circle.traject(actor, id)
    form = KindForm()
    form.validate()
    service.plan_without_meeting(referral, form.kind.data or "", by=actor)
    return _thanks(referral, "Mooi: er is een plan. Het is doorgegeven.")


def _thanks(referral: Referral, words: str = "Dank je wel. Het is doorgegeven.") -> ResponseReturnValue:
    """Kept; and where there is a plan with conditions to test it against, that is the next question."""
    number, to_test = referral.id, conditions.is_to_test(referral)
    return committed(url_for("conditions.telling" if to_test else "circle.traject", id=number), words)


def _tapped(day: Day) -> dict[str, Any]:
    """What the taps of the day say; nothing where nobody tapped."""
    holds = taken.standing(present.presses(day.conference.municipality_id, day.conference.id))
    came = sum(answer == "yes" for about, answer in holds.items() if about != taken.OWN_TIME)
    return {"own_time": holds.get(taken.OWN_TIME), "people": came or None}


def _live(referral: Referral) -> list[str]:
    """The conditions that the plan will be tested against, in the words in which they were told."""
    if referral.conditions != "some":
        return []
    return [
        row.Condition.words for row in conditions.of_referral(referral) if row.Condition.withdrawn_at is None
    ]


def _page(actor: Actor, conference_id: int, form: OutcomeForm | None) -> str:
    day = agenda.get_for(actor, conference_id)
    form = form or OutcomeForm(data=_tapped(day))
    begins = day.conference.starts_at.astimezone(clock.HOME).date()
    return render_template(
        "outcomes/outcome.html",
        day=day,
        form=form,
        open=day.conference.state == "planned",
        conditions=_live(day.referral),
        begun=agenda_rules.has_day_begun(begins, clock.today()),
    )
