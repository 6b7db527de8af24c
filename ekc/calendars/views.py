"""A coordinator's calendars: ours, that she can subscribe to, and the one that she has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.calendars import queries, rules, service
from ekc.calendars.forms import LinkForm
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import feeds

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("calendars", __name__)


@bp.get("/mijn-agenda")
@allow(Role.COORDINATOR)
def mine(actor: Actor) -> ResponseReturnValue:
    """The secret address of what she has with us, and what we know of the calendar she has already."""
    return _page(actor)


@bp.post("/mijn-agenda/nieuw-adres")
@allow(Role.COORDINATOR)
def new_address(actor: Actor) -> ResponseReturnValue:
    """A first or a new address; an old one stops at once."""
    feeds.renew(by=actor)
    db.commit()
    flash("Je agenda heeft een nieuw adres.")
    return redirect(url_for(".mine"), 303)


@bp.post("/mijn-agenda/koppeling")
@allow(Role.COORDINATOR)
def link(actor: Actor) -> ResponseReturnValue:
    """Link the calendar she has already."""
    form = LinkForm()
    if not form.validate():
        return _page(actor, form), 422
    try:
        service.link(form.address.data or "", by=actor)
    except DomainError as error:
        form.refuse(error)
        return _page(actor, form), error.status
    db.commit()
    flash("Je agenda is gekoppeld. We lezen hem nu; dat duurt meestal een paar tellen.")
    return redirect(url_for(".mine") + "#eigen-agenda", 303)


@bp.post("/mijn-agenda/koppeling/lezen")
@allow(Role.COORDINATOR)
def read(actor: Actor) -> ResponseReturnValue:
    """Have it read again now."""
    service.read_soon(queries.own_or_404(actor), by=actor)
    db.commit()
    flash("We lezen je agenda opnieuw. Dat duurt meestal een paar tellen.")
    return redirect(url_for(".mine") + "#eigen-agenda", 303)


@bp.post("/mijn-agenda/koppeling/weg")
@allow(Role.COORDINATOR)
def unlink(actor: Actor) -> ResponseReturnValue:
    """Let go of it."""
    service.unlink(queries.own_or_404(actor), by=actor)
    db.commit()
    flash("Je agenda is losgekoppeld. Het adres en je bezette uren zijn gewist.")
    return redirect(url_for(".mine"), 303)


def _page(actor: Actor, form: LinkForm | None = None) -> str:
    """The page; `form` is one that was refused."""
    own = queries.own(actor)
    return render_template(
        "calendars/mine.html",
        address=feeds.address(actor),
        own=own,
        trouble=rules.TROUBLES[own.trouble] if own and own.trouble else None,
        kept=own is not None and rules.is_kept(own.read_at, clock.now()),
        form=form or LinkForm(formdata=None),
    )
