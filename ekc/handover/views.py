"""Substitute instead of cancel: one page, two taps; and who stands beside the lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ekc import processes
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import queries as agenda
from ekc.circle import queries as circle
from ekc.db import db
from ekc.handover import queries, service
from ekc.handover.forms import NOW, LeaveForm, ReplaceForm, StandInForm
from ekc.matching import queries as matching
from ekc.matching import searching, waves
from ekc.pool import queries as pool
from ekc.referrals import queries as referrals
from ekc.web import reading
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Assignment, Referral

bp = Blueprint("handover", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/trajecten/<int:id>/vervanging")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """For who leads it: I cannot go on. For the bureau: who takes over."""
    return _page(actor, id)


@bp.post("/trajecten/<int:id>/vertrek")
@allow(*ORGANISERS)
def leave(actor: Actor, id: int) -> ResponseReturnValue:
    """She cannot go on: the bureau looks for somebody, the day stays."""
    referral, assignment = circle.traject(actor, id)
    form = LeaveForm()
    if status := failed(
        form, lambda: service.cannot_go_on(referral, assignment, form.reason.data, form.note.data, by=actor)
    ):
        return _page(actor, id, leave_form=form), status
    sentence = "Dank je wel dat je het zegt. Het bureau zoekt iemand."
    return committed(
        "circle.traject", sentence + (" De dag blijft staan." if agenda.planned_of(referral) else ""), id=id
    )


@bp.post("/trajecten/<int:id>/vervanging")
@allow(Role.BUREAU)
def replace(actor: Actor, id: int) -> ResponseReturnValue:
    """She said yes on the phone, and takes over now; or she is asked by mail, and her yes does it."""
    referral, assignment = circle.traject(actor, id)
    names = queries.successors(referral, assignment, by=actor).names
    form = ReplaceForm.offering(names, sent=True)
    if status := failed(form, lambda: _carry_out(referral, form, actor)):
        return _page(actor, id, form=form), status
    name, day = names[form.who.data], agenda.planned_of(referral)
    if form.how.data != NOW:
        sentence = f"{name} is gevraagd. Zegt {name} ja, dan gaat alles vanzelf over."
        return committed(".show", sentence, id=id)
    db.commit()
    stays = " Wie was uitgenodigd, krijgt bericht; de dag blijft staan." if day else ""
    flash(f"{name} is nu de coördinator.{stays}")
    calls = ", ".join(one.given_name for one in service.to_call(referral))
    if calls:
        flash(f"Vertel het zelf aan: {calls}. Hen bereikt geen bericht.", "attention")
    return redirect(url_for("circle.traject", id=id), 303)


@bp.post("/aanbod/<int:id>/reserve")
@allow(Role.COORDINATOR, Role.BUREAU, link="offer")
def stand_by(actor: Actor, id: int) -> ResponseReturnValue:
    """I stand by; or the bureau for her, who said so on the phone."""
    offer = matching.get_for(actor, id)
    referral = matching.lock_referral(actor.municipality_id, offer.referral_id)
    service.stand_by(referral, offer, by=actor)
    return committed("matching.offer", id=id)


@bp.post("/aanbod/<int:id>/maatje")
@allow(Role.BUREAU)
def pair(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody does it with her."""
    offer = matching.get_for(actor, id)
    referral = matching.lock_referral(actor.municipality_id, offer.referral_id)
    buddy = pool.get_for(actor, reading.id_in(request.form.get("buddy")))
    processes.pair(referral, offer, buddy, by=actor)
    return committed("matching.offer", "Het maatje staat erbij.", id=id)


@bp.get("/aanmeldingen/<int:id>/beroepskracht")
@allow(Role.BUREAU)
def professional(actor: Actor, id: int) -> ResponseReturnValue:
    """The last step, when nobody of the pool can."""
    return _stand_in_page(actor, referrals.get_for(actor, id), StandInForm())


@bp.post("/aanmeldingen/<int:id>/beroepskracht")
@allow(Role.BUREAU)
def stand_in(actor: Actor, id: int) -> ResponseReturnValue:
    """A named professional organises it."""
    referral = referrals.get_for(actor, id)
    form = StandInForm()
    dry = _is_dry(referral, actor)
    if status := failed(
        form, lambda: service.stand_in(referral, form.told(), form.reason.data, dry=dry, by=actor)
    ):
        return _stand_in_page(actor, referrals.get_for(actor, id), form), status
    sentence = f"{form.given_name.data} regelt het. Wat die vertelt, vul jij in op deze pagina."
    return committed("circle.traject", sentence, id=id)


def _carry_out(referral: Referral, form: ReplaceForm, actor: Actor) -> None:
    chosen = pool.get_for(actor, form.who.data)
    if form.how.data == NOW:
        service.substitute(referral, chosen, form.reason.data, form.note.data, by=actor)
    else:
        service.ask_urgently(referral, chosen, form.reason.data, form.note.data, by=actor)


def _page(
    actor: Actor, referral_id: int, *, form: ReplaceForm | None = None, leave_form: LeaveForm | None = None
) -> str:
    referral, assignment = circle.traject(actor, referral_id, seeking=True)
    bureau = actor.is_a(Role.BUREAU) and assignment.person_id != actor.person_id
    found = queries.successors(referral, assignment, by=actor) if bureau else None
    actor.saw("referral", referral.id)
    for person_id in found.persons if found else ():
        actor.saw("person", person_id)
    day = agenda.planned_of(referral)
    return render_template(
        "handover/show.html",
        referral=referral,
        assignment=assignment,
        day=day,
        reached=agenda.how_many(agenda.asked(day)) if day and found else (0, 0),
        found=found,
        form=form or _fresh(found, assignment),
        leave_form=leave_form or LeaveForm(formdata=None),
    )


def _fresh(found: queries.Successors | None, assignment: Assignment) -> ReplaceForm | None:
    return ReplaceForm.offering(found.names, reason=assignment.leaving_reason) if found else None


def _stand_in_page(actor: Actor, referral: Referral, form: StandInForm) -> str:
    actor.saw("referral", referral.id)
    dry = _is_dry(referral, actor)
    return render_template("handover/stand_in.html", referral=referral, form=form, dry=dry)


def _is_dry(referral: Referral, actor: Actor) -> bool:
    offers = matching.of_referral(referral)
    still = sum(one.state == "open" for one in offers)
    able = searching.next_to_ask(referral, by=actor, many=1)
    return waves.is_dry(len(able), still, len(matching.willing(referral)))
