"""Cover for absence: who does whose work in which days; and working as somebody's cover."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from ekc.accounts import covering, covers, queries
from ekc.accounts.actor import Actor
from ekc.accounts.cover_forms import CoverForm
from ekc.accounts.guards import COVER, allow
from ekc.accounts.models import COVERED, Role
from ekc.errors import TooLateError
from ekc.referrals.standing_by import backstops
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed

bp = Blueprint("cover", __name__)
STAFF = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
NOT_NOW = "Deze waarneming geldt vandaag niet (meer)."


@bp.get("/waarneming")
@allow(*STAFF)
def show(actor: Actor) -> ResponseReturnValue:
    """Who does whose work, and who is away when."""
    return _page(actor)


@bp.post("/waarneming")
@allow(*STAFF)
def arrange(actor: Actor) -> ResponseReturnValue:
    """Somebody does the work of who is away."""
    form = _form(actor, sent=True)
    if status := failed(
        form,
        lambda: covering.arrange(
            form.absent.data, form.cover.data, form.data["first"], form.data["last"], by=actor
        ),
    ):
        return _page(actor, form), status
    return committed(".show", "Geregeld. Wie waarneemt, krijgt bericht.")


@bp.post("/waarneming/<int:id>/einde")
@allow(*STAFF)
def end(actor: Actor, id: int) -> ResponseReturnValue:
    """Who was away is back, or the cover cannot after all."""
    covering.end(covers.get_for(actor, id), by=actor)
    return committed(".show", "Gestopt. De waarnemer ziet en doet vanaf nu niets meer namens een ander.")


@bp.post("/waarneming/<int:id>/begin")
@allow(*STAFF)
def work_as(actor: Actor, id: int) -> ResponseReturnValue:
    """Work as the cover of somebody who is away today."""
    found = covers.get_for(actor, id)
    if not covers.holds(found) or found.cover_person_id != actor.person_id:
        raise TooLateError(NOT_NOW)
    session[COVER] = found.id
    return redirect(url_for("home.today"), 303)


@bp.post("/waarneming/uit")
@allow(*STAFF)
def work_as_oneself(_: Actor) -> ResponseReturnValue:
    """Work as oneself again."""
    session[COVER] = None
    return redirect(url_for("home.today"), 303)


def _form(actor: Actor, *, sent: bool = False) -> CoverForm:
    """Who may be away: for the bureau everybody with such work, and every achterwacht; for others themselves.

    A lead is covered by somebody of the team or the bureau; the bureau may choose anybody of the staff.
    """
    staff = queries.staff(actor.municipality_id, *STAFF)
    may = {one.person_id: one.name for one in staff}
    if actor.is_a(Role.BUREAU):
        watch = dict(backstops(actor.municipality_id))
        away = {one.person_id: one.name for one in staff if Role(one.role) in COVERED} | watch
        return CoverForm.between(_by_name(away), _by_name(may | watch), sent=sent)
    near = {
        one.person_id: one.name for one in staff if one.team_id in actor.team_ids or one.role == Role.BUREAU
    }
    near.pop(actor.person_id or 0, None)
    mine = {actor.person_id or 0: may[actor.person_id or 0]} if actor.is_a(*COVERED) else {}
    return CoverForm.between(mine, _by_name(near), sent=sent)


def _by_name(names: dict[int, str]) -> dict[int, str]:
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _page(actor: Actor, form: CoverForm | None = None) -> str:
    number = page_number()
    found, total = covers.listed(actor, number)
    return render_template(
        "accounts/cover.html",
        covers=found,
        form=form or _form(actor),
        me=actor.person_id,
        may_arrange=actor.is_a(*COVERED) and actor.cover_id is None,
        page=number,
        pages=page_count(total, covers.PER_PAGE),
    )
