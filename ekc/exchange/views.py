"""The bureau brings a spreadsheet, looks at what it would do, and takes it over; and downloads its own."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.exchange import plans, queries, service
from ekc.exchange.kinds import KINDS
from ekc.exchange.models import Upload
from ekc.sheets.rules import LARGEST_FILE
from ekc.web.formatting import count
from ekc.web.forms import takes_files
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed

bp = Blueprint("exchange", __name__)
PER_PAGE = 100
ROOM = 50_000  # bytes of a form beside its file


@bp.get("/in-en-uit")
@allow(Role.BUREAU)
def overview(actor: Actor) -> ResponseReturnValue:
    """What can come in and go out, and what waits."""
    return _overview(actor)


@bp.post("/in-en-uit")
@allow(Role.BUREAU)
@takes_files(LARGEST_FILE + ROOM)
def bring(actor: Actor) -> ResponseReturnValue:
    """A file: kept, and then looked at."""
    sent, kind = request.files.get("file"), request.form.get("kind", "")
    if sent is None or not sent.filename:
        return _overview(actor, kind, "Kies eerst een bestand."), 422
    try:
        upload = service.bring(kind, sent.filename, sent.read(LARGEST_FILE + 1), by=actor)
        service.let_go(upload, by=actor)
    except DomainError as error:
        db.rollback()
        return _overview(actor, kind, str(error)), error.status
    return committed(".preview", id=upload.id)


@bp.get("/in-en-uit/<int:id>")
@allow(Role.BUREAU)
def preview(actor: Actor, id: int) -> ResponseReturnValue:
    """What would happen, row by row, or every problem at once."""
    return _preview(actor, queries.get_for(actor, id))


@bp.post("/in-en-uit/<int:id>/overname")
@allow(Role.BUREAU)
def take(actor: Actor, id: int) -> ResponseReturnValue:
    """Take it over as it was looked at."""
    found = queries.get_for(actor, id)
    try:
        done = service.take(found, request.form.get("digest", ""), by=actor)
    except DomainError as error:
        db.rollback()
        return _preview(actor, queries.get_for(actor, id), str(error)), error.status
    new = count(done.count(plans.NEW), "nieuwe rij", "nieuwe rijen")
    changed = count(done.count(plans.CHANGE), "wijziging", "wijzigingen")
    return committed(".overview", f"Overgenomen: {new}, {changed}.")


@bp.post("/in-en-uit/<int:id>/weg")
@allow(Role.BUREAU)
def drop(actor: Actor, id: int) -> ResponseReturnValue:
    """Throw it away."""
    service.drop(queries.get_for(actor, id), by=actor)
    return committed(".overview", "Het bestand is weg. Er is niets overgenomen.")


@bp.get("/in-en-uit/<int:id>/bestand")
@allow(Role.BUREAU)
def kept(actor: Actor, id: int) -> ResponseReturnValue:
    """The file as it was sent, to put it right."""
    found = queries.get_for(actor, id)
    content = service.content_of(found)
    actor.seen.append(("take_out", "upload", found.id, "ok"))
    return _file("application/octet-stream", content, found.name)


@bp.get("/in-en-uit/bestanden/<name>")
@allow(Role.BUREAU)
def download(actor: Actor, name: str) -> ResponseReturnValue:
    """Everything of one kind as a spreadsheet, or an empty one with an example."""
    kind, content = service.download(name, by=actor)
    return _file(kind, content, name)


def _file(kind: str, content: bytes, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _overview(actor: Actor, kind: str | None = None, refused: str | None = None) -> str:
    return render_template(
        "exchange/overview.html",
        kinds=KINDS.values(),
        uploads=queries.latest(actor),
        titles={key: one.title for key, one in KINDS.items()},
        kind=kind,
        refused=refused,
    )


def _preview(actor: Actor, upload: Upload, refused: str | None = None) -> str:
    waits = upload.state == "waiting"
    plan = service.plan_of(upload, by=actor) if waits else plans.Plan()
    _seen(actor, upload, plan)
    many, page = len(plan.problems or plan.lines), page_number()
    part = slice((page - 1) * PER_PAGE, page * PER_PAGE)
    return render_template(
        "exchange/preview.html",
        upload=upload,
        title=KINDS[upload.kind].title,
        plan=plan,
        told=KINDS[upload.kind].told(plan, by=actor),
        lines=plan.lines[part],
        problems=plan.problems[part],
        words=plans.WORDS,
        until=upload.made_at + service.KEPT - timedelta(days=1),
        waits=waits,
        refused=refused,
        page=page,
        pages=page_count(many, PER_PAGE),
    )


def _seen(actor: Actor, upload: Upload, plan: plans.Plan) -> None:
    about = KINDS[upload.kind].about
    if about:
        actor.seen.extend(("see", about, line.target, "ok") for line in plan.lines if line.target)
    actor.saw("upload", upload.id)
