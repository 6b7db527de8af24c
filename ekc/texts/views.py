"""All messages on one page, and each on its own, where the bureau may word it differently."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications import catalogue, texts
from ekc.notifications.enough import AT_WORK, MOST
from ekc.notifications.kinds import LOCKED, WORDS, Kind
from ekc.texts import queries, service, showing
from ekc.texts.forms import RestoreForm, TextForm
from ekc.web.posting import committed

bp = Blueprint("texts", __name__)


@bp.get("/berichten")
@allow(Role.BUREAU)
def index(actor: Actor) -> ResponseReturnValue:
    """Every message of the product, by who reads it."""
    own = texts.in_force(actor.municipality_id)
    rows = [(kind, showing.example(kind, own.get(kind.code)), own.get(kind.code)) for kind in catalogue.ALL]
    groups = [(one, MOST[one], list(group)) for one, group in groupby(rows, lambda row: row[0].audience)]
    return render_template("texts/index.html", groups=groups, at_work=AT_WORK)


@bp.get("/berichten/<name>")
@allow(Role.BUREAU)
def show(actor: Actor, name: str) -> ResponseReturnValue:
    """One message: when it leaves, an example, its words, and its versions."""
    return _page(actor, _kind(name))


@bp.post("/berichten/<name>")
@allow(Role.BUREAU)
def change(actor: Actor, name: str) -> ResponseReturnValue:
    """Look at what was typed, or keep it."""
    kind, form = _kind(name), TextForm()
    if not (form.validate() and form.fits(kind)):
        return _page(actor, kind, form), 422
    if "bekijk" in request.form:
        return _page(actor, kind, form, showing.typed(kind, form.parts()))
    try:
        service.save(kind, form.parts(), form.data["reviewed_on"], form.data["seen"], by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        if isinstance(error, TooLateError):  # sending it once more is a choice made knowingly
            form.seen.process_data(texts.in_force(actor.municipality_id)[name].version)
        return _page(actor, kind, form), error.status
    return committed(".show", "Bewaard. Wat vanaf nu weggaat, heeft deze tekst.", name=name)


@bp.post("/berichten/<name>/terug")
@allow(Role.BUREAU)
def restore(actor: Actor, name: str) -> ResponseReturnValue:
    """An older version again, or ours."""
    kind, form = _kind(name), RestoreForm()
    if not form.validate():
        raise NotFoundError
    try:
        service.restore(kind, form.data["version"], form.data["seen"], by=actor)
    except NotFoundError:
        raise
    except DomainError as error:
        db.rollback()
        return _page(actor, kind, refusal=str(error)), error.status
    return committed(".show", "Teruggezet. Wat vanaf nu weggaat, heeft deze tekst.", name=name)


def _kind(name: str) -> Kind:
    kind = catalogue.find(name)
    if kind is None:
        raise NotFoundError
    return kind


def _page(
    actor: Actor,
    kind: Kind,
    form: TextForm | None = None,
    seen: showing.Seen | None = None,
    refusal: str | None = None,
) -> str:
    """The page; `form` holds what was typed, `seen` how that reads, `refusal` why nothing was put back."""
    worded = queries.versions(actor.municipality_id, kind.code)
    newest = worded[0].version if worded else None
    return render_template(
        "texts/show.html",
        kind=kind,
        form=form or TextForm.of(kind, newest),
        seen=seen or showing.example(kind, newest),
        only_in_mail=[WORDS[word] for word in LOCKED["sms"]],
        in_english=showing.in_english(kind),
        typed=seen is not None,
        newest=newest,
        worded=worded,
        refusal=refusal,
    )
