"""Aanmeldingen: the list, the form, and the page where the team sees how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from ekc import clock, processes
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow, public
from ekc.accounts.models import Role
from ekc.agenda import report_clock
from ekc.agenda.tallies import tally
from ekc.errors import DomainError
from ekc.handover.waiting import choosing
from ekc.referrals import clocks, codes, history, lifecycle, queries, service, standing, summary
from ekc.referrals.forms import ProfessionalsForm
from ekc.referrals.lifecycle import State
from ekc.referrals.queries import Concerned, Sheet
from ekc.referrals.step_forms import AssentForm, AuthorityForm, StartForm, StepForm
from ekc.referrals.worklists import PER_PAGE
from ekc.thanks.rules import MAY_ASK
from ekc.tonight import queries as tonight
from ekc.web.forms import Form
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.referrals.models import Referral

bp = Blueprint("referrals", __name__)

WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
NEXT_STEP = "Bewaard. Dit staat nu op: {label}."


@bp.get("/aanmeldingen")
@allow(*WORKERS)
def index(actor: Actor) -> ResponseReturnValue:
    """What waits, and a way to begin."""
    return _index(actor, StartForm.of(actor))


@bp.post("/aanmeldingen")
@allow(*WORKERS)
def begin(actor: Actor) -> ResponseReturnValue:
    """Begin an aanmelding: a draft from the first field on."""
    form = StartForm.of(actor)
    if not form.validate():
        return _index(actor, form), 422
    team_id, behalf = form.chosen
    referral = service.start(team_id, by=actor.acting_for(behalf))
    return committed("drafts.edit", id=referral.id)


@bp.get("/aanmeldingen/<int:id>")
@allow(*WORKERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Where it stands, what happens next, who waits for whom."""
    sheet = queries.sheet_for(actor, id)
    if sheet.referral.state == State.DRAFT:
        return redirect(url_for("drafts.edit", id=id), 303)
    if sheet.referral.state in lifecycle.SMALL_CIRCLE:
        return redirect(url_for("tonight.show", id=id), 303)
    return _page(actor, sheet)


@bp.post("/aanmeldingen/<int:id>/instemming")
@allow(*WORKERS)
def assent(actor: Actor, id: int) -> ResponseReturnValue:
    """Note what one person said about taking part."""
    sheet = queries.sheet_for(actor, id)
    form = AssentForm()
    if status := refused(form, lambda: processes.hear_assent(sheet.referral, *form.chosen, by=actor)):
        return _page(actor, queries.sheet_for(actor, id), form=form), status
    return _done(sheet)


@bp.post("/aanmeldingen/<int:id>/ouders")
@allow(*WORKERS)
def authority(actor: Actor, id: int) -> ResponseReturnValue:
    """How many have gezag, and who they are."""
    sheet = queries.sheet_for(actor, id)
    form = AuthorityForm(prefix=AuthorityForm.before)
    if status := failed(
        form, lambda: processes.hear_authority(sheet.referral, form.authority.data, form.parent, by=actor)
    ):
        return _page(actor, queries.sheet_for(actor, id), authority_form=form), status
    return _done(sheet)


@bp.post("/aanmeldingen/<int:id>/verantwoordelijken")
@allow(*WORKERS)
def professionals(actor: Actor, id: int) -> ResponseReturnValue:
    """The two people without whom no coordinator is sought, and the conditions."""
    sheet = queries.sheet_for(actor, id)
    form = ProfessionalsForm()
    form.offer_staff(actor)
    told, verb = sheet.referrer_person_id, service.name_professionals
    if status := failed(form, lambda: verb(sheet.referral, form.told(told), by=actor)):
        return _page(actor, queries.sheet_for(actor, id), professionals_form=form), status
    return _done(sheet)


@bp.post("/aanmeldingen/<int:id>/stap")
@allow(*WORKERS)
def step(actor: Actor, id: int) -> ResponseReturnValue:
    """Make a move by hand."""
    sheet = queries.sheet_for(actor, id)
    name = request.form.get("stap", "")
    move = next(
        (one for one in _moves(actor, sheet, queries.concerned(sheet.referral)) if one.name == name), None
    )
    if move is None:
        raise DomainError("Dat kan nu niet meer. Kijk hoe het er nu voor staat.")
    form = StepForm.of(move, sent=True)
    if status := failed(form, lambda: _make(sheet.referral, name, form, actor)):
        return _page(actor, queries.sheet_for(actor, id), step_forms={name: form}), status
    return _done(sheet)


