"""Announcements of the bureau, read by all coordinators on their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.pool import queries as pool
from ekc.voice import board, service
from ekc.voice.forms import AnnouncementForm
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("board", __name__)
PER_PAGE = 10


@bp.get("/mededelingen")
@allow(Role.COORDINATOR, Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """What the bureau tells; the bureau also puts something up."""
    return _page(actor, AnnouncementForm(formdata=None))


@bp.post("/mededelingen")
@allow(Role.BUREAU)
def announce(actor: Actor) -> ResponseReturnValue:
    """For everybody in the pool; nobody gets a mail of it."""
    form = AnnouncementForm()
    if status := failed(
        form,
        lambda: service.announce(str(form.title.data), str(form.text.data), form.data["until"], by=actor),
    ):
        return _page(actor, form), status
    return committed(".show", "De mededeling staat er. Iedereen in de pool leest haar bij ‘Voor jou’.")


@bp.post("/mededelingen/<int:id>/weg")
@allow(Role.BUREAU)
def take_down(actor: Actor, id: int) -> ResponseReturnValue:
    """It has been up long enough."""
    service.take_down(board.get_for(actor, id), by=actor)
    return committed(".show", "Weggehaald.")


def _page(actor: Actor, form: AnnouncementForm) -> str:
    page = page_number()
    return render_template(
        "voice/announcements.html",
        rows=board.notices(actor, (page - 1) * PER_PAGE, PER_PAGE),
        today=clock.today(),
        readers=len(pool.at_work(actor.municipality_id)) if actor.is_a(Role.BUREAU) else 0,
        form=form,
        page=page,
        pages=page_count(board.count(actor), PER_PAGE),
    )
