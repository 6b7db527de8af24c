"""Visits: planned, moved, called off; and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.circle import queries as circle
from ekc.circle.around import people_around
from ekc.errors import DomainError
from ekc.people import queries as people
from ekc.visits import queries, rules, service
from ekc.visits.forms import MoveForm, VisitForm
from ekc.web.formatting import moment
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("visits", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/trajecten/<int:id>/bezoeken")
@allow(*ORGANISERS)
def index(actor: Actor, id: int) -> ResponseReturnValue:
    """What is planned, what came of it, and a form for one more."""
    return _page(actor, id)


@bp.post("/trajecten/<int:id>/bezoeken")
@allow(*ORGANISERS)
def plan(actor: Actor, id: int) -> ResponseReturnValue:
    """One more."""
    referral, _ = circle.traject(actor, id)
    form = VisitForm.to(people_around(referral).known)
    if not form.validate():
        return _page(actor, id, form), 422
    to, kept = int(form.person.data), bool(form.calendar.data)
    if status := refused(
        form,
        lambda: service.plan(
            referral,
            to,
            form.starts(),
            form.minutes.data or 0,
            in_calendar=kept,
            despite=form.despite(),
            by=actor,
        ),
    ):
        return _page(actor, id, form), status
    sentence = f"Het bezoek staat vast: {moment(form.starts())}. Wie je bezoekt, krijgt geen bericht van ons."
    return committed(".index", sentence, id=id)


@bp.get("/bezoeken/<int:id>")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """One visit, to move it or call it off."""
    return _one(actor, id)


@bp.post("/bezoeken/<int:id>")
@allow(*ORGANISERS)
def move(actor: Actor, id: int) -> ResponseReturnValue:
    """Another moment."""
    visit, form = queries.get_for(actor, id), MoveForm()
    if status := failed(
        form,
        lambda: service.move(visit, form.starts(), form.minutes.data or 0, despite=form.despite(), by=actor),
    ):
        return _one(actor, id, form), status
    return committed(".index", f"Het bezoek is nu: {moment(form.starts())}.", id=visit.referral_id)


@bp.post("/bezoeken/<int:id>/afzegging")
@allow(*ORGANISERS)
def cancel(actor: Actor, id: int) -> ResponseReturnValue:
    """It is off."""
    visit = queries.get_for(actor, id)
    service.cancel(visit, by=actor)
    return committed(".index", "Het bezoek is afgezegd. Bel zelf wie je zou bezoeken.", id=visit.referral_id)


@bp.post("/bezoeken/<int:id>/afloop")
@allow(*ORGANISERS)
def over(actor: Actor, id: int) -> ResponseReturnValue:
    """Spoken, or nobody was there."""
    visit = queries.get_for(actor, id)
    referral, assignment = circle.traject(actor, visit.referral_id)
    if request.form.get("afloop") == "spoken":
        service.spoken(visit, referral, assignment, by=actor)
        sentence = "Mooi. Het staat ook bij de mensen eromheen."
    elif request.form.get("afloop") == "not_reached":
        misses, told = service.not_reached(visit, referral, by=actor)
        times = "één keer" if misses == 1 else f"{misses} keer"
        who = f"{told} van het team krijgt bericht." if told else "Er gaat geen bericht uit."
        sentence = f"{times.capitalize()} niet bereikt. {who}"
    else:
        raise DomainError("Kies een van de knoppen.")
    return committed(".index", sentence, id=visit.referral_id)


def _page(actor: Actor, referral_id: int, form: VisitForm | None = None) -> str:
    referral, _ = circle.traject(actor, referral_id)
    around = people_around(referral)
    actor.saw("referral", referral.id)
    return render_template(
        "visits/index.html",
        referral=referral,
        persons=around.persons,
        known=around.known,
        visits=queries.of_referral(referral),
        tried=queries.not_reached(referral),
        form=form or VisitForm.to(around.known),
        now=clock.now(),
        states=rules.STATES,
    )


def _one(actor: Actor, visit_id: int, form: MoveForm | None = None) -> str:
    visit = queries.get_for(actor, visit_id)
    rules.check_planned(visit.state)
    actor.saw("referral", visit.referral_id)
    return render_template(
        "visits/show.html",
        visit=visit,
        person=people.one(visit.municipality_id, visit.person_id),
        form=form or MoveForm.of(visit),
    )