@bp.get("/wanneer-wel-wanneer-niet")
@public("an explanation for everybody")
def when() -> ResponseReturnValue:
    """For whom it is, and for whom not."""
    return render_template("referrals/when.html")


def _index(actor: Actor, form: StartForm) -> str:
    closed = request.args.get("stand") == "afgerond"
    worklist = queries.bureau_worklist if actor.is_a(Role.BUREAU) else queries.team_worklist
    here = actor.municipality_id
    rows, _ = report_clock.counted(here, worklist(actor, page_number(), closed=closed), clock.now())
    rows = tonight.named(rows, tonight.names(here, rows))
    for row in rows:
        if row.given_name:
            actor.saw("referral", row.id)
    pages = page_count(rows[0].total if rows else 0, PER_PAGE)
    return render_template(
        "referrals/index.html",
        form=form,
        rows=rows,
        chooses=choosing(here, [row.id for row in rows if row.state == State.MATCHING]),
        closed=closed,
        page=page_number(),
        pages=pages,
        **WORDS,
    )


def _page(
    actor: Actor,
    sheet: Sheet,
    *,
    form: Form | None = None,
    step_forms: dict[str, StepForm] | None = None,
    authority_form: AuthorityForm | None = None,
    professionals_form: ProfessionalsForm | None = None,
) -> str:
    referral = sheet.referral
    actor.saw("referral", referral.id)
    concerned, steps = queries.concerned(referral), history.taken(referral)
    professionals_form = professionals_form or ProfessionalsForm.about(referral)
    professionals_form.offer_staff(actor)
    failed = form or authority_form or next(iter((step_forms or {}).values()), None) or professionals_form
    is_bureau, seeking = actor.is_a(Role.BUREAU), referral.state == State.MATCHING
    chooses = seeking and bool(choosing(referral.municipality_id, [referral.id]))
    return render_template(
        "referrals/show.html",
        sheet=sheet,
        referral=referral,
        concerned=concerned,
        lead=None if seeking else queries.lead_and_name(referral),
        tally=tally(referral) if referral.state in lifecycle.RUNNING else None,
        resting=processes.COMES_TO_REST,
        phases=standing.phases(referral.state, referral.paused_from, history.reached(steps)),
        last=steps[-1] if steps else None,
        story=summary.story(referral) if queries.may_read_story(actor, referral) else None,
        where=summary.where(referral, sheet.place),
        practical=summary.practical(referral),
        professionals=summary.professionals(referral, concerned, sheet.instead),
        sentence=standing.next_sentence(referral.state, chooses=chooses),
        waits=summary.waits(referral, concerned, chooses=chooses),
        wishes=summary.wishes(referral) if is_bureau else None,
        may_correct=referral.state == State.RETURNED and queries.may_read_story(actor, referral),
        written=queries.count_conditions(referral),
        choosing=seeking or referral.state in lifecycle.RUNNING,
        may_hear=referral.state in MAY_ASK,
        to_candidates=is_bureau and seeking,
        moves=[
            (one, (step_forms or {}).get(one.name) or StepForm.of(one))
            for one in _moves(actor, sheet, concerned)
        ],
        form=failed,
        authority_form=authority_form or AuthorityForm.about(referral),
        professionals_form=professionals_form,
        codes=codes,
        **summary.wanted(referral, concerned),
        **WORDS,
    )


def _moves(actor: Actor, sheet: Sheet, concerned: list[Concerned]) -> list[lifecycle.Move]:
    side = queries.side_of(actor, sheet.referral)
    agreed = summary.agreed(sheet.referral, concerned)
    return standing.moves_by_hand(sheet.referral.state, side, agreed=agreed)


def _make(referral: Referral, name: str, form: StepForm, actor: Actor) -> None:
    if name == "close":
        processes.close(referral, by=actor)
    else:
        processes.move_by_hand(referral, name, form.value("reason"), form.value("until"), by=actor)


def _done(sheet: Sheet) -> ResponseReturnValue:
    sentence = NEXT_STEP.format(label=lifecycle.LABELS[State(sheet.referral.state)])
    return committed("referrals.show", sentence, id=sheet.referral.id)


WORDS = {
    "labels": {state.value: label for state, label in lifecycle.LABELS.items()},
    "tones": {state.value: standing.tone(state) for state in State},
    "clock_words": clocks.WORDS,
    "sentences": {state.value: standing.next_sentence(state) for state in State},
    "family_chooses": standing.next_sentence(State.MATCHING, chooses=True),
}
