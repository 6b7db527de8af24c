"""The bureau looks at what was claimed: approve, or ask."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.expenses import queries, rules, service
from ekc.expenses.forms import QuestionForm
from ekc.web.formatting import count
from ekc.web.posting import committed, failed

bp = Blueprint("expenses_bureau", __name__)
MOST = 100


@bp.get("/pool/vergoedingen")
@allow(Role.BUREAU)
def waiting(actor: Actor) -> ResponseReturnValue:
    """What waits, per volunteer, with where each stands against the caps."""
    return _waiting(actor)


@bp.post("/pool/vergoedingen")
@allow(Role.BUREAU)
def approve(actor: Actor) -> ResponseReturnValue:
    """Approve what was ticked; where one of them changed meanwhile, none."""
    ids = [one for one in request.form.getlist("id", type=int) if 0 < one < 1 << 63]
    found = queries.some_for(actor, ids)
    try:
        done = service.approve(found, by=actor)
    except DomainError as error:
        db.rollback()
        return _waiting(actor, str(error), ids), error.status
    return committed(".waiting", f"{count(done, 'regel', 'regels')} goedgekeurd.")


@bp.get("/vergoeding/<int:id>/vraag")
@allow(Role.BUREAU)
def ask(actor: Actor, id: int) -> ResponseReturnValue:
    """What is not clear about this one?"""
    return _question(actor, id, QuestionForm())


@bp.post("/vergoeding/<int:id>/vraag")
@allow(Role.BUREAU)
def send_back(actor: Actor, id: int) -> ResponseReturnValue:
    """Back to the volunteer with a question."""
    found, form = queries.get_for(actor, id), QuestionForm()
    if status := failed(form, lambda: service.send_back(found, str(form.reason.data), by=actor)):
        return _question(actor, id, form), status
    return committed(".waiting", "Teruggestuurd met je vraag.")


def _waiting(actor: Actor, refused: str | None = None, ticked: list[int] | None = None) -> str:
    claims = queries.waiting(actor, MOST)
    accounts = queries.accounts(
        actor.municipality_id, {(one.coordinator_id, one.happened_on.year) for one in claims}
    )
    by_person: dict[int, list[tuple[object, int, bool]]] = {}
    for one in claims:
        account = accounts[one.coordinator_id, one.happened_on.year]
        row = (one, account.worth(queries.line(one)), account.over(one.happened_on.month))
        by_person.setdefault(one.coordinator_id, []).append(row)
    for coordinator_id in by_person:
        actor.saw("coordinator", coordinator_id)
    return render_template(
        "expenses/waiting.html",
        by_person=by_person,
        names=queries.names(actor.municipality_id, by_person),
        refused=refused,
        ticked=set(ticked) if ticked is not None else {one.id for one in claims},
        rules=rules,
        more=len(claims) == MOST,
    )


def _question(actor: Actor, expense_id: int, form: QuestionForm) -> str:
    found = queries.get_for(actor, expense_id)
    actor.saw("coordinator", found.coordinator_id)
    return render_template(
        "expenses/question.html",
        form=form,
        found=found,
        name=queries.names(actor.municipality_id, [found.coordinator_id])[found.coordinator_id],
        rules=rules,
    )
