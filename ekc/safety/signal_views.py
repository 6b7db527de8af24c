"""What must be looked at: for the bureau, and by link for the achterwacht and who is on duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.duty import queries as duty
from ekc.people import queries as people
from ekc.safety import queries, rules, service
from ekc.safety.forms import StepForm
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.people.models import Person

bp = Blueprint("signals", __name__)
PER_PAGE = 50
LAYOUTS = {"link": "layouts/public.html", "account": "layouts/app.html"}
DONE = {
    "seen": "Het staat erbij: je hebt het gezien.",
    "taken": "Het staat erbij: jij pakt het op.",
    "handled": "Afgerond. Dank je wel.",
}


@bp.get("/meldingen")
@allow(Role.BUREAU)
def overview(actor: Actor) -> ResponseReturnValue:
    """Worries, incidents and alarms, newest first."""
    page = page_number()
    rows = queries.page_of(actor, (page - 1) * PER_PAGE, PER_PAGE)
    for row in rows:
        actor.saw("signal", row.id)
    pages = page_count(rows[0].total if rows else 0, PER_PAGE)
    return render_template("safety/signals.html", rows=rows, kinds=rules.KINDS, page=page, pages=pages)


@bp.get("/meldingen/<int:id>")
@allow(Role.BUREAU, link="signal")
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Whom to call, and who sees to it."""
    return _page(actor, id, None)


@bp.post("/meldingen/<int:id>/stap")
@allow(Role.BUREAU, link="signal")
def step(actor: Actor, id: int) -> ResponseReturnValue:
    """Seen, taken up, handled."""
    signal, form = queries.get_for(actor, id), StepForm()
    if status := failed(form, lambda: service.step(signal, form.step.data, by=actor)):
        return _page(actor, id, form), status
    return committed(".show", DONE[form.step.data], id=id)


def _others(actor: Actor, sheet: queries.Sheet) -> list[tuple[str, Person]]:
    """For the bureau: who else may call her, the achterwacht in front."""
    if actor.kind != "account":
        return []
    here = actor.municipality_id
    ids = [sheet.achterwacht_id, *(one.person_id for one in duty.on_duty(here, clock.now()))]
    found = people.by_ids(here, ids)
    words = ["Achterwacht", *["Dienst"] * (len(ids) - 1)]
    return [(word, found[one]) for word, one in zip(words, ids, strict=True) if one in found]


def _page(actor: Actor, signal_id: int, form: StepForm | None) -> str:
    sheet = queries.sheet_for(actor, signal_id)
    actor.saw("signal", signal_id)
    return render_template(
        "safety/signal.html",
        layout=LAYOUTS[actor.kind],
        sheet=sheet,
        others=_others(actor, sheet),
        signal=sheet.signal,
        title=rules.KINDS[rules.Kind(sheet.signal.kind)],
        called=[rules.CALLED[code] for code in sheet.signal.called if code in rules.CALLED],
        what=rules.WHAT.get(sheet.signal.what or ""),
        form=form,
        address=people.address,
    )
