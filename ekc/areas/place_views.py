"""One dorp or wijk: another name or postcode, or it goes where nothing hangs on it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.areas import service
from ekc.areas.forms import OtherNameForm
from ekc.db import db
from ekc.errors import DomainError
from ekc.places import queries as places
from ekc.places.models import Locality
from ekc.pool import service as pool
from ekc.web.posting import committed, refused

bp = Blueprint("localities", __name__)


@bp.get("/dorpen/<int:id>")
@allow(Role.BUREAU)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """How it is called now, and what can be changed."""
    return _page(places.locality(actor.municipality_id, id))


@bp.post("/dorpen/<int:id>")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Another name or postcode; who lives at the old or the new postcode goes along."""
    place, form = places.locality(actor.municipality_id, id), OtherNameForm()
    if not form.validate():
        return _page(place, form), 422
    before, told = place.pc4, form.data
    if status := refused(
        form, lambda: service.change_place(place, told["village"], told["pc4"], told["seen"], by=actor)
    ):
        return _page(_anew(actor, id, form), form), status
    pool.follow_places(actor.municipality_id, {before, told["pc4"]})
    return committed("areas.overview", f"Bewaard: {told['village']} ({told['pc4']}).")


@bp.post("/dorpen/<int:id>/weg")
@allow(Role.BUREAU)
def remove(actor: Actor, id: int) -> ResponseReturnValue:
    """It was never right: nothing hangs on it."""
    place = places.locality(actor.municipality_id, id)
    name = place.name
    try:
        service.remove_place(place, by=actor)
    except DomainError as error:
        db.rollback()
        return _page(places.locality(actor.municipality_id, id), sentence=str(error)), error.status
    return committed("areas.overview", f"{name} is weggehaald.")


def _anew(actor: Actor, place_id: int, form: OtherNameForm) -> Locality:
    """The place as it is now; what was typed stays, and may be sent once more by who has looked."""
    place = places.locality(actor.municipality_id, place_id)
    form.seen.process_data(service.seen_of(place))
    return place


def _page(place: Locality, form: OtherNameForm | None = None, sentence: str | None = None) -> str:
    """The page; `form` is one that was refused, `sentence` says why it cannot go."""
    now = {"village": place.name, "pc4": place.pc4, "seen": service.seen_of(place)}
    return render_template(
        "areas/place.html",
        place=place,
        form=form or OtherNameForm(formdata=None, data=now),
        sentence=sentence,
    )
