"""The calendar of a team, and the page with its secret address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow, public
from ekc.accounts.models import Role
from ekc.agenda import team_feed
from ekc.invitations import feeds, ics
from ekc.web.posting import committed
from ekc.web.unchanged import unless_known

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("team_feed", __name__)


@bp.get("/teamagenda")
@allow(Role.TEAM_MEMBER, Role.TEAM_LEAD)
def mine(actor: Actor) -> ResponseReturnValue:
    """The secret address, to copy into a calendar."""
    return render_template("agenda/team_feed.html", address=team_feed.address(actor))


@bp.post("/teamagenda/nieuw-adres")
@allow(Role.TEAM_MEMBER, Role.TEAM_LEAD)
def new_address(actor: Actor) -> ResponseReturnValue:
    """A first or a new address; an old one stops at once."""
    team_feed.renew(by=actor)
    return committed(".mine", "De agenda van je team heeft een nieuw adres, alleen voor jou.")


@bp.get("/agenda/team/<token>.ics")
@public("the address itself is the key; what it shows is as thin as the messages")
def feed(token: str) -> Response:
    """When and where the team has bijeenkomsten; unchanged, it is told so in two queries."""
    link = team_feed.link_of(token)
    window = feeds.window(clock.now())
    tag = feeds.etag(team_feed.versions(link, window), team_feed.NAME)
    return unless_known(tag, feeds.TYPE, lambda: ics.feed(team_feed.NAME, team_feed.blocks(link, window)))
