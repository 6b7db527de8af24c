"""Pages about places to meet: who plans looks, the bureau keeps the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import opening
from ekc.agenda import venue_queries as queries
from ekc.agenda import venues as service
from ekc.agenda.venue_forms import RoomForm, VenueForm
from ekc.agenda.venue_rules import TICKS
from ekc.nearby.forms import Wanted
from ekc.places.queries import localities
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.models import Room, Venue

bp = Blueprint("venues", __name__)
PLANNERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/locaties")
@allow(*PLANNERS)
def index(actor: Actor) -> ResponseReturnValue:
    """All places, or those of one dorp, with what there is."""
    page, wanted = page_number(), Wanted(request.args, localities(actor.municipality_id))
    return render_template(
        "venues/index.html",
        rows=queries.page(actor, page, wanted.village),
        wanted=wanted,
        page=page,
        pages=page_count(queries.count(actor, wanted.village), queries.PER_PAGE),
        ticks=TICKS,
        bureau=actor.is_a(Role.BUREAU),
    )


@bp.get("/locaties/nieuw")
@allow(Role.BUREAU)
def ask(actor: Actor) -> ResponseReturnValue:
    """A form for one more."""
    return _form_page(VenueForm.offering(localities(actor.municipality_id)))


@bp.post("/locaties/nieuw")
@allow(Role.BUREAU)
def add(actor: Actor) -> ResponseReturnValue:
    """One more place."""
    form = VenueForm.offering(localities(actor.municipality_id))
    made: list[Venue] = []
    if status := failed(form, lambda: made.append(service.add(form.told(), by=actor))):
        return _form_page(form), status
    return committed(".show", "De locatie staat in de lijst.", id=made[0].id)


@bp.get("/locaties/<int:id>")
@allow(*PLANNERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """One place, with its rooms."""
    return _page(actor, queries.get_for(actor, id))


@bp.get("/locaties/<int:id>/wijziging")
@allow(Role.BUREAU)
def ask_change(actor: Actor, id: int) -> ResponseReturnValue:
    """The form as it is now."""
    venue = queries.get_for(actor, id)
    return _form_page(VenueForm.offering(localities(actor.municipality_id), venue), venue)


@bp.post("/locaties/<int:id>/wijziging")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Describe it anew."""
    venue, form = queries.get_for(actor, id), VenueForm.offering(localities(actor.municipality_id))
    if not form.validate():
        return _form_page(form, venue), 422
    if status := refused(form, lambda: service.change(venue, form.told(), form.data["seen"], by=actor)):
        venue = queries.get_for(actor, id)
        form.seen.process_data(venue.version)
        return _form_page(form, venue), status
    return committed(".show", "Bewaard.", id=id)


@bp.post("/locaties/<int:id>/sluiting")
@allow(Role.BUREAU)
def close(actor: Actor, id: int) -> ResponseReturnValue:
    """Nobody chooses it any more."""
    service.close(queries.get_for(actor, id), by=actor)
    sentence = "Niemand kan deze locatie nog kiezen. Wat er gepland staat, blijft staan."
    return committed(".show", sentence, id=id)


@bp.post("/locaties/<int:id>/opening")
@allow(Role.BUREAU)
def reopen(actor: Actor, id: int) -> ResponseReturnValue:
    """It can be chosen again."""
    service.reopen(queries.get_for(actor, id), by=actor)
    return committed(".show", "De locatie is weer te kiezen.", id=id)


@bp.post("/locaties/<int:id>/ruimtes")
@allow(Role.BUREAU)
def add_room(actor: Actor, id: int) -> ResponseReturnValue:
    """One more room."""
    venue, form = queries.get_for(actor, id), RoomForm()
    told = form.data
    if status := failed(
        form,
        lambda: service.add_room(venue, told["room"], told["room_seats"], alone=told["alone"], by=actor),
    ):
        return _page(actor, queries.get_for(actor, id), form), status
    return committed(".show", f"{told['room']} staat erbij.", id=id)


@bp.get("/ruimtes/<int:id>")
@allow(Role.BUREAU)
def ask_room(actor: Actor, id: int) -> ResponseReturnValue:
    """A room as it is now."""
    room, venue = queries.room_for(actor, id)
    return _room_page(room, venue, RoomForm.of(room))


@bp.post("/ruimtes/<int:id>")
@allow(Role.BUREAU)
def change_room(actor: Actor, id: int) -> ResponseReturnValue:
    """Another name, other seats, or out of use."""
    (room, venue), form = queries.room_for(actor, id), RoomForm()
    told = form.data
    flags = {"alone": told["alone"], "closed": told["closed"]}
    if status := failed(
        form, lambda: service.change_room(room, told["room"], told["room_seats"], **flags, by=actor)
    ):
        return _room_page(*queries.room_for(actor, id), form), status
    return committed(".show", "Bewaard.", id=venue.id)


def _page(actor: Actor, venue: Venue, form: RoomForm | None = None) -> str:
    bureau = actor.is_a(Role.BUREAU)
    return render_template(
        "venues/venue.html",
        venue=venue,
        rooms=queries.rooms(venue),
        has=[label for name, label in TICKS.items() if getattr(venue, name)],
        form=form or RoomForm(formdata=None),
        week=opening.read(venue.hours),
        in_words=opening.in_words,
        to_come=queries.to_come(venue) if bureau else 0,
        bureau=bureau,
    )


def _form_page(form: VenueForm, venue: Venue | None = None) -> str:
    invited = queries.invited([venue.id]) if venue else (0, 0)
    return render_template("venues/form.html", form=form, venue=venue, invited=invited)


def _room_page(room: Room, venue: Venue, form: RoomForm) -> str:
    told = queries.invited([venue.id])[1]
    return render_template("venues/room.html", form=form, room=room, venue=venue, told=told)
