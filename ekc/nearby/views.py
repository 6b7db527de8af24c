"""What there is in the neighbourhood: who works here looks it up, the bureau keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.nearby import queries, service
from ekc.nearby.forms import AmenityForm, Wanted
from ekc.places.queries import localities
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.nearby.models import Amenity

bp = Blueprint("nearby", __name__)


@bp.get("/in-de-buurt")
@allow(*queries.READERS)
def index(actor: Actor) -> ResponseReturnValue:
    """Everything, or what is looked for."""
    page, wanted = page_number(), Wanted(request.args, localities(actor.municipality_id))
    found = queries.page(actor, page, wanted.word, wanted.village)
    return render_template(
        "nearby/index.html",
        found=found,
        wanted=wanted,
        page=page,
        pages=page_count(found.total, queries.PER_PAGE),
        bureau=actor.is_a(Role.BUREAU),
    )


@bp.get("/in-de-buurt/nieuw")
@allow(Role.BUREAU)
def ask(actor: Actor) -> ResponseReturnValue:
    """A form for one more."""
    return _form_page(AmenityForm.offering(localities(actor.municipality_id)))


@bp.post("/in-de-buurt/nieuw")
@allow(Role.BUREAU)
def add(actor: Actor) -> ResponseReturnValue:
    """One more."""
    form = AmenityForm.offering(localities(actor.municipality_id))
    if status := failed(form, lambda: service.add(form.told(), by=actor)):
        return _form_page(form), status
    return committed(".index", f"{form.name.data} staat erin.")


@bp.get("/in-de-buurt/<int:id>")
@allow(Role.BUREAU)
def ask_change(actor: Actor, id: int) -> ResponseReturnValue:
    """The form as it is now."""
    found = queries.get_for(actor, id)
    return _form_page(AmenityForm.offering(localities(actor.municipality_id), found), found)


@bp.post("/in-de-buurt/<int:id>")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Describe it anew."""
    found, form = queries.get_for(actor, id), AmenityForm.offering(localities(actor.municipality_id))
    if not form.validate():
        return _form_page(form, found), 422
    if status := refused(form, lambda: service.change(found, form.told(), form.data["seen"], by=actor)):
        found = queries.get_for(actor, id)
        form.seen.process_data(found.version)
        return _form_page(form, found), status
    return committed(".index", "Bewaard.")


@bp.post("/in-de-buurt/<int:id>/weg")
@allow(Role.BUREAU)
def remove(actor: Actor, id: int) -> ResponseReturnValue:
    """It is no more."""
    found = queries.get_for(actor, id)
    name = found.name
    service.remove(found, by=actor)
    return committed(".index", f"{name} staat er niet meer in.")


def _form_page(form: AmenityForm, found: Amenity | None = None) -> str:
    return render_template("nearby/form.html", form=form, found=found)
