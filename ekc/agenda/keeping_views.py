"""Keeping people apart on a day that stands: their own hours, rooms or distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import apart_days, keeping, keeping_forms, queries, service
from ekc.apart import rules
from ekc.web.forms import Form
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day

bp = Blueprint("keeping", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/bijeenkomsten/<int:id>/uit-elkaar")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Which pairs there are on the day, and how they are kept apart."""
    return _page(actor, queries.get_for(actor, id), None)


@bp.post("/bijeenkomsten/<int:id>/uit-elkaar")
@allow(*ORGANISERS)
def arrange(actor: Actor, id: int) -> ResponseReturnValue:
    """Own hours, rooms or distance."""
    day = queries.get_for(actor, id)
    form = _form(actor, day)
    hours = day.conference.starts_at, day.conference.ends_at
    if status := failed(form, lambda: service.arrange_apart(day, keeping_forms.told(form, *hours), by=actor)):
        return _page(actor, queries.get_for(actor, id), form), status
    sentence = (
        "Bewaard. Wie nu een andere tijd of plek heeft, krijgt bericht. Niemand leest die van een ander."
    )
    return committed(".show", sentence, id=id)


def _form(actor: Actor, day: Day) -> Form:
    persons = keeping.asked(day.referral, day.conference.id)
    places = queries.places(actor, day.referral.locality_id, day.conference)
    here = [
        (room.id, room.name)
        for room, _ in places.rooms
        if room.venue_id == day.conference.venue_id and (room in places.used or not places.used)
    ]
    return keeping_forms.asking(Form, persons, here)(data=keeping_forms.known(persons))


def _page(actor: Actor, day: Day, form: Form | None) -> str:
    conference = day.conference
    actor.saw("referral", day.referral.id)
    return render_template(
        "agenda/apart.html",
        day=day,
        pairs=apart_days.at(conference.municipality_id, conference.id),
        form=form or _form(actor, day),
        open=conference.state == "planned" and clock.now() < conference.starts_at,
        kept=rules.KEPT,
    )
