"""The bureau plans training and intervisie; a coordinator sees hers and answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda.rules import TOLD
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations.forms import AnswerForm
from ekc.invitations.guests import of_appointments
from ekc.people import queries as people
from ekc.places import queries as places
from ekc.training import lists, queries, rules, seating, service
from ekc.training.forms import AttendanceForm, GatheringForm, InviteForm
from ekc.web.formatting import count, day_and_times
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.invitations.guests import Guest
    from ekc.training.models import Gathering

bp = Blueprint("training", __name__)
PER_PAGE = 50
THANKS = {
    "no": "Bedankt voor je bericht. We schrijven op dat je niet kunt komen.",
    "call_me": "Bedankt. Je wordt gebeld.",
}


@bp.get("/scholingen")
@allow(Role.BUREAU)
def overview(actor: Actor) -> ResponseReturnValue:
    """What is planned, what there was, and whether there are enough intervisies this year."""
    now = clock.now()
    wanted = places.municipality(actor.municipality_id).intervisie_per_year
    held, planned = lists.intervisies(actor.municipality_id, *_year(), now)
    return render_template(
        "training/overview.html",
        to_come=lists.to_come(actor, now),
        past=lists.past(actor, now),
        year=rules.Year(wanted, held, planned),
        this_year=clock.today().year,
        kinds=rules.KINDS,
    )


@bp.get("/scholingen/aanwezigheid")
@allow(Role.BUREAU)
def presence(actor: Actor) -> ResponseReturnValue:
    """At how many intervisies each coordinator was this year."""
    page = page_number()
    rows = lists.presence(actor, *_year(), (page - 1) * PER_PAGE, PER_PAGE)
    for row in rows:
        actor.saw("coordinator", row[0])
    return render_template(
        "training/presence.html",
        rows=rows,
        wanted=places.municipality(actor.municipality_id).intervisie_per_year,
        this_year=clock.today().year,
        page=page,
        pages=page_count(lists.in_pool(actor), PER_PAGE),
    )


@bp.get("/scholingen/nieuw")
@allow(Role.BUREAU)
def new(actor: Actor) -> ResponseReturnValue:
    """A form for something new."""
    return _form_page(_form(actor), None)


@bp.post("/scholingen")
@allow(Role.BUREAU)
def plan(actor: Actor) -> ResponseReturnValue:
    """Plan it; the next page asks whom to invite."""
    form = _form(actor)
    made: list[Gathering] = []
    if status := failed(form, lambda: made.append(service.plan(form.plan(), by=actor))):
        return _form_page(form, None), status
    return committed(".choose_guests", "Het staat erin. Nodig nu mensen uit.", id=made[0].id)


@bp.get("/scholingen/<int:id>")
@allow(Role.BUREAU)
def gathering(actor: Actor, id: int) -> ResponseReturnValue:
    """Who comes, who waits, who was there."""
    return _gathering_page(actor, queries.get_for(actor, id))


@bp.get("/scholingen/<int:id>/wijziging")
@allow(Role.BUREAU)
def choose_change(actor: Actor, id: int) -> ResponseReturnValue:
    """The form with how it is."""
    found = queries.get_for(actor, id)
    return _form_page(_form(actor, found), found)


@bp.post("/scholingen/<int:id>/wijziging")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Another day, place, number of places or leader."""
    found = queries.get_for(actor, id)
    form = _form(actor, found)
    if status := failed(form, lambda: service.change(found, form.plan(), by=actor)):
        return _form_page(form, queries.get_for(actor, id)), status
    return committed(".gathering", f"Bewaard. Is de dag, de tijd of de plek anders? {TOLD}", id=id)


@bp.post("/scholingen/<int:id>/afzegging")
@allow(Role.BUREAU)
def call_off(actor: Actor, id: int) -> ResponseReturnValue:
    """It does not go on."""
    service.call_off(queries.get_for(actor, id), by=actor)
    return committed(".gathering", f"Het is afgezegd. {TOLD}", id=id)


@bp.get("/scholingen/<int:id>/uitnodigingen")
@allow(Role.BUREAU)
def choose_guests(actor: Actor, id: int) -> ResponseReturnValue:
    """Whom to ask."""
    found = queries.get_for(actor, id)
    return _guests_page(found, InviteForm.offering(lists.pool(found)))


@bp.post("/scholingen/<int:id>/uitnodigingen")
@allow(Role.BUREAU)
def invite(actor: Actor, id: int) -> ResponseReturnValue:
    """Ask them."""
    found = queries.get_for(actor, id)
    form = InviteForm.offering(lists.pool(found))
    new: list[int] = []
    if status := failed(
        form, lambda: new.append(service.invite(found, form.audience.data, form.ticked(), by=actor))
    ):
        return _guests_page(queries.get_for(actor, id), form), status
    sentence = f"Uitgenodigd: {count(new[0], 'mens', 'mensen')}. Wie geen bericht kan krijgen, bel je zelf."
    return committed(".gathering", sentence, id=id)


