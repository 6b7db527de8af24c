"""The first page after signing in, per role; the machine room; and a sign of life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import text

from ekc import clock
from ekc.accounts.guards import EVERYBODY, allow, public
from ekc.accounts.models import Role
from ekc.arranging.rules import FOUND
from ekc.db import db
from ekc.home import queries
from ekc.referrals.lifecycle import LABELS, State
from ekc.referrals.standing import next_sentence
from ekc.safety.rules import KINDS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("home", __name__)

TROUBLE_WORDS = {
    "offer": "een vraag aan een coördinator",
    "handover": "een bericht aan wie het overneemt",
    "handover_family": "een bericht aan de familie dat een ander het regelt",
    "organiser_on": "een afspraak voor wie hem overneemt",
    "organiser_off": "een bericht dat een ander de afspraak overneemt",
    "offer_news": "nieuws over een vraag aan een coördinator",
    "offer_nudge": "een herinnering aan een coördinator",
    "offer_thanks": "een bedankje aan een coördinator",
    "choice": "de vraag om te kiezen",
    "family_page": "de link naar een eigen pagina",
    "poll": "de vraag welke dag past (de coördinator ziet voor wie)",
    "poll_nudge": "een herinnering aan de datumprikker (de coördinator ziet voor wie)",
    "offer_over": "een bericht dat een vraag vervalt",
    "offer_yours": "een bevestiging aan een coördinator",
    "cover_news": "een bericht over waarnemen",
    "thanks": "een bedankje aan een coördinator",
    "onward": "een bericht hoe het verder ging, aan een coördinator",
    "address_changed": "een bericht dat iemand met een ander adres inlogt",
    "password_link": "een link om een wachtwoord te kiezen",
    "expense_returned": "een vraag over een vergoeding",
    "pool_news": "een bericht over de pool",
    "referral_news": "nieuws voor wie aanmeldde",
    "traject_news": "nieuws over een traject",
    "reach_question": "de vraag of een achterwacht bereikbaar is",
    "reach_news": "een bericht over een achterwacht",
    "reach_off": "een bericht dat een achterwacht niet nodig is",
    "reach_missing": "een bericht dat er niemand bereikbaar is",
    "safety_signal": "een bericht over een melding: bel zelf",
    "safety_over": "een bericht dat een alarm voorbij is",
    "tonight_alarm": "een alarm van een kleine kring: bel zelf",
    "check_nudge": "de vraag of een coördinator al klaar is",
    "care_link": "de link naar de eigen pagina van een coördinator",
    "gathering_waiting": "een bericht over een wachtlijst",
    "gathering_place": "een bericht dat er een plek vrij is",
    "gathering_reminder": "een herinnering aan een scholing of intervisie",
    "invitation": "een uitnodiging (de coördinator ziet voor wie)",
    "invitation_moved": "een bericht dat de dag verandert (de coördinator ziet voor wie)",
    "invitation_cancelled": "een bericht dat de dag vervalt (de coördinator ziet voor wie)",
    "invitation_removed": "een bericht dat iemand niet hoeft te komen (de coördinator ziet voor wie)",
    "invitation_changed": "een bericht over een afspraak (de coördinator ziet voor wie)",
}
MAILBOX_WORDS = {
    "away": "niet te bereiken",
    "refused": "de naam of het wachtwoord wordt niet aangenomen",
    "no_folder": "de map bestaat niet",
    "not_moved": "gelezen post kan niet worden weggezet",
}
WORDS = {
    "words": LABELS,
    "sentences": {state.value: next_sentence(state) for state in State},
    "trouble_words": TROUBLE_WORDS,
    "check_words": FOUND,
    "signal_kinds": KINDS,
}


@bp.get("/healthz")
@public("tells only that the product is up")
def healthz() -> ResponseReturnValue:
    """200 when the web server and the database answer."""
    db.session.execute(text("SELECT 1"))
    return "ok", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/")
@allow(*EVERYBODY)
def today(actor: Actor) -> ResponseReturnValue:
    """What needs me today."""
    if not actor.is_a(Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU, Role.COORDINATOR):
        there = "reporting.figures" if actor.is_a(Role.MUNICIPALITY) else "home.machine_room"
        return redirect(url_for(there), 303)
    board = queries.board(actor, clock.now())
    for kind, object_id in board.persons_shown:
        actor.saw(kind, object_id)
    return render_template("home/today.html", board=board, **WORDS)


@bp.get("/beheer")
@allow(Role.KEEPER)
def machine_room(actor: Actor) -> ResponseReturnValue:
    """How the machine runs: no household, no volunteer's case."""
    state = queries.machine(actor, clock.now())
    return render_template("home/machine_room.html", state=state, mailbox_words=MAILBOX_WORDS)
