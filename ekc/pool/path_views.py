"""The bureau follows a volunteer's path, and writes down what it must remember."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.matching import leaving, volunteers
from ekc.outcomes.queries import held_by
from ekc.pool import moving, notes, path, queries
from ekc.pool.forms import MoveForm, NoteForm, OriginForm
from ekc.pool.models import Coordinator
from ekc.web.posting import committed, failed

bp = Blueprint("path", __name__)


@bp.get("/pool/<int:id>/pad")
@allow(Role.BUREAU)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Every step so far, what can be next, and the notes."""
    return _page(actor, queries.get_for(actor, id))


@bp.post("/pool/<int:id>/pad")
@allow(Role.BUREAU)
def move(actor: Actor, id: int) -> ResponseReturnValue:
    """One step further, or out of the pool."""
    found, form = queries.get_for(actor, id), MoveForm()
    told = {name: form.data[name] for name in ("reason", "day", "exception")}
    if status := failed(form, lambda: leaving.move(found, form.move.data, held_by(found), **told, by=actor)):
        return _page(actor, queries.get_for(actor, id), form), status
    return committed(".show", f"Genoteerd: {path.WORDS[form.move.data].lower()}.", id=id)


@bp.post("/pool/<int:id>/notities")
@allow(Role.BUREAU)
def note(actor: Actor, id: int) -> ResponseReturnValue:
    """Something to remember about her, for the bureau alone."""
    found, form = queries.get_for(actor, id), NoteForm()
    if not form.validate():
        return _page(actor, found, note=form), 422
    notes.write(found, form.data["text"], by=actor)
    return committed(".show", "Bewaard.", id=id)


@bp.post("/pool/<int:id>/herkomst")
@allow(Role.BUREAU)
def correct(actor: Actor, id: int) -> ResponseReturnValue:
    """How she came to us, or why she stopped, was written down wrong."""
    found, form = queries.get_for(actor, id), OriginForm()
    if status := failed(
        form, lambda: moving.correct(found, form.source.data, form.stop_reason.data, by=actor)
    ):
        return _page(actor, queries.get_for(actor, id), origin=form), status
    return committed(".show", "Bewaard.", id=id)


def _page(
    actor: Actor,
    found: Coordinator,
    form: MoveForm | None = None,
    note: NoteForm | None = None,
    origin: OriginForm | None = None,
) -> str:
    """The page; `form`, `note` or `origin` is one that was refused."""
    actor.saw("coordinator", found.id)
    names = volunteers.names(actor.municipality_id, [found.person_id])
    return render_template(
        "pool/path.html",
        coordinator=found,
        name=names[found.person_id],
        stage=path.LABELS[path.Stage(found.stage)],
        source=path.SOURCES.get(found.source or ""),
        held=held_by(found),
        running=leaving.running(found),
        steps=notes.taken(found),
        notes=notes.notes(found),
        moves=path.possible(found.stage),
        form=form or MoveForm(formdata=None),
        note=note or NoteForm(formdata=None),
        origin=origin or OriginForm(formdata=None, obj=found),
        stopped=found.stage == path.Stage.STOPPED,
    )
