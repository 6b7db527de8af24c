"""The code of conduct: a coordinator agrees, the bureau publishes; and what a coordinator does and not."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow, public
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.pool import conduct, queries
from ekc.pool.forms import AgreeForm, CodeForm
from ekc.web.posting import committed, failed

bp = Blueprint("conduct", __name__)
AGREED = "Dank je wel. We schrijven op dat je akkoord bent."


@bp.get("/gedragscode")
@allow(Role.COORDINATOR, Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """The newest version; for the bureau with a form for the next."""
    return _page(actor)


@bp.post("/gedragscode/akkoord")
@allow(Role.COORDINATOR)
def agree(actor: Actor) -> ResponseReturnValue:
    """She agrees with what she read."""
    mine, form = queries.mine(actor), AgreeForm()
    try:
        conduct.agree(mine, form.data["version"] if form.validate() else 0, by=actor)
    except DomainError as error:
        db.rollback()
        return _page(actor, str(error)), error.status
    return committed("home.today", AGREED)


@bp.post("/pool/<int:id>/gedragscode")
@allow(Role.BUREAU)
def agreed(actor: Actor, id: int) -> ResponseReturnValue:
    """She told the bureau that she agrees: on the phone, or on paper."""
    found, form = queries.get_for(actor, id), AgreeForm()
    conduct.agree(found, form.data["version"] if form.validate() else 0, by=actor)
    return committed("pool.coordinator", "Genoteerd dat zij of hij akkoord is.", id=id)


@bp.post("/gedragscode")
@allow(Role.BUREAU)
def publish(actor: Actor) -> ResponseReturnValue:
    """A new version, from a day on."""
    form = CodeForm()
    if status := failed(form, lambda: conduct.publish(form.data["text"], form.data["valid_from"], by=actor)):
        return _page(actor, form=form), status
    return committed(
        ".show",
        "De nieuwe gedragscode staat klaar. Wie een mailadres heeft, krijgt bericht. "
        "Wie je zelf belt, staat bij Bellen.",
    )


@bp.get("/wat-doe-je-wel-en-niet")
@public("an explanation for everybody")
def what_you_do() -> ResponseReturnValue:
    """What a coordinator does and does not do, on one screen."""
    return render_template("pool/what_you_do.html")


def _page(actor: Actor, sentence: str | None = None, form: CodeForm | None = None) -> str:
    """The page; `sentence` says why an agreement was not taken, `form` is one that was refused."""
    code = conduct.newest(actor.municipality_id)
    return render_template(
        "pool/conduct.html",
        code=code,
        waits=actor.is_a(Role.COORDINATOR) and queries.to_agree(actor),
        sentence=sentence,
        readers=len(queries.at_work(actor.municipality_id)) if actor.is_a(Role.BUREAU) else 0,
        form=form or CodeForm(formdata=None, data={"text": code.text}),
    )
