"""Where a provider of text messages tells whether one arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from ekc import clock, settings
from ekc.accounts.actor import system
from ekc.accounts.guards import public
from ekc.audit.service import record
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.notifications import outbox, queries, reports
from ekc.notifications.rules import Way
from ekc.web.forms import csrf, takes_files

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("reports", __name__)


@bp.post("/sms-aflevering")
@csrf.exempt  # type: ignore[untyped-decorator] # -- no session: the signature is the key
@public("only whoever signs with the secret of the provider changes anything; all others find no page")
@takes_files(reports.LARGEST)
def take() -> ResponseReturnValue:
    """One report. Whatever it names, the answer is the same: nothing is told."""
    signature, body = request.headers.get(reports.HEADER, ""), request.get_data()
    if not reports.is_ours(settings.current().sms_report_secret, signature, body, clock.now()):
        raise NotFoundError
    told = reports.read(body)
    message = queries.one(told.message_id) if told else None
    if told and message and told.arrived:
        outbox.arrived(message.id)
    elif told and message and outbox.came_back(message.id, Way.SMS, "undelivered"):
        record("message_came_back", "message", message.id, by=system(message.municipality_id, "sms"))
    db.commit()
    return Response(status=204)
