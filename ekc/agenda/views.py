"""Pages about the day of a conference: fixing it, who comes, moving it, calling it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock, processes
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import coming, keeping, queries, rules, service, sessions, sheets
from ekc.agenda.forms import CancelForm, MoveForm, PlanForm
from ekc.apart.rules import KEPT
from ekc.circle import queries as circle
from ekc.duty import queries as duty
from ekc.web.formatting import count, day_and_times
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.circle.queries import Line
    from ekc.referrals.models import Referral

bp = Blueprint("agenda", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/trajecten/<int:id>/bijeenkomst")
@allow(*ORGANISERS)
def choose_day(actor: Actor, id: int) -> ResponseReturnValue:
    """A form for the day, with whom it goes to."""
    return _plan_page(actor, id, None)


@bp.post("/trajecten/<int:id>/bijeenkomst")
@allow(*ORGANISERS)
def plan(actor: Actor, id: int) -> ResponseReturnValue:
    """Fix the day and invite who was spoken."""
    referral, _ = circle.traject(actor, id)
    form = _plan_form(actor, referral)
    if status := failed(form, lambda: processes.fix_day(referral, form.plan(), by=actor)):
        return _plan_page(actor, id, form), status
    return committed("circle.traject", f"De dag staat vast: {_when(form)}. {rules.TOLD}", id=id)


@bp.get("/bijeenkomsten/<int:id>")
@allow(*ORGANISERS)
def conference(actor: Actor, id: int) -> ResponseReturnValue:
    """Who comes, and what did not arrive."""
    return _conference_page(actor, id, CancelForm())


@bp.get("/bijeenkomsten/<int:id>/verplaatsing")
@allow(*ORGANISERS)
def choose_other_day(actor: Actor, id: int) -> ResponseReturnValue:
    """The form with the day as it is."""
    return _move_page(actor, id, None)


@bp.post("/bijeenkomsten/<int:id>/verplaatsing")
@allow(*ORGANISERS)
def move(actor: Actor, id: int) -> ResponseReturnValue:
    """Another day, hour or place."""
    day = queries.get_for(actor, id)
    places = queries.places(actor, day.referral.locality_id, day.conference)
    form = MoveForm.offering(places.venues, places.rooms, apart=keeping.asked(day.referral))
    if status := failed(form, lambda: service.move(day.conference, form.plan(), by=actor)):
        return _move_page(actor, id, form), status
    return committed(".conference", f"Het is nu: {_when(form)}. {rules.TOLD}", id=id)


@bp.post("/bijeenkomsten/<int:id>/afzegging")
@allow(*ORGANISERS)
def cancel(actor: Actor, id: int) -> ResponseReturnValue:
    """The day is off."""
    day = queries.get_for(actor, id)
    form = CancelForm()
    if status := failed(form, lambda: service.cancel(day.conference, form.reason.data, by=actor)):
        return _conference_page(actor, id, form), status
    return committed("circle.traject", f"De dag is afgezegd. {rules.TOLD}", id=day.referral.id)


@bp.post("/bijeenkomsten/<int:id>/uitnodigingen")
@allow(*ORGANISERS)
def invite(actor: Actor, id: int) -> ResponseReturnValue:
    """Invite who was spoken since."""
    day = queries.get_for(actor, id)
    form = CancelForm()
    made: list[int] = []
    if status := refused(form, lambda: made.append(len(coming.invite_spoken(day.conference, by=actor)))):
        return _conference_page(actor, id, form), status
    return committed(".conference", f"Uitgenodigd: {count(made[0], 'mens', 'mensen')}.", id=id)


def _plan_page(actor: Actor, referral_id: int, form: PlanForm | None) -> str:
    referral, assignment = circle.traject(actor, referral_id)
    form = form or _plan_form(actor, referral)
    members = circle.of_referral(referral)
    invited = [person for member, person in members if member.spoken_at is not None]
    shared = bool(form.mail_shared.data)
    actor.saw("referral", referral.id)
    return render_template(
        "agenda/plan.html",
        referral=referral,
        form=form,
        told=[person for person in invited if sessions.is_mailed(person, mail_shared=shared)],
        called=[person for person in invited if not sessions.is_mailed(person, mail_shared=shared)],
        watched=[
            person
            for person in invited
            if sessions.is_mailed(person, mail_shared=True) and not sessions.is_mailed(person)
        ],
        unspoken=[person for member, person in members if member.spoken_at is None],
        guests=any(member.is_guest for member, _ in members),
        contact=assignment.person_id == actor.person_id,
    )


def _move_page(actor: Actor, conference_id: int, form: MoveForm | None) -> str:
    day = queries.get_for(actor, conference_id)
    rules.check_open(day.conference.state, day.conference.starts_at, clock.now())
    asked = queries.asked(day)
    persons = {one.person_id: one for one in _lines(day)}
    places = queries.places(actor, day.referral.locality_id, day.conference)
    actor.saw("referral", day.referral.id)
    return render_template(
        "agenda/move.html",
        day=day,
        form=form
        or MoveForm.offering(
            places.venues,
            places.rooms,
            day,
            places.used,
            apart=keeping.asked(day.referral, day.conference.id),
        ),
        told=[persons[row.guest.person_id] for row in asked if row.by_mail],
        called=[persons[row.guest.person_id] for row in asked if not row.by_mail],
        guests=any(row.audience == "guests" for row in asked),
    )


def _conference_page(actor: Actor, conference_id: int, form: CancelForm) -> str:
    day = sheets.sheet_for(actor, conference_id)
    asked = queries.asked_to(day.municipality_id, day.audiences)
    contact = day.organiser_id == actor.person_id
    lines = circle.lines(day.municipality_id, day.referral_id, contact=contact)
    actor.saw("referral", day.referral_id)
    planned = day.state == "planned"
    return render_template(
        "agenda/conference.html",
        day=day,
        rows=_rows(asked, lines),
        tally=rules.tally(row.guest.said for row in asked),
        trouble=sum(row.in_trouble for row in asked),
        reached=queries.how_many(asked),
        waiting=sessions.lines_waiting(lines, asked),
        open=planned and clock.now() < day.starts_at,
        begun=planned and _has_day_begun(day.starts_at),
        form=form,
        state_label=rules.STATES[day.state],
        contact=contact,
        kept=KEPT,
        reach=duty.standing(day.municipality_id, day.id) if planned else None,
    )


def _lines(day: queries.Day) -> list[Line]:
    return circle.lines(day.conference.municipality_id, day.referral.id, contact=False)


def _rows(asked: list[queries.Asked], lines: list[Line]) -> list[tuple[queries.Asked, Line]]:
    persons = {line.person_id: line for line in lines}
    return [(row, persons[row.guest.person_id]) for row in asked if row.guest.person_id in persons]


def _plan_form(actor: Actor, referral: Referral) -> PlanForm:
    places = queries.places(actor, referral.locality_id)
    return PlanForm.offering(places.venues, places.rooms, apart=keeping.asked(referral))


def _when(form: MoveForm) -> str:
    plan = form.plan()
    return day_and_times(plan.starts, plan.ends)


def _has_day_begun(starts: datetime) -> bool:
    return rules.has_day_begun(starts.astimezone(clock.HOME).date(), clock.today())
