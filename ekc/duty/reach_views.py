"""Who can be reached at a bijeenkomst: the page of the day, the achterwacht's own page, and going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import sheets
from ekc.duty import asking, queries, rules
from ekc.duty.forms import AnswerForm, GoAheadForm
from ekc.errors import DomainError
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.duty.models import Reach

bp = Blueprint("reach", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/bijeenkomsten/<int:id>/bereikbaar")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The achterwacht and who is on duty, hour by hour; and what to do where nobody is."""
    return _page(actor, id, GoAheadForm())


@bp.post("/bijeenkomsten/<int:id>/achterwacht")
@allow(*ORGANISERS)
def heard(actor: Actor, id: int) -> ResponseReturnValue:
    """What the achterwacht said on the phone."""
    sheet, form = sheets.sheet_for(actor, id), AnswerForm()
    day = queries.standing(sheet.municipality_id, id).day
    if status := failed(form, lambda: asking.hear(day, form.answer.data, by=actor)):
        return _page(actor, id, form), status
    return committed(".show", "Het staat erbij.", id=id)


@bp.post("/bijeenkomsten/<int:id>/toch-doorgaan")
@allow(*ORGANISERS)
def go_ahead(actor: Actor, id: int) -> ResponseReturnValue:
    """It goes on with nobody in reach: a deliberate tap, with a reason."""
    sheet, form = sheets.sheet_for(actor, id), GoAheadForm()
    standing = queries.standing(sheet.municipality_id, id)
    by = actor.acting_for(sheet.organiser_id) if actor.is_a(Role.COORDINATOR) else actor
    if status := failed(form, lambda: asking.go_ahead(standing, form.reason.data, by=by)):
        return _page(actor, id, form), status
    return committed(".show", "Het staat erbij: dit gaat door, en waarom.", id=id)


@bp.get("/bereikbaar/<int:id>")
@allow(link="reach")
def question(actor: Actor, id: int) -> ResponseReturnValue:
    """For an achterwacht: the day and the hours, and yes or no."""
    return _question_page(actor, id, None)


@bp.post("/bereikbaar/<int:id>/antwoord")
@allow(link="reach")
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """Yes or no; it may change until it is over."""
    row, form = queries.own(actor, id), AnswerForm()
    day = queries.standing(row.municipality_id, row.conference_id).day
    if status := failed(form, lambda: asking.answer(row, day, form.answer.data, "link", by=actor)):
        return _question_page(actor, id, form), status
    sentence = (
        "Bedankt! Je bent bereikbaar." if form.answer.data == "yes" else "Bedankt. Het bureau zoekt iemand."
    )
    return committed(".question", sentence, id=id)


def _question_page(actor: Actor, reach_id: int, form: AnswerForm | None) -> str:
    row = queries.own(actor, reach_id)
    day = queries.standing(row.municipality_id, row.conference_id).day
    return render_template(
        "duty/question.html", row=row, closed=_why_closed(row, day), answers=rules.ANSWERS, form=form
    )


def _why_closed(row: Reach, day: queries.Day) -> str | None:
    try:
        rules.check_current(state=day.state, same=day.reach_id == row.id, ends=day.ends_at, now=clock.now())
    except DomainError as reason:
        return str(reason)
    return None


def _page(actor: Actor, conference_id: int, form: GoAheadForm | AnswerForm) -> str:
    sheet = sheets.sheet_for(actor, conference_id)
    standing = queries.standing(sheet.municipality_id, conference_id)
    numbers = queries.numbers(sheet.municipality_id)
    actor.saw("referral", sheet.referral_id)
    return render_template(
        "duty/reach.html",
        standing=standing,
        day=standing.day,
        open=sheet.state in {"planned", "held"},
        to_come=sheet.state == "planned" and sheet.ends_at > clock.now(),
        reasons=rules.GO_AHEAD,
        numbers=numbers,
        form=form,
        go_form=form if isinstance(form, GoAheadForm) else GoAheadForm(formdata=None),
    )
