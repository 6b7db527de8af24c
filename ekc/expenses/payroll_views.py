"""The bureau hands approved claims to the payroll office, and fetches an earlier delivery again."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.expenses import payroll, payroll_rules
from ekc.expenses.forms import UntilForm
from ekc.expenses.models import ExpenseExport
from ekc.web.formatting import count
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed

bp = Blueprint("payroll", __name__)


@bp.get("/pool/vergoedingen/doorgeven")
@allow(Role.BUREAU)
def ready(actor: Actor) -> ResponseReturnValue:
    """What would go, up to and including a day: by itself the last one of the month before."""
    form = UntilForm(formdata=request.args) if "until" in request.args else UntilForm.of(_last_month())
    if not form.validate():
        return _ready(actor, form, _last_month()), 422
    return _ready(actor, form, form.data["until"])


@bp.post("/pool/vergoedingen/doorgeven")
@allow(Role.BUREAU)
def hand_over(actor: Actor) -> ResponseReturnValue:
    """Hand it over, once."""
    form = UntilForm()
    if not form.validate():
        return _ready(actor, form, _last_month()), 422
    try:
        made = payroll.hand_over(form.data["until"], request.form.get("seen", ""), by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _ready(actor, form, form.data["until"]), error.status
    sentence = (
        f"{count(len(payroll_rules.unpacked(made.lines)), 'regel', 'regels')} klaar voor de administratie."
    )
    return committed(".show", sentence, id=made.id)


@bp.get("/pool/vergoedingen/doorgegeven/<int:id>")
@allow(Role.BUREAU)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """A delivery as it went, to be fetched again."""
    found = payroll.get_for(actor, id)
    lines = payroll_rules.unpacked(found.lines)
    people = payroll_rules.per_person(lines)
    for coordinator_id in people:
        actor.saw("coordinator", coordinator_id)
    return render_template(
        "expenses/delivered.html", found=found, lines=lines, people=people, total=payroll_rules.total
    )


@bp.get("/pool/vergoedingen/doorgegeven/<int:id>/xlsx")
@allow(Role.BUREAU)
def as_xlsx(actor: Actor, id: int) -> ResponseReturnValue:
    """The delivery as a spreadsheet."""
    return _file(actor, payroll.get_for(actor, id), "xlsx")


@bp.get("/pool/vergoedingen/doorgegeven/<int:id>/csv")
@allow(Role.BUREAU)
def as_csv(actor: Actor, id: int) -> ResponseReturnValue:
    """The delivery per person, month and kind, for a system that reads CSV."""
    return _file(actor, payroll.get_for(actor, id), "csv")


def _file(actor: Actor, export: ExpenseExport, ending: str) -> Response:
    kind, content = payroll.file_of(export, ending, by=actor)
    response = Response(content, content_type=kind)
    name = f"vergoedingen-tot-en-met-{export.until.isoformat()}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _ready(actor: Actor, form: UntilForm, until: date) -> str:
    lines = payroll.ready(until, by=actor)
    people = payroll_rules.per_person(lines)
    for coordinator_id in people:
        actor.saw("coordinator", coordinator_id)
    page = page_number()
    return render_template(
        "expenses/ready.html",
        form=form,
        until=until,
        lines=lines,
        people=people,
        total=payroll_rules.total,
        seen=payroll_rules.digest(lines),
        earlier=payroll.earlier(actor, page),
        page=page,
        pages=page_count(payroll.how_many(actor), payroll.PER_PAGE),
    )


def _last_month() -> date:
    return clock.today().replace(day=1) - timedelta(days=1)
