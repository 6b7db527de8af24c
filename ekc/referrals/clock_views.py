"""The bureau chooses how long each step may take before it is pointed out."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.places import queries as places
from ekc.places import service as places_service
from ekc.referrals import clocks
from ekc.referrals.clock_forms import ClocksForm
from ekc.web.posting import committed

bp = Blueprint("clocks", __name__)


@bp.get("/instellingen/klokken")
@allow(Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """All clocks as they are now."""
    return _page(ClocksForm.of(places.municipality(actor.municipality_id)))


@bp.post("/instellingen/klokken")
@allow(Role.BUREAU)
def change(actor: Actor) -> ResponseReturnValue:
    """Keep what was chosen."""
    form = ClocksForm()
    if not form.validate():
        return _page(form), 422
    try:
        here = places.municipality(actor.municipality_id)
        places_service.change_clocks(here, clocks.kept(form.limits()), form.data["seen"], by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _page(form), error.status
    return committed(".show", "Bewaard. Zo tellen we vanaf nu.")


def _page(form: ClocksForm) -> str:
    return render_template("referrals/clocks.html", form=form, clocks=clocks.CLOCKS)
