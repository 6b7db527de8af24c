"""Is it all arranged? What is open for a day, who arranges it, and going on regardless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import queries as agenda
from ekc.arranging import queries, rules, service
from ekc.arranging.forms import EndForm, GoOnForm, OwnForm
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day
    from ekc.web.forms import Form

bp = Blueprint("arranging", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)
HERE = ("place", "interpreter", "open")  # found by the check, and put right on the page itself
ELSEWHERE = {"apart": "keeping.show", "nobody": "reach.show"}


@bp.get("/bijeenkomsten/<int:id>/rond")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Everything to arrange, and what the check finds."""
    return _page(actor, id)


@bp.post("/bijeenkomsten/<int:id>/rond")
@allow(*ORGANISERS)
def add(actor: Actor, id: int) -> ResponseReturnValue:
    """One more thing to arrange."""
    day, form = agenda.get_for(actor, id), OwnForm()
    if status := failed(
        form, lambda: service.add_own(day, form.words.data or "", form.who.data or None, by=actor)
    ):
        return _page(actor, id, own=form), status
    return committed(".show", "Het staat erbij.", id=id)


@bp.post("/bijeenkomsten/<int:id>/rond/regel")
@allow(*ORGANISERS)
def arrange(actor: Actor, id: int) -> ResponseReturnValue:
    """Who arranges it; confirmed, or not any more; or a line of one's own goes."""
    day, form = agenda.get_for(actor, id), EndForm()
    if not form.validate():
        return _page(actor, id, end=form), 422
    key, confirmed = form.key.data or "", form.what.data == "confirm"
    phone = form.phone.data or "" if _contact(day, actor) else None
    who = rules.Who(form.arranger.data or None, phone)

    def verb() -> None:
        if form.what.data == "remove":
            service.remove_own(day, key, by=actor)
        else:
            service.arrange(day, key, who, confirmed=confirmed, by=actor)

    if status := refused(form, verb):
        return _page(actor, id, end=form), status
    return committed(".show", "Bevestigd." if confirmed else "Bewaard.", id=id)


@bp.post("/bijeenkomsten/<int:id>/rond/toch-verder")
@allow(*ORGANISERS)
def go_on(actor: Actor, id: int) -> ResponseReturnValue:
    """It goes on with something open, and why."""
    day, form = agenda.get_for(actor, id), GoOnForm()
    if status := failed(form, lambda: service.go_on(day, form.reason.data, by=actor)):
        return _page(actor, id, on=form), status
    return committed(".show", "Het staat erbij: dit gaat door, en waarom.", id=id)


def _contact(day: Day, actor: Actor) -> bool:
    """Whether this is who organises it: only she sees how people are reached."""
    return day.assignment is not None and day.assignment.person_id == actor.person_id


def _where(code: str) -> str | None:
    """The page where something that the check found is put right; None for this one."""
    return None if code in HERE else ELSEWHERE.get(code, "agenda.conference")


def _page(
    actor: Actor,
    conference_id: int,
    *,
    own: OwnForm | None = None,
    end: EndForm | None = None,
    on: GoOnForm | None = None,
) -> str:
    day = agenda.get_for(actor, conference_id)
    planned = day.conference.state == "planned"
    actor.saw("referral", day.referral.id)
    bad: Form | None = own or end or on
    return render_template(
        "arranging/ends.html",
        day=day,
        ends=queries.ends(day),
        gone_on=queries.gone_on(day),
        found=[(rules.FOUND[code], _where(code)) for code in service.look(day)] if planned else [],
        open=planned and clock.now() < day.conference.starts_at,
        form=bad,
        refused_end=end,
        contact=_contact(day, actor),
        own=own or OwnForm(formdata=None),
        on=on or GoOnForm(formdata=None),
        reasons=rules.GO_ON,
    )
