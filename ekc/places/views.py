"""The bureau chooses how the municipality works: one page for all of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts import queries as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.expenses import queries as expenses
from ekc.expenses import ratebook, rates
from ekc.invitations import rewording
from ekc.places import queries, rules
from ekc.places.forms import RatesForm, WaysForm
from ekc.web.formatting import moment, phone
from ekc.web.forms import Phone
from ekc.web.posting import committed

bp = Blueprint("settings", __name__)


@bp.get("/instellingen")
@allow(Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """All choices as they are now."""
    return _page(actor)


@bp.post("/instellingen")
@allow(Role.BUREAU)
def change(actor: Actor) -> ResponseReturnValue:
    """Keep what was chosen; who comes second looks first at what the other one chose."""
    form, here = WaysForm(), queries.municipality(actor.municipality_id)
    if not form.validate():
        return _page(actor, form), 422
    try:
        rewording.change_ways(here, form.ways(), form.data["seen"], by=actor)
    except TooLateError as error:
        return _page(actor, _overtaken(form, here.id, error)), error.status
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _page(actor, form), error.status
    return committed(".show", "Bewaard. Zo werken we vanaf nu.")


@bp.post("/instellingen/bedragen")
@allow(Role.BUREAU)
def change_rates(actor: Actor) -> ResponseReturnValue:
    """Keep the amounts of a year."""
    form = RatesForm()
    if not form.validate():
        return _page(actor, amounts=form), 422
    try:
        ratebook.set_rates(form.rates(), form.data["seen_rates"], by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _page(actor, amounts=_now_seen(form, actor, error)), error.status
    return committed(".show", "De bedragen zijn bewaard.", jaar=form.data["year"])


def _overtaken(form: WaysForm, municipality_id: int, error: DomainError) -> WaysForm:
    """The form as it was typed, with who was first; sending it once more is a choice made knowingly."""
    db.rollback()
    now = queries.municipality(municipality_id)
    db.session.refresh(now)
    who = accounts.name_of(now.changed_by_id) if now.changed_by_id else None
    when = f", {moment(now.changed_at)}" if now.changed_at else ""
    form.refuse(TooLateError(rules.CHANGED.format(who=f"{who}{when}") if who else str(error)))
    form.seen.process_data(now.version)
    present = WaysForm.of(now)
    for field in form:
        if field.name != "seen" and field.data != present.data[field.name]:
            field.errors = [f"Er staat nu: {_shown(present[field.name])}."]
    return form


def _shown(field: Any) -> str:  # noqa: ANN401 -- a field of WTForms
    """What a field holds, in the words of its choices where it has any."""
    if hasattr(field, "iter_choices"):
        return str(next(label for _, label, chosen, _ in field.iter_choices() if chosen))
    if field.data is None:
        return "niets"
    return phone(field.data) if isinstance(field, Phone) else str(field.data)


def _now_seen(form: RatesForm, actor: Actor, error: DomainError) -> RatesForm:
    if isinstance(error, TooLateError):
        row = expenses.rates_of(actor.municipality_id).get(form.data["year"])
        form.seen_rates.process_data(row.version if row else 0)
    return form


def _page(actor: Actor, form: WaysForm | None = None, amounts: RatesForm | None = None) -> str:
    """The page; `form` or `amounts` is one that was refused."""
    this = clock.today().year
    year = (amounts.data["year"] if amounts else request.args.get("jaar", type=int)) or this
    year = year if year in {this, this + 1} else this
    own, here = expenses.rates_of(actor.municipality_id), queries.municipality(actor.municipality_id)
    return render_template(
        "places/settings.html",
        form=form or WaysForm.of(here),
        amounts=amounts or RatesForm.of(expenses.in_force(year, own), own.get(year)),
        national=rates.national(year),
        year=year,
        years=(this, this + 1),
        told=rewording.how_many_here(here.id, clock.now()),
        changed_at=here.changed_at,
        changed_by=accounts.name_of(here.changed_by_id) if here.changed_by_id else None,
    )
