"""The bureau looks whether two people of one name are one person."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.referrals import namesakes, queries, service
from ekc.referrals.forms import NamesakeForm
from ekc.web.posting import committed

bp = Blueprint("namesakes", __name__)

SAID = {
    "same": "Genoteerd: het is dezelfde. Bel het team en spreek af wie verdergaat.",
    "other": "Genoteerd: het is iemand anders. Het team krijgt bericht en kan het nu versturen.",
}


@bp.get("/aanmeldingen/<int:id>/naamgenoot")
@allow(Role.BUREAU)
def look(actor: Actor, id: int) -> ResponseReturnValue:
    """Both beside each other: what the team typed, and the one that is open."""
    return _page(actor, id, NamesakeForm(formdata=None))


@bp.post("/aanmeldingen/<int:id>/naamgenoot")
@allow(Role.BUREAU)
def tell(actor: Actor, id: int) -> ResponseReturnValue:
    """The same person, or somebody else."""
    referral, _ = namesakes.asked_for(actor, id)
    form = NamesakeForm()
    if not form.validate():
        return _page(actor, id, form), 422
    service.tell_apart(referral, same=form.answer.data == "same", by=actor)
    return committed("home.today", SAID[form.answer.data])


def _page(actor: Actor, referral_id: int, form: NamesakeForm) -> str:
    referral, team = namesakes.asked_for(actor, referral_id)
    there = namesakes.open_ones(referral)
    actor.saw("referral", referral.id)
    for one in there:
        actor.saw("person", one.person_id)
    return render_template(
        "referrals/namesake.html",
        form=form,
        referral=referral,
        team=team,
        referrer=queries.referrer(referral),
        typed=namesakes.told_names(referral),
        there=there,
    )
