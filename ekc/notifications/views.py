"""The demo's post: every message that left or is about to, with its calendar file. Not there outside the
demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from ekc import settings
from ekc.accounts.guards import public
from ekc.errors import NotFoundError
from ekc.notifications import queries
from ekc.notifications.delivery import with_link
from ekc.notifications.rules import Way, where
from ekc.places.queries import demo_municipality
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.notifications.models import Message

bp = Blueprint("notifications", __name__)

NEWEST = 60


@bp.get("/post")
@public("demo only: invented people")
def post() -> ResponseReturnValue:
    """The newest messages, of everybody or of one address."""
    municipality_id = _demo()
    to = request.args.get("aan", "")[:254].strip()
    messages = queries.recent(municipality_id, NEWEST, keyed_hash(to) if to else None)
    return render_template("notifications/post.html", messages=messages, to=to)


@bp.get("/post/<int:id>")
@public("demo only: invented people")
def letter(id: int) -> ResponseReturnValue:
    """One message as it was written, its personal link working."""
    message = _message(id)
    words = message.short if message.way == Way.SMS else message.body_text
    return render_template(
        "notifications/letter.html",
        message=message,
        text=with_link(message, words or "", settings.current()),
        stands=where(message.way, message.state, message.gave_way),
    )


@bp.get("/post/<int:id>/afspraak.ics")
@public("demo only: invented people")
def calendar(id: int) -> ResponseReturnValue:
    """The calendar file of a message."""
    message = _message(id)
    if message.calendar is None:
        raise NotFoundError
    kind = f"text/calendar; charset=utf-8; method={message.method}"
    return Response(message.calendar, content_type=kind, headers={"Content-Disposition": "attachment"})


def _demo() -> int:
    municipality = demo_municipality() if settings.current().demo else None
    if municipality is None:
        raise NotFoundError
    return municipality.id


def _message(message_id: int) -> Message:
    municipality_id = _demo()
    message = queries.one(message_id)
    if message is None or message.municipality_id != municipality_id:
        raise NotFoundError
    return message
