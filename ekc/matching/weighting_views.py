"""What weighs how much in the list of candidates, and what a change would have done to past matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.matching import replaying, weightings
from ekc.matching.weighing import MEANS, Weights
from ekc.matching.weighting_forms import WeightsForm
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("weightings", __name__)


@bp.get("/pool/gewichten")
@allow(Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """The weights that hold; with others in the address, what those would have done. Nothing is kept."""
    if not request.args:
        return _page(actor)
    form = WeightsForm(request.args)
    if not form.validate():
        return _page(actor, form), 422
    return _page(actor, form, tried=True)


@bp.post("/pool/gewichten")
@allow(Role.BUREAU)
def change(actor: Actor) -> ResponseReturnValue:
    """These hold from now on."""
    form = WeightsForm()
    if status := failed(
        form, lambda: weightings.change(actor.municipality_id, form.base_version, form.weights, by=actor)
    ):
        return _page(actor, form), status
    return committed(".show", "Bewaard. Deze gewichten gelden vanaf nu.")


def _page(actor: Actor, form: WeightsForm | None = None, *, tried: bool = False) -> str:
    versions = weightings.versions(actor.municipality_id)
    now = versions[0]
    given = form or WeightsForm(formdata=None, data=now.weights._asdict())
    return render_template(
        "matching/weights.html",
        form=given,
        names=Weights._fields,
        means=MEANS,
        now=now,
        versions=versions,
        tried=_tried(actor, now.weights, given.weights) if tried else None,
    )


def _tried(actor: Actor, before: Weights, after: Weights) -> dict[str, Any]:
    """Last year's matches with the weights that hold beside the ones that are tried."""
    matches, pool = weightings.past(actor.municipality_id)
    one, other = (replaying.replay(matches, pool, weights) for weights in (before, after))
    return {
        "same": before == after,
        "matches": len(matches),
        "changed": replaying.changed(one, other),
        "rows": [
            ("Mensen aan wie iets is voorgesteld", one.people, other.people),
            ("Meeste voorstellen voor één persoon", one.most, other.most),
            ("Gemiddelde afstand", _km(one.mean_km), _km(other.mean_km)),
            ("Spreekt alle talen van de familie", one.fluent, other.fluent),
            ("Niemand gevonden", one.nobody, other.nobody),
        ],
    }


def _km(mean: float | None) -> str:
    return "onbekend" if mean is None else f"{mean:.1f} km".replace(".", ",")
