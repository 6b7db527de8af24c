"""The page on which a coordinator has her appointments put into her own calendar, and stops that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.publishing import queries, rules, service
from ekc.publishing.forms import PublishForm
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("publishing", __name__)


@bp.get("/mijn-agenda/neerzetten")
@allow(Role.COORDINATOR)
def mine(actor: Actor) -> ResponseReturnValue:
    """Whether it works, or what to fill in."""
    return _page(actor)


@bp.post("/mijn-agenda/neerzetten")
@allow(Role.COORDINATOR)
def begin(actor: Actor) -> ResponseReturnValue:
    """A calendar, or another name and password for it; the worker tests it."""
    form = PublishForm()
    if status := failed(
        form,
        lambda: service.begin(
            form.address.data or "", form.user.data or "", form.password.data or "", by=actor
        ),
    ):
        return _page(actor, form), status
    return committed(".mine", "We kijken nu of het werkt. Dat duurt meestal een paar tellen.")


@bp.post("/mijn-agenda/neerzetten/opnieuw")
@allow(Role.COORDINATOR)
def again(actor: Actor) -> ResponseReturnValue:
    """Try it now."""
    service.again(queries.own_or_404(actor), by=actor)
    return committed(".mine", "We proberen het opnieuw. Dat duurt meestal een paar tellen.")


@bp.post("/mijn-agenda/neerzetten/weg")
@allow(Role.COORDINATOR)
def stop(actor: Actor) -> ResponseReturnValue:
    """No more, and what we put is taken away."""
    busy = service.stop(queries.own_or_404(actor), by=actor)
    sentence = (
        "We halen je afspraken nu uit je agenda. Daarna wissen we je wachtwoord."
        if busy
        else "Gestopt. Je gebruikersnaam en wachtwoord zijn gewist."
    )
    return committed(".mine", sentence)


def _page(actor: Actor, form: PublishForm | None = None) -> str:
    """The page; `form` is one that was refused."""
    own = queries.of(actor.municipality_id, actor.person_id or 0)
    known = {"address": own.address, "user": own.user} if own else {}
    return render_template(
        "publishing/mine.html",
        own=own,
        many=queries.how_many(own.id) if own else 0,
        trouble=rules.TROUBLES[own.trouble] if own and own.trouble else None,
        lasting=own is not None and own.trouble in rules.LASTING,
        form=form or PublishForm(formdata=None, data=known),
    )
