"""A kleine kring: begin, who is called, a place for tonight, and on to an ordinary aanmelding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.referrals.lifecycle import LABELS, State
from ekc.tonight import queries, rules, service
from ekc.tonight.forms import AnswerForm, CallForm, GoOnForm, StartForm, StopForm
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.tonight.queries import Circle

bp = Blueprint("tonight", __name__)
WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
CALL_RUNNER = "Bel {name} nu zelf: er gaat geen bericht uit. "
DECIDED = {
    "yes": "Genoteerd. De klok staat stil.",
    "no": "Genoteerd. De klok loopt door tot er een plek is. Bel verder, en regel met je team een plek.",
}
LAYOUTS = {"link": "layouts/public.html", "account": "layouts/app.html"}


@bp.get("/kleine-kring")
@allow(*WORKERS)
def index(actor: Actor) -> ResponseReturnValue:
    """Who is on duty, what runs, and a way to begin."""
    return _index(actor, None)


@bp.post("/kleine-kring")
@allow(*WORKERS)
def start(actor: Actor) -> ResponseReturnValue:
    """Begin one."""
    form = StartForm.of(actor, queries.professionals(actor.municipality_id, clock.now()))
    if not form.validate():
        return _index(actor, form), 422
    try:
        name = (str(form.given_name.data), str(form.surname.data))
        referral = service.start(int(form.team.data), int(form.runner.data), name, by=actor)
    except NotFoundError:
        raise
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _index(actor, form), error.status
    runs = queries.get_for(actor, referral.id)
    hears = "" if runs.row.runner_person_id == actor.person_id else CALL_RUNNER.format(name=runs.given_name)
    sentence = f"De klok loopt. {hears}Zet er nu bij wie er gebeld kan worden."
    return committed(".show", sentence, id=referral.id)


@bp.get("/kleine-kring/<int:id>")
@allow(*WORKERS, link="small_circle")
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Who can be called, who was reached, and the clock; for the bureau also that the team has it now."""
    passed = queries.passed_on(actor, id)
    if passed is not None:
        return render_template("tonight/passed_on.html", passed=passed)
    return _page(actor, queries.get_for(actor, id), None)


@bp.post("/kleine-kring/<int:id>/mensen")
@allow(*WORKERS, link="small_circle")
def add(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody who can be called."""
    circle, form = queries.get_for(actor, id), CallForm()
    if not form.validate():
        return _page(actor, circle, form), 422
    return _done(
        actor,
        id,
        form,
        lambda: service.add(circle, str(form.name.data), form.phone.data, by=actor),
        "Genoteerd.",
    )


@bp.post("/kleine-kring/<int:id>/bereikt")
@allow(*WORKERS, link="small_circle")
def reached(actor: Actor, id: int) -> ResponseReturnValue:
    """Whether somebody was reached."""
    circle, form = queries.get_for(actor, id), AnswerForm()
    form.validate()
    answer = form.answer.data or ""
    return _done(
        actor, id, form, lambda: service.note_reached(circle, form.call_id, answer, by=actor), "Genoteerd."
    )


@bp.post("/kleine-kring/<int:id>/overleg")
@allow(*WORKERS, link="small_circle")
def consult(actor: Actor, id: int) -> ResponseReturnValue:
    """They think along now."""
    circle = queries.get_for(actor, id)
    return _done(
        actor, id, AnswerForm(), lambda: service.consult(circle, by=actor), "Het overleg is begonnen."
    )


@bp.post("/kleine-kring/<int:id>/plek")
@allow(*WORKERS, link="small_circle")
def decide(actor: Actor, id: int) -> ResponseReturnValue:
    """Is there a place for tonight?"""
    circle, form = queries.get_for(actor, id), AnswerForm()
    form.validate()
    answer = form.answer.data or ""
    return _done(actor, id, form, lambda: service.decide(circle, answer, by=actor), DECIDED.get(answer, ""))


@bp.post("/kleine-kring/<int:id>/verder")
@allow(*WORKERS)
def go_on(actor: Actor, id: int) -> ResponseReturnValue:
    """On to an ordinary aanmelding: the form, filled in as far as it is known. The bureau cannot see it."""
    circle, form = queries.get_for(actor, id), GoOnForm()
    if status := failed(form, lambda: service.go_on(circle, form.without.data, by=actor)):
        return _page(actor, queries.get_for(actor, id), form), status
    if queries.passed_on(actor, id) is not None:
        sentence = "Wat we weten, staat in het formulier. Het team vult de rest aan."
        return committed(".show", sentence, id=id)
    return committed("drafts.edit", "Wat we weten, staat in het formulier. Vul de rest aan.", id=id)


@bp.post("/kleine-kring/<int:id>/einde")
@allow(*WORKERS)
def stop(actor: Actor, id: int) -> ResponseReturnValue:
    """It is not needed any more."""
    circle, form = queries.get_for(actor, id), StopForm.offering()
    if not form.validate():
        return _page(actor, circle, form), 422
    service.stop(circle, str(form.reason.data), by=actor)
    return committed(".index", "Gestopt. Er gaat geen alarm meer af.")


def _done(
    actor: Actor,
    id: int,
    form: Any,  # noqa: ANN401 -- whichever form of the page
    verb: Callable[[], object],
    word: str,
) -> ResponseReturnValue:
    if status := refused(form, verb):
        return _page(actor, queries.get_for(actor, id), form), status
    return committed(".show", word, id=id)


def _index(actor: Actor, form: StartForm | None) -> str:
    shifts = queries.professionals(actor.municipality_id, clock.now())
    circles = queries.running(actor)
    for one in circles:
        actor.saw("referral", one.referral.id)
    return render_template(
        "tonight/index.html",
        form=form or StartForm.of(actor, shifts),
        shifts=shifts,
        circles=circles,
        labels=LABELS,
        now=clock.now(),
        hours_over=rules.hours_over,
    )


def _page(actor: Actor, circle: Circle, form: Any) -> str:  # noqa: ANN401 -- whichever form of the page
    now = clock.now()
    actor.saw("referral", circle.referral.id)
    state = State(circle.referral.state)
    return render_template(
        "tonight/show.html",
        layout=LAYOUTS[actor.kind],
        circle=circle,
        calls=queries.calls(circle.row),
        shifts=queries.professionals(actor.municipality_id, now),
        form=form,
        call_form=form if isinstance(form, CallForm) else CallForm(),
        stop_form=form if isinstance(form, StopForm) else StopForm.offering(),
        label=LABELS[state],
        go_on_form=form if isinstance(form, GoOnForm) else GoOnForm(),
        running=rules.still_looking(state, circle.row.place),
        open=state in rules.ALL,
        calling=state == State.CIRCLE_CALLING,
        decided=state == State.CIRCLE_DECIDED,
        over=rules.hours_over(circle.row.started_at, now),
        until=circle.row.started_at + rules.WITHIN,
    )
