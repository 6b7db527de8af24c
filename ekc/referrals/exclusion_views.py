"""Whom the family or the team would rather not have as a coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from ekc import choosing
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.pool import queries as pool
from ekc.referrals import excluding, queries
from ekc.referrals.exclusion_forms import ExclusionForm, LineForm
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.pool.models import Coordinator
    from ekc.referrals.models import Referral

bp = Blueprint("exclusions", __name__)
WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
KEPT = "Bewaard. Het bureau houdt hier rekening mee."  # alike whether the name is one of the pool or not
LEFT_OUT = "Bewaard. Deze coördinator wordt hier niet voor gevraagd."
LOOK = "Bewaard. Kijk hieronder wie het is: precies deze naam staat niet in de pool."


@bp.get("/aanmeldingen/<int:id>/liever-niet")
@allow(*WORKERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Who is left out, who said so and when; and a form for one more."""
    return _page(actor, queries.sheet_for(actor, id).referral)


@bp.post("/aanmeldingen/<int:id>/liever-niet")
@allow(*WORKERS)
def add(actor: Actor, id: int) -> ResponseReturnValue:
    """One more."""
    referral = queries.sheet_for(actor, id).referral
    form = _form(actor)
    if not form.validate():
        return _page(actor, referral, form), 422
    who = _who(actor, form)
    try:
        choosing.exclude(referral, who, form.words.data, form.said_by.data, by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _page(actor, queries.sheet_for(actor, id).referral, form), error.status
    return committed(".show", _said(actor, who), id=id)


@bp.post("/aanmeldingen/<int:id>/liever-niet/weg")
@allow(*WORKERS)
def remove(actor: Actor, id: int) -> ResponseReturnValue:
    """It does not hold any more."""
    referral = queries.sheet_for(actor, id).referral
    excluding.include(excluding.one(referral, LineForm().line_id), by=actor)
    return committed(".show", "Weggehaald.", id=id)


@bp.post("/aanmeldingen/<int:id>/liever-niet/bekeken")
@allow(Role.BUREAU)
def judge(actor: Actor, id: int) -> ResponseReturnValue:
    """The bureau looked who is meant: somebody of the pool, or nobody."""
    referral, form = queries.sheet_for(actor, id).referral, LineForm()
    line = excluding.one(referral, form.line_id)
    try:
        if form.who_id:
            choosing.identify(referral, line, pool.get_for(actor, form.who_id), by=actor)
        else:
            excluding.judge(line, by=actor)
    except DomainError as error:
        db.rollback()
        flash(str(error))
        return redirect(url_for(".show", id=id), 303)
    return committed(".show", LEFT_OUT if form.who_id else "Bekeken: niemand van de pool.", id=id)


def _form(actor: Actor, **given: object) -> ExclusionForm:
    return ExclusionForm.of(_names(actor), **given)


def _names(actor: Actor) -> list[tuple[int, str]]:
    return excluding.names(actor.municipality_id) if actor.is_a(Role.BUREAU) else []


def _who(actor: Actor, form: ExclusionForm) -> Coordinator | None:
    if form.picked:
        return pool.by_ids(actor.municipality_id, [form.picked]).get(form.picked)
    return excluding.named(actor.municipality_id, form.words.data) if form.words.data else None


def _said(actor: Actor, who: Coordinator | None) -> str:
    if not actor.is_a(Role.BUREAU):
        return KEPT
    return LOOK if who is None else LEFT_OUT


def _page(actor: Actor, referral: Referral, form: ExclusionForm | None = None) -> str:
    """The page; `form` is one that was refused."""
    bureau = actor.is_a(Role.BUREAU)
    rows = excluding.of_referral(actor, referral)
    actor.saw("referral", referral.id)
    for row in rows if bureau else ():
        if row.person_id is not None:
            actor.saw("person", row.person_id)
    form = form or _form(actor, formdata=None, data={"said_by": None if bureau else "team"})
    return render_template(
        "referrals/exclusions.html",
        referral=referral,
        rows=rows,
        form=form,
        bureau=bureau,
        names=form.who.choices if form.who else [],
        said_by=excluding.SAID_BY,
    )
