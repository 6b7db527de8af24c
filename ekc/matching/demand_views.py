"""What each wish would cost if it were hard; the bureau makes it hard, or lets it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.matching import demanding, limits, searching, volunteers
from ekc.matching.demand_forms import DayPartsForm, HardForm, ReleaseForm
from ekc.referrals import queries as referrals
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("demands", __name__)


@bp.get("/aanmeldingen/<int:id>/eisen")
@allow(Role.BUREAU)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """How many could be asked, and how many would remain with each wish made hard."""
    return _page(actor, id)


@bp.post("/aanmeldingen/<int:id>/eisen")
@allow(Role.BUREAU)
def make_hard(actor: Actor, id: int) -> ResponseReturnValue:
    """From now on only who meets this is asked."""
    referral, form = referrals.get_for(actor, id), HardForm()
    if status := failed(form, lambda: demanding.make_hard(referral, form.asked, form.ground.data, by=actor)):
        return _page(actor, id, form), status
    return committed(".show", "Dit is nu een eis.", id=id)


@bp.post("/aanmeldingen/<int:id>/eisen/los")
@allow(Role.BUREAU)
def release(actor: Actor, id: int) -> ResponseReturnValue:
    """It is a wish again."""
    referral, form = referrals.get_for(actor, id), ReleaseForm()
    try:
        demanding.release(referral, form.demand.data or "", by=actor)
    except DomainError as error:
        db.rollback()
        again = HardForm(formdata=None)
        again.refuse(error)
        return _page(actor, id, again), error.status
    return committed(".show", "Dit is weer een wens.", id=id)


@bp.post("/aanmeldingen/<int:id>/eisen/dagdelen")
@allow(Role.BUREAU)
def day_parts(actor: Actor, id: int) -> ResponseReturnValue:
    """When it suits the family."""
    referral, form = referrals.get_for(actor, id), DayPartsForm()
    if status := failed(form, lambda: demanding.set_day_parts(referral, form.day_parts.data or [], by=actor)):
        return _page(actor, id, parts=form), status
    return committed(".show", "Bewaard.", id=id)


def _page(
    actor: Actor, referral_id: int, form: HardForm | None = None, parts: DayPartsForm | None = None
) -> str:
    """The page; `form` or `parts` is one that was refused."""
    referral = referrals.get_for(actor, referral_id)
    setting = volunteers.setting(referral)
    wanted = volunteers.wanted(referral, setting.pc4)
    hard = limits.hard(wanted)
    others = [one for one in limits.possible_demands(wanted) if one not in hard]
    found = searching.survey(referral, by=actor, setting=setting, others=others)
    now, counts = limits.remaining(found)
    actor.saw("referral", referral.id)
    rows = [(one, limits.demand_in_words(one), counts.get(one, 0)) for one in others]
    return render_template(
        "matching/demands.html",
        referral=referral,
        now=now,
        hard=[(one, limits.demand_in_words(one), now + limits.released(found, one)) for one in hard],
        rows=[row for row in rows if not row[0].startswith("part:")],
        part_rows=[row for row in rows if row[0].startswith("part:")],
        helps=[] if now else searching.relaxations(found),
        form=form or HardForm(formdata=None),
        parts=parts or DayPartsForm(formdata=None, data={"day_parts": list(referral.day_parts)}),
    )
