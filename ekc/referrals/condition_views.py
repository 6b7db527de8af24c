"""The conditions of agencies: the team writes them down, whoever organises it tells them by voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.circle import queries as circle
from ekc.circle.around import people_around
from ekc.errors import DomainError, NotFoundError
from ekc.referrals import condition_rules as rules
from ekc.referrals import conditions, queries
from ekc.referrals.condition_forms import ConditionForm, LineForm, ToldForm
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Referral

bp = Blueprint("conditions", __name__)
WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)
ANEW = "Bewaard. Wie het organiseert, vertelt het iedereen opnieuw."
KEPT = "Bewaard."


@bp.get("/aanmeldingen/<int:id>/voorwaarden")
@allow(*WORKERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Which there are, who was told in numbers, and a form for one more."""
    return _page(actor, queries.sheet_for(actor, id).referral)


@bp.post("/aanmeldingen/<int:id>/voorwaarden")
@allow(*WORKERS)
def add(actor: Actor, id: int) -> ResponseReturnValue:
    """One more."""
    referral = queries.sheet_for(actor, id).referral
    begun = rules.has_begun(referral.state, referral.paused_from)
    form = ConditionForm.of(begun=begun, sent=True)
    if status := failed(form, lambda: conditions.state(referral, *form.told(), form.why, by=actor)):
        return _page(actor, queries.sheet_for(actor, id).referral, form), status
    return _kept(id, ANEW if begun else KEPT)


@bp.post("/aanmeldingen/<int:id>/voorwaarden/geen")
@allow(*WORKERS)
def none(actor: Actor, id: int) -> ResponseReturnValue:
    """No agency sets any: an answer too."""
    conditions.none(queries.sheet_for(actor, id).referral, by=actor)
    return _kept(id, KEPT)


@bp.post("/aanmeldingen/<int:id>/voorwaarden/weg")
@allow(*WORKERS)
def remove(actor: Actor, id: int) -> ResponseReturnValue:
    """One holds no more."""
    referral, form = queries.sheet_for(actor, id).referral, LineForm()
    begun = rules.has_begun(referral.state, referral.paused_from)
    line = conditions.one(referral, form.line_id)
    conditions.withdraw(referral, line, form.reason.data or None, by=actor)
    return _kept(id, ANEW if begun else KEPT)


@bp.get("/trajecten/<int:id>/voorwaarden")
@allow(*ORGANISERS)
def telling(actor: Actor, id: int) -> ResponseReturnValue:
    """What to tell, and whom; afterwards whether the plan keeps to it."""
    referral, assignment = circle.traject(actor, id)
    actor.saw("referral", referral.id)
    return render_template(
        "referrals/condition_telling.html",
        referral=referral,
        around=people_around(referral),
        rows=[row for row in conditions.of_referral(referral) if row.Condition.withdrawn_at is None],
        told=conditions.told(referral),
        testable=referral.state in rules.TESTABLE,
        contact=assignment.person_id == actor.person_id,
        rules=rules,
    )


@bp.post("/trajecten/<int:id>/voorwaarden/delen")
@allow(*ORGANISERS)
def share(actor: Actor, id: int) -> ResponseReturnValue:
    """Whether the family lets those around them hear it."""
    referral, _ = circle.traject(actor, id)
    conditions.share(referral, fine=_fine(), by=actor)
    return _told(id)


@bp.post("/trajecten/<int:id>/voorwaarden/verteld")
@allow(*ORGANISERS)
def tell(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody heard it by voice: one tap."""
    referral, _ = circle.traject(actor, id)
    form, around = ToldForm(), people_around(referral)
    if form.person_id not in {person.id for person in around.known}:
        raise NotFoundError
    conditions.tell(referral, form.person_id, form.round, by=actor)
    return _told(id)


@bp.post("/trajecten/<int:id>/voorwaarden/toets-delen")
@allow(*ORGANISERS)
def share_test(actor: Actor, id: int) -> ResponseReturnValue:
    """Whether the family lets the team hear what the test came to."""
    referral, _ = circle.traject(actor, id)
    conditions.share_test(referral, fine=_fine(), by=actor)
    return _told(id)


@bp.post("/trajecten/<int:id>/voorwaarden/toets")
@allow(*ORGANISERS)
def test(actor: Actor, id: int) -> ResponseReturnValue:
    """Whether the plan keeps to one: yes, no, or not known yet."""
    referral, _ = circle.traject(actor, id)
    form = LineForm()
    line = conditions.one(referral, form.line_id)
    conditions.test(referral, line, form.outcome.data or "", by=actor)
    return _told(id)


def _fine() -> bool:
    """What the family said; DomainError where no button of ours was pressed: that is not a no."""
    if request.form.get("fine") not in {"yes", "no"}:
        raise DomainError("Kies een van de knoppen.")
    return request.form["fine"] == "yes"


def _kept(referral_id: int, words: str) -> ResponseReturnValue:
    return committed(".show", words, id=referral_id)


def _told(referral_id: int) -> ResponseReturnValue:
    return committed(".telling", id=referral_id)


def _page(actor: Actor, referral: Referral, form: ConditionForm | None = None) -> str:
    begun = rules.has_begun(referral.state, referral.paused_from)
    rows = conditions.of_referral(referral)
    actor.saw("referral", referral.id)
    return render_template(
        "referrals/conditions.html",
        referral=referral,
        rows=rows,
        live=[row for row in rows if row.Condition.withdrawn_at is None],
        told=len(conditions.told(referral)),
        form=form or ConditionForm.of(begun=begun),
        begun=begun,
        may_change=referral.state in rules.OPEN,
        testable=referral.state in rules.TESTABLE,
        rules=rules,
    )
