"""The form of an aanmelding: as it was left, kept while it is typed, and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.accounts.queries import staff
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.referrals import queries, service
from ekc.referrals.forms import ReferralForm, draft_of
from ekc.referrals.lifecycle import State
from ekc.referrals.queries import Sheet
from ekc.referrals.refilled import refilled
from ekc.referrals.routing import OtherTeamError

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from ekc.referrals.models import Referral

bp = Blueprint("drafts", __name__)

WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
SENT = "Dank je wel. De aanmelding is verstuurd."
WRITE_DOWN = (
    "Schrijf nog op wie een ander niet mag ontmoeten, of welk adres geheim is. Op Vandaag staat waar."
)
GONE_ON = "Het andere team gaat ermee verder. Dat krijgt bericht. Jullie zien haar nu niet meer."
LEAD_SENDS = "Je verbeteringen zijn bewaard. De teamleider kijkt ernaar en verstuurt het opnieuw."


@bp.get("/aanmeldingen/<int:id>/formulier")
@allow(*WORKERS)
def edit(actor: Actor, id: int) -> ResponseReturnValue:
    """The form, as it was left."""
    sheet = queries.sheet_for(actor, id)
    if sheet.referral.state not in (State.DRAFT, State.RETURNED):
        return redirect(url_for("referrals.show", id=id), 303)
    _may_correct(actor, sheet.referral)
    kept = draft_of(sheet.referral) or _known(actor, sheet)
    return _form(actor, sheet, ReferralForm.of(actor, kept or None))


@bp.post("/aanmeldingen/<int:id>/concept")
@allow(*WORKERS)
def keep(actor: Actor, id: int) -> ResponseReturnValue:
    """Keep what was typed so far. By the button: and go to the list."""
    referral = queries.sheet_for(actor, id).referral
    _may_correct(actor, referral)
    service.save_draft(referral, _typed(), by=actor)
    db.commit()
    if "later" not in request.form:
        return "", 204
    flash("Bewaard. Je vindt de aanmelding terug in deze lijst.")
    return redirect(url_for("referrals.index"), 303)


@bp.post("/aanmeldingen/<int:id>/indiening")
@allow(*WORKERS)
def send(actor: Actor, id: int) -> ResponseReturnValue:
    """Send the form. Whatever is wrong, all that was typed is kept."""
    sheet = queries.sheet_for(actor, id)
    _may_correct(actor, sheet.referral)
    referral, form = sheet.referral, ReferralForm.of(actor)
    service.save_draft(referral, _typed(), by=actor)
    status = _submit(sheet, form, actor) if form.validate() else 422
    db.commit()
    if status:
        return _form(actor, sheet, form), status
    flash(SENT)
    if "yes" in (referral.meets_not, referral.hides_address):
        flash(WRITE_DOWN)
    if _sees(actor, referral):
        return redirect(url_for("referrals.show", id=id), 303)
    flash(GONE_ON)
    return redirect(url_for("referrals.index"), 303)


def _sees(actor: Actor, referral: Referral) -> bool:
    """Whether there is still a page about it for who sent it."""
    return actor.is_a(Role.BUREAU) or queries.in_team(actor, referral)


def _may_correct(actor: Actor, referral: Referral) -> None:
    """What came back holds the story: not found for who may not read that."""
    if referral.state == State.RETURNED and not queries.may_read_story(actor, referral):
        raise NotFoundError


def _known(actor: Actor, sheet: Sheet) -> MultiDict[str, str] | None:
    """What was told, for the form of an aanmelding that came back."""
    if sheet.referral.state != State.RETURNED:
        return None
    bureau = {row.person_id for row in staff(actor.municipality_id, Role.BUREAU)}
    concerned = queries.concerned(sheet.referral)
    return refilled(sheet.referral, concerned, sheet.referrer_person_id, bureau)


def _may_send(actor: Actor, referral: Referral) -> bool:
    """A draft by anybody of the team; what came back by the lead, who looks at it again, or the bureau."""
    return referral.state != State.RETURNED or queries.side_of(actor, referral) != "member"


def _form(actor: Actor, sheet: Sheet, form: ReferralForm) -> str:
    if sheet.referral.draft or sheet.referral.state == State.RETURNED:
        actor.saw("referral", sheet.referral.id)
    return render_template(
        "referrals/form.html",
        form=form,
        referral=sheet.referral,
        sheet=sheet,
        may_send=_may_send(actor, sheet.referral),
    )


def _submit(sheet: Sheet, form: ReferralForm, actor: Actor) -> int | None:
    """Send; the status of the page when it is refused, with the reason in the form."""
    if not _may_send(actor, sheet.referral):
        form.form_errors.append(LEAD_SENDS)
        return 422
    try:
        service.submit(sheet.referral, form.told_by(sheet.referrer_person_id), by=actor)
    except OtherTeamError as error:
        form.refuse(error)
        form.whose.errors = [f"Kies: team {error.team}, of jullie zelf."]
        return error.status
    except DomainError as error:
        form.refuse(error)
        return error.status
    return None


def _typed() -> dict[str, list[str]]:
    fields = request.form.to_dict(flat=False)
    return {name: values for name, values in fields.items() if name not in {"csrf_token", "later"}}
