"""The bureau chooses how long each step may take before it is pointed out."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.places import queries as places
from ekc.places import service as places_service
from ekc.referrals import clocks
from ekc.referrals.clock_forms import ClocksForm
from ekc.web.posting import committed, failed

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
    here, change = places.municipality(actor.municipality_id), places_service.change_clocks
    if status := failed(form, lambda: change(here, clocks.kept(form.limits()), form.data["seen"], by=actor)):
        return _page(form), status
    return committed(".show", "Bewaard. Zo tellen we vanaf nu.")


def _page(form: ClocksForm) -> str:
    return render_template("referrals/clocks.html", form=form, clocks=clocks.CLOCKS)
