"""Own calendars: ours, to subscribe to for whoever organises, and the one that a coordinator has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.calendars import queries, rules, service
from ekc.calendars.forms import LinkForm
from ekc.invitations import feeds
from ekc.people import queries as people
from ekc.pool import queries as pool
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.pool.models import Coordinator

bp = Blueprint("calendars", __name__)


@bp.get("/mijn-agenda")
@allow(Role.COORDINATOR, Role.BUREAU)
def mine(actor: Actor) -> ResponseReturnValue:
    """The secret address of what they have with us, and what we know of a coordinator's other calendar."""
    return _page(actor)


@bp.post("/mijn-agenda/nieuw-adres")
@allow(Role.COORDINATOR, Role.BUREAU)
def new_address(actor: Actor) -> ResponseReturnValue:
    """A first or a new address; an old one stops at once."""
    feeds.renew(by=actor)
    return committed(".mine", "Je agenda heeft een nieuw adres.")


@bp.post("/mijn-agenda/koppeling")
@allow(Role.COORDINATOR)
def link(actor: Actor) -> ResponseReturnValue:
    """Link the calendar she has already."""
    form = LinkForm()
    if status := failed(form, lambda: service.link(form.address.data or "", by=actor)):
        return _page(actor, form), status
    sentence = "Je agenda is gekoppeld. We lezen hem nu; dat duurt meestal een paar tellen."
    return committed(".mine", sentence, _anchor="eigen-agenda")


@bp.post("/mijn-agenda/koppeling/lezen")
@allow(Role.COORDINATOR)
def read(actor: Actor) -> ResponseReturnValue:
    """Have it read again now."""
    service.read_soon(queries.of_or_404(actor.municipality_id, actor.person_id or 0), by=actor)
    sentence = "We lezen je agenda opnieuw. Dat duurt meestal een paar tellen."
    return committed(".mine", sentence, _anchor="eigen-agenda")


@bp.post("/mijn-agenda/koppeling/weg")
@allow(Role.COORDINATOR)
def unlink(actor: Actor) -> ResponseReturnValue:
    """Let go of it."""
    service.unlink(queries.of_or_404(actor.municipality_id, actor.person_id or 0), by=actor)
    return committed(".mine", "Je agenda is losgekoppeld. Het adres en je bezette uren zijn gewist.")


@bp.get("/pool/<int:id>/agenda")
@allow(Role.BUREAU)
def hers(actor: Actor, id: int) -> ResponseReturnValue:
    """The calendar of a coordinator who phones: whether it is read. Never what is in it, nor its address."""
    return _page_of(actor, pool.get_for(actor, id))


@bp.post("/pool/<int:id>/agenda/koppeling")
@allow(Role.BUREAU)
def link_hers(actor: Actor, id: int) -> ResponseReturnValue:
    """Link the calendar whose address she gave on the phone."""
    whose, form = pool.get_for(actor, id), LinkForm()
    if status := failed(form, lambda: service.link(form.address.data or "", whose.person_id, by=actor)):
        return _page_of(actor, whose, form), status
    sentence = "De agenda is gekoppeld. We lezen hem nu; dat duurt meestal een paar tellen."
    return committed(".hers", sentence, id=id)


@bp.post("/pool/<int:id>/agenda/koppeling/weg")
@allow(Role.BUREAU)
def unlink_hers(actor: Actor, id: int) -> ResponseReturnValue:
    """Let go of it for her."""
    whose = pool.get_for(actor, id)
    service.unlink(queries.of_or_404(actor.municipality_id, whose.person_id), by=actor)
    return committed(".hers", "De agenda is losgekoppeld. Het adres en de bezette uren zijn gewist.", id=id)


def _page_of(actor: Actor, whose: Coordinator, form: LinkForm | None = None) -> str:
    """The page for the bureau; `form` is one that was refused."""
    link = queries.of(actor.municipality_id, whose.person_id)
    actor.saw("coordinator", whose.id)
    return render_template(
        "calendars/hers.html",
        coordinator_id=whose.id,
        name=people.one(actor.municipality_id, whose.person_id).given_name,
        link=link,
        trouble=rules.TROUBLES[link.trouble] if link and link.trouble else None,
        kept=link is not None and rules.is_kept(link.read_at, clock.now()),
        form=form or LinkForm(formdata=None),
    )


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
