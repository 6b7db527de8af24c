"""One tap on and off: a hint on this telephone that there is something new. And what installs the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, jsonify, request

from ekc.accounts.guards import allow, public
from ekc.accounts.models import Role
from ekc.audit.service import record
from ekc.notifications import telephones
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("telephones", __name__)
READERS = (Role.COORDINATOR, Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' fill='#fff'/>"
    "<circle cx='8' cy='8' r='5' fill='none' stroke='#0f5a4d' stroke-width='3.6'"
    " stroke-dasharray='3.63 1.61'/></svg>"
)


@bp.post("/mijn-berichten/telefoon")
@allow(*READERS)
def switch_on(actor: Actor) -> ResponseReturnValue:
    """This telephone, with what its browser gave."""
    given = [request.form.get(name, "")[:2000] for name in ("endpoint", "p256dh", "auth")]
    made = telephones.add(actor.municipality_id, actor.person_id or 0, *given)
    record("add_telephone", "telephone", made.id, by=actor)
    sentence = "Deze telefoon laat voortaan zien dat er iets nieuws is. Wat het is, staat er niet bij."
    return committed("my_messages.show", sentence)


@bp.post("/mijn-berichten/telefoon/uit")
@allow(*READERS)
def switch_off(actor: Actor) -> ResponseReturnValue:
    """No telephone any more."""
    telephones.forget(actor.person_id or 0)
    record("forget_telephones", "person", actor.person_id or 0, by=actor)
    return committed("my_messages.show", "Meldingen staan uit. Je krijgt je berichten zoals eerst.")


@bp.get("/meldingen-dienst.js")
@public("a script that shows one fixed sentence")
def worker() -> ResponseReturnValue:
    """The service worker of the hint; its scope is the page on which it is switched on."""
    asset = current_app.extensions["assets"]["hint_worker.js"]
    return Response(asset.plain, content_type=asset.kind, headers={"Cache-Control": "no-cache"})


@bp.get("/ekc.webmanifest")
@public("the name and the icon of the product")
def manifest() -> ResponseReturnValue:
    """What a telephone needs to put ekc among its apps (W3C Web Application Manifest)."""
    made = jsonify(
        name="ekc",
        short_name="ekc",
        lang="nl",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#ffffff",
        theme_color="#0f5a4d",
        icons=[{"src": "/ekc.svg", "type": "image/svg+xml", "sizes": "any", "purpose": "any maskable"}],
    )
    made.content_type = "application/manifest+json"
    return made


@bp.get("/ekc.svg")
@public("the icon of the product")
def icon() -> ResponseReturnValue:
    """The icon."""
    return Response(ICON, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})
