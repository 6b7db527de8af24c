"""My messages: which of those that may be missed somebody wants, and whether each by itself."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.notifications import telephones
from ekc.notifications.web_push import public_key
from ekc.texts import choosing
from ekc.texts.forms import MineForm
from ekc.web.posting import committed

bp = Blueprint("my_messages", __name__)
READERS = (Role.COORDINATOR, Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)


@bp.get("/mijn-berichten")
@allow(*READERS)
def show(actor: Actor) -> ResponseReturnValue:
    """What may be switched off, as it is now."""
    return _page(actor, MineForm.of(choosing.mine(actor), choosing.chosen(actor)))


@bp.post("/mijn-berichten")
@allow(*READERS)
def choose(actor: Actor) -> ResponseReturnValue:
    """Keep what was chosen."""
    form = MineForm.of(choosing.mine(actor))
    if not form.validate():
        return _page(actor, form), 422
    choosing.choose(form.data["wanted"] or (), digest=form.data["digest"], by=actor)
    return committed(".show", "Bewaard. Zo krijg je vanaf nu je berichten.")


def _page(actor: Actor, form: MineForm) -> str:
    return render_template(
        "texts/mine.html",
        form=form,
        digest=choosing.may_have_digest(actor),
        taps_at=url_for("limits.mine") + "#bij-hears" if actor.is_a(Role.COORDINATOR) else None,
        telephones=len(telephones.of(actor.person_id)),
        hint_key=public_key(),
    )
