"""Where a provider of text messages tells whether one arrived."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from ekc import settings
from ekc.accounts.actor import system
from ekc.accounts.guards import public
from ekc.audit.service import record
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.notifications import outbox, queries, reports, shapes
from ekc.notifications.rules import Way
from ekc.web.forms import csrf, takes_files

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("reports", __name__)


WHO = "only who knows the address that the provider was given changes anything; all others find no page"


@bp.get("/sms-aflevering/<token>")
@public(WHO)
def told(token: str) -> ResponseReturnValue:
    """A report by a provider that only asks for an address: it is no page, and changes what it tells."""
    return _take(token)


@bp.post("/sms-aflevering/<token>")
@csrf.exempt  # type: ignore[untyped-decorator] # -- no session: the address is the key
@public(WHO)
@takes_files(reports.LARGEST)
def posted(token: str) -> ResponseReturnValue:
    """The same as a form or as JSON."""
    return _take(token)


def _take(token: str) -> ResponseReturnValue:
    """Whatever it names, the answer is the same: nothing is told."""
    chosen = settings.current()
    secret = chosen.sms_report_secret
    if not secret or not hmac.compare_digest(secret.encode(), token.encode()):
        raise NotFoundError
    db.reading(False)
    for one in reports.read(shapes.of(chosen).report, _said()):
        message = queries.one(one.message_id)
        if message and one.arrived:
            outbox.arrived(message.id)
        elif message and outbox.came_back(message.id, Way.SMS, "undelivered"):
            record("message_came_back", "message", message.id, by=system(message.municipality_id, "sms"))
    db.commit()
    return Response("OK", content_type="text/plain")


def _said() -> Any:  # noqa: ANN401 -- decoded JSON, or the fields of a form
    """What stands in the address and in the body together, as some send the one with the other."""
    asked, body = request.args.to_dict(), request.get_data()
    if not body.lstrip().startswith((b"{", b"[")):
        return asked | request.form.to_dict()
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return asked
    return asked | found if isinstance(found, dict) else found
