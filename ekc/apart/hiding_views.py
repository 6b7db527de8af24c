"""Whose address is secret; the team that asked also keeps the address, to post a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import processes
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.apart import asked, hiding
from ekc.apart.forms import AddressForm
from ekc.circle.around import people_around
from ekc.people.queries import address
from ekc.referrals import queries as referrals
from ekc.referrals.visibility import TEAM
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.people.models import Person
    from ekc.referrals.models import Referral

bp = Blueprint("hiding", __name__)
EVERYBODY = (*TEAM, Role.BUREAU, Role.COORDINATOR)
SAID = {
    "hide": "Het adres is geheim. Staat er al een dag vast? Dan staat de plek in geen bericht meer.",
    "show": "Het adres is niet meer geheim.",
    "nobody": "Bewaard. Er is geen geheim adres.",
    "keep": "Bewaard. Is het geheim? Zeg dat er dan bij.",
}


@bp.get("/aanmeldingen/<int:id>/adres")
@allow(*EVERYBODY)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Whose address is secret."""
    return _page(actor, referrals.get_for(actor, id))


@bp.post("/aanmeldingen/<int:id>/adres")
@allow(*EVERYBODY)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """It is secret, or no more; or the team writes it down."""
    referral, form = referrals.get_for(actor, id), AddressForm()
    known = {one.id for one in _persons(actor, referral)}
    if status := failed(form, lambda: _do(referral, form, known, actor)):
        return _page(actor, referrals.get_for(actor, id), form), status
    return committed(".show", SAID[form.what.data], id=id)


def _do(referral: Referral, form: AddressForm, known: set[int], actor: Actor) -> None:
    if form.what.data == "hide":
        processes.hide_address(referral, form.who_id, known, by=actor)
    elif form.what.data == "show":
        hiding.show(referral, form.who_id, known, by=actor)
    elif form.what.data == "nobody":
        asked.no_address(referral, by=actor)
    else:
        hiding.keep(referral, form.who_id, known, form.address.data or None, by=actor)


def _persons(actor: Actor, referral: Referral) -> list[Person]:
    """Those whom the actor knows: the team, those whom it told us about."""
    around = people_around(referral)
    return around.focus if hiding.may_read(actor, referral) and not actor.is_a(Role.BUREAU) else around.known


def _page(actor: Actor, referral: Referral, form: AddressForm | None = None) -> str:
    reads = hiding.may_read(actor, referral)
    persons = _persons(actor, referral)
    actor.saw("referral", referral.id)
    if reads:
        for one in persons:
            actor.saw("address", one.id)
    return render_template(
        "apart/address.html",
        referral=referral,
        persons=persons,
        reads=reads,
        form=form or AddressForm(formdata=None),
        address=address,
        may_show=actor.is_a(Role.BUREAU, *TEAM),
    )