@bp.post("/scholingen/<int:id>/aanwezigheid")
@allow(Role.BUREAU)
def note_attendance(actor: Actor, id: int) -> ResponseReturnValue:
    """Who was there."""
    found = queries.get_for(actor, id)
    form = AttendanceForm.of(lists.pool(found))
    if not form.validate():
        return _gathering_page(actor, found, form), 422
    there = service.note_attendance(found, form.told(), by=actor)
    return committed(".gathering", f"Bewaard: {count(there, 'mens was', 'mensen waren')} er.", id=id)


@bp.post("/scholingen/<int:id>/datum-in-de-pool")
@allow(Role.BUREAU)
def fill_dates(actor: Actor, id: int) -> ResponseReturnValue:
    """One tap: whoever was at this block of the training gets its date in the pool."""
    filled = service.fill_dates(queries.get_for(actor, id), by=actor)
    sentence = f"De datum staat nu bij {count(filled, 'coördinator', 'coördinatoren')} in de pool."
    return committed(".gathering", sentence, id=id)


@bp.get("/scholing")
@allow(Role.COORDINATOR)
def mine(actor: Actor) -> ResponseReturnValue:
    """What a coordinator is asked to, and what she was at."""
    return _mine_page(actor)


@bp.post("/scholing/<int:id>/antwoord")
@allow(Role.COORDINATOR)
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """She comes, or does not."""
    _, invitation = queries.mine(actor, id)
    form = AnswerForm()
    if not form.validate():
        return _mine_page(actor, form), 422
    value = form.answer.data
    try:
        standing = seating.hear(invitation, value, "account", by=actor, sequence=form.seen())
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _mine_page(actor, form), error.status
    sentence = THANKS.get(value) or f"Bedankt! {standing.sentence if standing else ''}".strip()
    return committed(".mine", sentence)


def _form(actor: Actor, found: Gathering | None = None) -> GatheringForm:
    return GatheringForm.offering(places.localities(actor.municipality_id), found)


def _form_page(form: GatheringForm, found: Gathering | None) -> str:
    guests = _guests(found) if found else []
    return render_template(
        "training/form.html", form=form, gathering=found, no_names=rules.NO_NAMES, **_told(guests)
    )


def _guests(found: Gathering) -> list[Guest]:
    guests = of_appointments(found.municipality_id, [found.appointment_id])
    return [one for one in guests if one.removed_at is None]


def _told(guests: Sequence[Guest]) -> dict[str, int]:
    by_mail = sum(one.post != "none" for one in guests)
    return {"mailed": by_mail, "called": len(guests) - by_mail}


def _guests_page(found: Gathering, form: InviteForm) -> str:
    return render_template("training/invite.html", form=form, gathering=found, kinds=rules.KINDS)


def _gathering_page(actor: Actor, found: Gathering, form: AttendanceForm | None = None) -> str:
    now = clock.now()
    members = lists.pool(found)
    asked = {one.person_id: one for one in members if one.invitation_id is not None}
    guests = [one for one in _guests(found) if one.person_id in asked]
    field = rules.DATES.get(found.kind)
    for one in asked.values():
        actor.saw("coordinator", one.id)
    return render_template(
        "training/gathering.html",
        gathering=found,
        title=rules.KINDS[found.kind],
        when=day_and_times(found.starts_at, found.ends_at),
        where=queries.appointment_of(found).place,
        rows=[(one, asked[one.person_id]) for one in guests],
        **_told(guests),
        persons=people.by_ids(found.municipality_id, asked),
        taken=sum(one.number is not None for one in members),
        form=form or AttendanceForm.of(members),
        open=found.called_off_at is None and now < found.starts_at,
        begun=found.called_off_at is None and now >= found.starts_at,
        told=any(one.attendance for one in members),
        to_fill=sum(bool(one.attendance) and getattr(one, field) is None for one in members) if field else 0,
        certified=rules.CERTIFIED,
        no_names=rules.NO_NAMES,
    )


def _mine_page(actor: Actor, form: AnswerForm | None = None) -> str:
    return render_template(
        "training/mine.html",
        rows=lists.hers(actor, clock.now()),
        was_at=lists.was_at(actor.municipality_id, actor.person_id or 0),
        kinds=rules.KINDS,
        standing=rules.Standing,
        no_names=rules.NO_NAMES,
        form=form,
    )


def _year() -> tuple[datetime, datetime]:
    """The instants between which this year falls, in the Netherlands."""
    year = clock.today().year
    begin, end = (datetime(each, 1, 1, tzinfo=clock.HOME).astimezone(UTC) for each in (year, year + 1))
    return begin, end
