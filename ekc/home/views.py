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
from ekc.notifications import catalogue
from ekc.referrals.lifecycle import LABELS, State
from ekc.referrals.standing import next_sentence
from ekc.safety.rules import KINDS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("home", __name__)

MAILBOX_WORDS = {
    "away": "niet te bereiken",
    "untrusted": "het certificaat van de mailserver wordt niet vertrouwd",
    "refused": "de naam of het wachtwoord wordt niet aangenomen",
    "no_folder": "de map bestaat niet",
    "not_moved": "gelezen post kan niet worden weggezet",
}
WORDS = {
    "words": LABELS,
    "sentences": {state.value: next_sentence(state) for state in State},
    "family_chooses": next_sentence(State.MATCHING, chooses=True),
    "day_over": "De dag is geweest. De coördinator vertelt hoe het ging.",
    "kind_of": catalogue.find,
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
