"""Who must not meet: one page for the team, the bureau and whoever organises it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from ekc import processes
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import apart_days
from ekc.agenda import queries as agenda
from ekc.apart import asked, queries, rules, service
from ekc.apart.forms import KeepForm, LineForm
from ekc.circle.around import people_around
from ekc.db import db
from ekc.errors import DomainError
from ekc.referrals import queries as referrals
from ekc.referrals.visibility import TEAM
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Referral

bp = Blueprint("apart", __name__)
EVERYBODY = (*TEAM, Role.BUREAU, Role.COORDINATOR)
WHEN_PLANNED = " Bij het plannen vragen we hoe zij uit elkaar blijven."
NOT_YET = " Op de dag die vaststaat, zien zij elkaar nu niet. Verandert dat, dan staat het op de bellijst."


@bp.get("/aanmeldingen/<int:id>/uit-elkaar")
@allow(*EVERYBODY)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The pairs, and a form for one more."""
    return _page(actor, referrals.get_for(actor, id))


@bp.post("/aanmeldingen/<int:id>/uit-elkaar")
@allow(*EVERYBODY)
def keep(actor: Actor, id: int) -> ResponseReturnValue:
    """One more pair."""
    referral = referrals.get_for(actor, id)
    form = KeepForm.offering(_persons(actor, referral))
    if status := failed(form, lambda: _keep(referral, form, actor)):
        return _page(actor, referrals.get_for(actor, id), form), status
    db.commit()
    late = "" if actor.is_a(*TEAM) else apart_days.warning(referral.municipality_id, id)
    stands = not actor.is_a(*TEAM) and agenda.planned_of(referral) is not None
    flash(f"Het staat erbij.{late or (NOT_YET if stands else WHEN_PLANNED)}")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/aanmeldingen/<int:id>/uit-elkaar/wie")
@allow(*EVERYBODY)
def name_other(actor: Actor, id: int) -> ResponseReturnValue:
    """This is whom the aanmelding meant."""
    referral, form = referrals.get_for(actor, id), LineForm()
    if form.who_id not in _persons(actor, referral):
        raise DomainError("Kies wie het is.")
    service.name_other(referral, queries.one(referral, form.pair_id), form.who_id, by=actor)
    return _kept(id, "Bewaard.")


@bp.post("/aanmeldingen/<int:id>/uit-elkaar/weg")
@allow(*EVERYBODY)
def end(actor: Actor, id: int) -> ResponseReturnValue:
    """A pair holds no more."""
    referral, form = referrals.get_for(actor, id), LineForm()
    service.end(referral, queries.one(referral, form.pair_id), form.reason.data or "", by=actor)
    return _kept(id, "Weggehaald. In het logboek staat waarom.")


@bp.post("/aanmeldingen/<int:id>/uit-elkaar/niemand")
@allow(*TEAM, Role.BUREAU)
def nobody(actor: Actor, id: int) -> ResponseReturnValue:
    """The aanmelding said yes, but there is nobody."""
    asked.nobody(referrals.get_for(actor, id), by=actor)
    return _kept(id, "Bewaard. Er is niemand die een ander niet mag ontmoeten.")


@bp.post("/aanmeldingen/<int:id>/uit-elkaar/toch")
@allow(Role.BUREAU)
def allow_meeting(actor: Actor, id: int) -> ResponseReturnValue:
    """A second person decides that they meet, and why."""
    referral, form = referrals.get_for(actor, id), LineForm()
    pair, other = queries.one(referral, form.pair_id), bool(form.achterwacht.data)
    processes.let_meet(referral, pair, form.reason.data or "", achterwacht=other, by=actor)
    return _kept(id, "Opgeschreven. Het telt voor een dag die een ander vastlegt.")


def _kept(referral_id: int, sentence: str) -> ResponseReturnValue:
    return committed(".show", sentence, id=referral_id)


def _keep(referral: Referral, form: KeepForm, actor: Actor) -> None:
    service.keep(
        referral,
        form.one.data,
        form.other.data,
        form.words.data,
        form.why.data,
        until=form.until.data,  # type: ignore[arg-type] # -- a DateField reads a day
        heard_from=form.heard_from.data or "",
        by=actor,
    )


def _persons(actor: Actor, referral: Referral) -> dict[int, str]:
    """Whom the actor may choose from: the team knows only those whom it told us about."""
    around = people_around(referral)
    organises = actor.is_a(Role.BUREAU) or referral.team_id not in actor.team_ids
    return {one.id: one.name for one in (around.known if organises else around.focus)}


def _page(actor: Actor, referral: Referral, form: KeepForm | None = None) -> str:
    persons = _persons(actor, referral)
    day = agenda.planned_of(referral) if not actor.is_a(*TEAM) else None
    actor.saw("referral", referral.id)
    return render_template(
        "apart/show.html",
        referral=referral,
        lines=queries.lines(referral),
        form=form or KeepForm.offering(persons, empty=True),
        persons=persons,
        day=day,
        of_team=not actor.is_a(Role.BUREAU) and referral.team_id in actor.team_ids,
        rules=rules,
    )
