"""A traject that came from a list: the bureau or the team tells who it is about."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.errors import NotFoundError
from ekc.referrals import bringing_in, queries
from ekc.referrals.brought_forms import BroughtForm
from ekc.referrals.lifecycle import ENDED
from ekc.referrals.models import Referral
from ekc.web.posting import committed, failed

bp = Blueprint("brought", __name__)
WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)


@bp.get("/aanmeldingen/<int:id>/hoofdpersoon")
@allow(*WORKERS)
def person(actor: Actor, id: int) -> ResponseReturnValue:
    """A form for one hoofdpersoon."""
    return _page(actor, _brought(actor, id), BroughtForm())


@bp.post("/aanmeldingen/<int:id>/hoofdpersoon")
@allow(*WORKERS)
def add(actor: Actor, id: int) -> ResponseReturnValue:
    """One hoofdpersoon more."""
    referral, form = _brought(actor, id), BroughtForm()
    if status := failed(
        form, lambda: bringing_in.add_person(referral, form.particulars, *form.said, by=actor)
    ):
        return _page(actor, _brought(actor, id), form), status
    return committed("referrals.show", f"{form.given_name.data} staat erbij.", id=id)


def _brought(actor: Actor, referral_id: int) -> Referral:
    """Only what came from a list; anything else has its own form."""
    referral = queries.sheet_for(actor, referral_id).referral
    if referral.own_key is None or referral.state in ENDED:
        raise NotFoundError
    return referral


def _page(actor: Actor, referral: Referral, form: BroughtForm) -> str:
    actor.saw("referral", referral.id)
    there = [one.person.name for one in queries.concerned(referral) if one.is_focus]
    return render_template("referrals/brought.html", referral=referral, form=form, there=there)
