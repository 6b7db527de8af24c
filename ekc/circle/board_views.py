"""The taps on the board of the people around a household: one each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.calls import service as calls
from ekc.circle import queries, service
from ekc.circle.forms import StandForm
from ekc.errors import DomainError
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("kring", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.post("/mensen/<int:id>/stand")
@allow(*ORGANISERS)
def stand(actor: Actor, id: int) -> ResponseReturnValue:
    """Approached, spoken, or what somebody said about coming."""
    member, person = queries.get_for(actor, id)
    form = StandForm()
    if not form.validate():
        raise DomainError("Kies wat deze persoon zei.")
    if form.stand.data == "approached":
        service.approached(member, by=actor)
        sentence = f"{person.given_name}: {form.words()}."
    else:
        heard = calls.heard(member, person, form.stand.data, by=actor)
        sentence = heard.in_words(person.given_name, form.words())
    if form.stand.data == "if":
        return committed("circle.person", sentence, id=id, _anchor="only_if")
    return committed("circle.people", sentence, id=member.referral_id, _anchor=f"m{id}")


@bp.post("/mensen/<int:id>/wie-mist-er-nog")
@allow(*ORGANISERS)
def who_is_missing(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody was asked who else should be there."""
    member, person = queries.get_for(actor, id)
    service.asked_who_is_missing(member, by=actor)
    sentence = f"Je vroeg {person.given_name} wie er nog mist. Noemde die iemand? Zet die erbij."
    return committed("circle.people", sentence, id=member.referral_id, _anchor="erbij")
