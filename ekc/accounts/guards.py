"""The door of every page: closed unless a view says who may come in.

A guard makes the actor once, hands it to the view as its first argument, and afterwards writes who saw
whom. Whoever may not come in gets the page that is not there; whoever is not signed in is asked to.
"""

from __future__ import annotations

from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from flask import g, make_response, redirect, request, session, url_for
from flask_login import current_user

from ekc import clock
from ekc.accounts import queries, visitors
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.audit import service as audit
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.web import speaking
from ekc.web.forms import READS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Row

    View = Callable[..., Any]  # what views take and give differs

EVERYBODY = tuple(Role)
COVER = "cover"  # in the session: the cover as which this browser works
WHO_MAY: dict[object, object] = {}  # every guarded view, for the test that lists all routes
MOST_LINKS = 20


def allow(*roles: Role, link: str | None = None) -> Callable[[View], View]:
    """Let in accounts with one of `roles`, and personal links about the `link` whose id stands in the
    address as `id`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: int | str) -> ResponseReturnValue:
            actors = _who((link, int(values["id"])) if link else None)
            if not actors:
                return _outside(link)
            for actor in actors:
                if actor.kind == "link" or actor.is_a(*roles):
                    try:
                        return _answered(view, actor, values)
                    except NotFoundError:
                        db.reading(request.method in READS)  # as if it was never tried
            g.actor = actors[0]
            refused(actors[0], next(iter(values.values()), 0))
            raise NotFoundError

        WHO_MAY[guarded] = (tuple(role.value for role in roles), link)
        return guarded

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """A page for anybody; `reason` says why that is safe. The view gets no actor."""

    def decorate(view: View) -> View:
        WHO_MAY[view] = reason
        return view

    return decorate


def write_seen(actor: Actor) -> None:
    """Write the lines of who was shown, in a short transaction of its own, after the page was made."""
    if actor.seen:
        db.insert_alone(audit.LINES, audit.lines(actor.seen, by=actor))
        actor.seen.clear()


def refused(actor: Actor, object_id: object) -> None:
    """A refusal is a line too."""
    actor.seen.clear()
    number = object_id if isinstance(object_id, int) and object_id < 1 << 63 else 0
    actor.seen.append(("open", request.endpoint or "page", number, "refused"))
    db.rollback()
    write_seen(actor)


def remember_link(link_id: int, version: int, about: tuple[str, int]) -> None:
    """Keep an opened link in this browser's session, the newest twenty."""
    kept = [entry for entry in session.get("links", []) if entry[2:] != list(about)]
    session["links"] = [*kept, [link_id, version, *about]][-MOST_LINKS:]


def _answered(view: View, actor: Actor, values: dict[str, int | str]) -> ResponseReturnValue:
    """What the view gives for this actor, who stays the one that this browser works as."""
    g.actor = actor
    before = session.get(COVER) if actor.kind == "account" else actor.cover_id
    response = make_response(view(actor, **values))
    if before != actor.cover_id and before == session.get(COVER):
        session[COVER] = actor.cover_id
    if "Location" not in response.headers:  # who is sent on was shown nobody
        write_seen(actor)
    return response


def _who(about: tuple[str, int] | None) -> list[Actor]:
    """As whom this visitor may be here, to be tried in this order; empty for a stranger."""
    by_link = _link_actor(about) if about else None
    return [by_link] if by_link is not None else account_actors()


def account_actors() -> list[Actor]:
    """The signed-in account in the municipality it works for now: as itself, and as the cover of whoever is
    away today. First as whom it worked last; empty for a stranger.

    What it may do itself it does as itself: the roles of who is away are an actor of their own, so that each
    line of the logbook tells which it was.
    """
    visitor = current_user._get_current_object()  # noqa: SLF001 -- how a proxy is asked once instead of six times
    if not visitor.is_authenticated:
        return []
    rows = visitor.rows
    chosen = session.get("municipality")
    here = next(
        (row.municipality_id for row in rows if row.municipality_id == chosen), rows[0].municipality_id
    )
    mine = [row for row in rows if row.municipality_id == here]
    g.municipality = mine[0]
    if len(mine) < len(rows):
        g.elsewhere = {row.municipality_id: row.name for row in rows if row.municipality_id != here}
    covers = [row for row in visitor.covers if row.municipality_id == here]
    actors = [_actor(visitor, here, mine)]
    actors += [_actor(visitor, here, list(group)) for _, group in groupby(covers, attrgetter("cover_id"))]
    if covers:
        g.covers = {row.cover_id: row for row in covers}
    return sorted(actors, key=lambda one: one.cover_id != session.get(COVER))


def _actor(visitor: visitors.Visitor, municipality_id: int, rows: Sequence[Row[Any]]) -> Actor:
    first = rows[0]
    return Actor(
        kind="account",
        municipality_id=municipality_id,
        account_id=visitor.id,
        person_id=visitor.person_id,
        name=visitor.given_name,
        roles=frozenset(Role(row.role) for row in rows),
        team_ids=tuple(row.team_id for row in rows if row.team_id is not None),
        cover_id=first.cover_id,
        cover_person_id=first.away_id,
        cover_name=f"{first.away_given_name} {first.away_surname}".strip() if first.cover_id else "",
    )


def _link_actor(about: tuple[str, int]) -> Actor | None:
    entry = next((entry for entry in session.get("links", []) if tuple(entry[2:]) == about), None)
    link = queries.link(entry[0]) if entry else None
    if entry is None or link is None or not link.holds(entry[1], clock.now()):
        return None
    g.municipality = Here(link.municipality, link.central_phone)
    if link.reads:
        speaking.choose(link.reads)
    return link.reader


class Here:
    """The municipality that a page speaks for."""

    __slots__ = ("central_phone", "name")

    def __init__(self, name: str, central_phone: str) -> None:
        """Name and central phone number."""
        self.name = name
        self.central_phone = central_phone


def _outside(link: str | None) -> ResponseReturnValue:
    """To the sign-in page; where a link may open the page, first to the advice to open that again."""
    door = "accounts.open_link" if link else "accounts.sign_in"
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for(door, verder=request.path, taal=request.args.get(speaking.ASKED)), 303)
    return redirect(url_for(door), 303)
