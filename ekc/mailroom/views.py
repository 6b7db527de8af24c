"""Mail that waits: for each reader her own; the keeper decides about what belongs to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.invitations.rules import check_open
from ekc.mailroom import queries, rules, service
from ekc.mailroom.contents import contents
from ekc.mailroom.forms import DoneForm
from ekc.polls import queries as polls
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.mailroom.queries import Kept

bp = Blueprint("mailroom", __name__)
READERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/post-die-wacht")
@allow(*READERS)
def index(actor: Actor) -> ResponseReturnValue:
    """What waits for me to be read."""
    page = page_number()
    rows = queries.waiting(actor, page)
    for row in rows:
        actor.saw("mail", row.id)
    pages = page_count(rows[0].total, queries.PER_PAGE) if rows else 1
    return render_template("mailroom/index.html", rows=rows, page=page, pages=pages, why=rules.WHY)


@bp.get("/post-die-wacht/<int:id>")
@allow(*READERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The words of one, and what to do with it."""
    return _page(actor, queries.get_for(actor, id), DoneForm())


@bp.post("/post-die-wacht/<int:id>")
@allow(*READERS)
def deal_with(actor: Actor, id: int) -> ResponseReturnValue:
    """What somebody meant; no message leaves."""
    kept, form = queries.get_for(actor, id), DoneForm()
    if not form.validate():
        return _page(actor, kept, form), 422
    try:
        done = service.deal_with(kept, str(form.said.data), form.whose(), by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _page(actor, queries.get_for(actor, id), form), error.status
    sentence = (
        "Gedaan. Er gaat geen bericht uit." if done else "Het antwoord staat erbij. Klaar? Tik dan op Gezien."
    )
    return committed(url_for(".index") if done else url_for(".show", id=id), sentence)


@bp.post("/beheer/post")
@allow(Role.KEEPER)
def let_bureau_read(actor: Actor) -> ResponseReturnValue:
    """May the bureau read mail that belongs to nobody?"""
    allowed = request.form.get("mag") == "ja"
    service.let_bureau_read(allowed, by=actor)
    sentence = "Het bureau mag deze post lezen." if allowed else "Niemand leest deze post."
    return committed("home.machine_room", sentence)


def _page(actor: Actor, kept: Kept, form: DoneForm) -> str:
    actor.saw("mail", kept.mail.id)
    return render_template(
        "mailroom/show.html",
        kept=kept,
        shown=contents(kept.mail.raw.encode("latin-1"), clock.HOME),
        why=rules.WHY.get(kept.mail.outcome, ""),
        answers=_answers(kept),
        moved=kept.appointment is not None and kept.mail.received_at < kept.appointment.changed_at,
        poll=kept.mail.about_id if kept.mail.about_kind == polls.ABOUT else None,
        form=form,
    )


def _answers(kept: Kept) -> dict[str, str]:
    """The answers that can still be noted: none where the appointment is off or over."""
    if kept.appointment is None or not kept.guests:
        return {}
    try:
        check_open(kept.appointment.cancelled_at, None, kept.appointment.ends_at, clock.now())
    except TooLateError:
        return {}
    return {code: label for code, label in rules.SAID.items() if code != rules.SEEN}
