"""A coordinator's own page: whom to call, what she wants us to know, and where she is until when.

By her own link, or signed in; the bureau may do all of it for who phones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.duty import gaps
from ekc.duty import queries as duty
from ekc.duty import rules as duty_rules
from ekc.errors import DomainError
from ekc.matching import queries as matching
from ekc.safety import checkins, queries, rules, service
from ekc.safety.forms import CheckInForm, IncidentForm, LongerForm, WorryForm
from ekc.web.formatting import clock_time
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("safety", __name__)
WHO = (Role.COORDINATOR, Role.BUREAU)
LAYOUTS = {"link": "layouts/public.html", "account": "layouts/app.html"}
TOLD = "We weten het. Er belt iemand je."


@bp.get("/zorgen/<int:id>")
@allow(*WHO, link="care")
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The numbers, and three things she may tell."""
    return _page(actor, id)


@bp.post("/zorgen/<int:id>/melding")
@allow(*WHO, link="care")
def worry(actor: Actor, id: int) -> ResponseReturnValue:
    """She worries: who, when, about which traject, whether it presses; no more."""
    one = queries.carer(actor, id)
    form = WorryForm.offering(queries.trajects(one), {})
    if status := failed(form, lambda: service.tell(one, form.told(), by=actor)):
        return _page(actor, id, form), status
    return committed(".show", TOLD, id=id)


@bp.get("/zorgen/<int:id>/voorval")
@allow(*WHO, link="care")
def ask_incident(actor: Actor, id: int) -> ResponseReturnValue:
    """What happened to her?"""
    return _incident_page(actor, id, None)


@bp.post("/zorgen/<int:id>/voorval")
@allow(*WHO, link="care")
def incident(actor: Actor, id: int) -> ResponseReturnValue:
    """Something happened to her or to somebody there: achterwacht and bureau hear it at once."""
    one = queries.carer(actor, id)
    form = IncidentForm.offering(queries.trajects(one), {})
    if status := failed(form, lambda: service.tell(one, form.told(), by=actor)):
        return _incident_page(actor, id, form), status
    return committed(".show", "Goed dat je het zegt. Er belt snel iemand. Ben je in gevaar? Bel 112.", id=id)


@bp.get("/zorgen/<int:id>/bezoek")
@allow(*WHO, link="care")
def visit(actor: Actor, id: int) -> ResponseReturnValue:
    """Where is she, until when?"""
    return _visit_page(actor, id, None)


@bp.post("/zorgen/<int:id>/bezoek")
@allow(*WHO, link="care")
def check_in(actor: Actor, id: int) -> ResponseReturnValue:
    """One tap: she is there, and back then."""
    one, form = queries.carer(actor, id), CheckInForm()
    if not form.validate():
        return _visit_page(actor, id, form), 422

    def verb() -> None:
        referral, conference, until = form.chosen(queries.trajects(one), clock.now())
        checkins.start(one, until, referral, conference, by=actor)

    if status := refused(form, verb):
        return _visit_page(actor, id, form), status
    return committed(".show", "Je bent aangemeld. Vergeet je niet af te melden.", id=id)


@bp.post("/zorgen/<int:id>/klaar")
@allow(*WHO, link="care")
def check_out(actor: Actor, id: int) -> ResponseReturnValue:
    """One tap: she is back."""
    checkins.stop(queries.carer(actor, id), by=actor)
    return committed(".show", "Fijn dat je klaar bent. Je bent afgemeld.", id=id)


@bp.post("/zorgen/<int:id>/langer")
@allow(*WHO, link="care")
def longer(actor: Actor, id: int) -> ResponseReturnValue:
    """One tap: half an hour or an hour longer."""
    one, form = queries.carer(actor, id), LongerForm()
    if not form.validate():
        raise DomainError("Kies een half uur of een uur.")
    until = checkins.longer(one, int(form.minutes.data), by=actor)
    return committed(".show", f"Goed. Je bent aangemeld tot {clock_time(until)} uur.", id=id)


@bp.post("/zorgen/<int:id>/link")
@allow(*WHO, link="care")
def mail_link(actor: Actor, id: int) -> ResponseReturnValue:
    """Send her the link to this page, so that she need not sign in."""
    service.mail_link(queries.carer(actor, id), by=actor)
    return committed(".show", "De link is gemaild. Hij blijft werken, ook zonder wachtwoord.", id=id)


@bp.get("/aanbod/<int:id>/zorgen")
@allow(*WHO, link="offer")
def from_offer(actor: Actor, id: int) -> ResponseReturnValue:
    """The numbers, for who came by the link of a question."""
    offer = matching.get_for(actor, id)
    return render_template(
        "safety/numbers.html",
        layout=LAYOUTS[actor.kind],
        offer=offer,
        trajects=(),
        **_numbers(actor.municipality_id),
    )


@bp.post("/aanbod/<int:id>/zorgen")
@allow(*WHO, link="offer")
def link_from_offer(actor: Actor, id: int) -> ResponseReturnValue:
    """Mail her the link to her own page."""
    offer = matching.get_for(actor, id)
    one = queries.carer(actor, offer.person_id)
    service.mail_link(one, by=actor)
    return committed(".from_offer", "De link is gemaild.", id=id)


def _numbers(municipality_id: int) -> dict[str, Any]:
    """What the page with numbers shows of the municipality."""
    return {
        "numbers": duty.numbers(municipality_id),
        "on_duty": duty.on_duty(municipality_id, clock.now()),
        "emergency": duty_rules.EMERGENCY,
    }


def _common(actor: Actor, person_id: int) -> dict[str, Any]:
    """What all pages of hers know; her trajecten by name only where somebody signed in."""
    one = queries.carer(actor, person_id)
    actor.saw("person", one.id)
    return {
        "layout": LAYOUTS[actor.kind],
        "one": one,
        "behalf": one.name if actor.person_id != one.id else None,
        "trajects": queries.trajects(one),
        "names": queries.names(one) if actor.kind == "account" and actor.person_id == one.id else {},
        "running": queries.running(one.municipality_id, one.id),
        **_numbers(one.municipality_id),
    }


def _page(actor: Actor, person_id: int, form: WorryForm | None = None) -> str:
    words, now = _common(actor, person_id), clock.now()
    offered = WorryForm.offering(words["trajects"], words["names"])
    if form is not None:
        form.about.choices = offered.about.choices
    return render_template(
        "safety/show.html",
        form=form or offered,
        lines=queries.hers(words["one"], now),
        kinds=rules.KINDS,
        longer=rules.LONGER,
        late=words["running"] is not None and words["running"].until_at < now,
        **words,
    )


def _incident_page(actor: Actor, person_id: int, form: IncidentForm | None) -> str:
    words = _common(actor, person_id)
    offered = IncidentForm.offering(words["trajects"], words["names"])
    if form is not None:
        form.about.choices = offered.about.choices
    return render_template("safety/incident.html", form=form or offered, **words)


def _visit_page(actor: Actor, person_id: int, form: CheckInForm | None) -> str:
    words, now = _common(actor, person_id), clock.now()
    soon = now + rules.BEFORE
    nobody = {row[0] for row in gaps.uncovered(actor.municipality_id, now, soon)}
    return render_template(
        "safety/visit.html",
        form=form or CheckInForm(formdata=None),
        lengths=rules.LENGTHS,
        today={
            one.id: one.conference_id
            for one in words["trajects"]
            if one.ends_at is not None and now < one.ends_at and one.starts_at <= soon
        },
        nobody=nobody,
        **words,
    )
