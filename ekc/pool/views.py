"""The bureau keeps the pool."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts import queries as accounts
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations import feeds, rewording
from ekc.matching import roster, volunteers
from ekc.matching.service import year_start
from ekc.notifications import queries as post
from ekc.notifications.kinds import Audience
from ekc.people import languages
from ekc.people import queries as people
from ekc.places.queries import localities
from ekc.pool import conduct, path, queries, rules, service
from ekc.pool.forms import CoordinatorForm, DetailsForm, FilterForm, NewCoordinatorForm
from ekc.pool.models import Coordinator
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed

bp = Blueprint("pool", __name__)
PER_PAGE = 50


@bp.get("/pool")
@allow(Role.BUREAU)
def overview(actor: Actor) -> ResponseReturnValue:
    """How the pool is doing, and everybody in it: languages, load, whether the papers are in order."""
    number, form = page_number(), FilterForm.offering(request.args, localities(actor.municipality_id))
    rows = roster.page(actor, form.filters, year_start(), (number - 1) * PER_PAGE, PER_PAGE)
    names = volunteers.names(actor.municipality_id, [row.person_id for row in rows])
    for row in rows:
        actor.saw("coordinator", row.id)
    today = clock.today()
    return render_template(
        "pool/overview.html",
        rows=[(row, *rules.state_in_words(row.papers, row.paused_until, today)) for row in rows],
        names=names,
        filter=form,
        filtered=any(form.data.values()),
        heads=roster.headcount(actor, year_start(), clock.now()),
        in_words=languages.in_words,
        page=number,
        pages=page_count(roster.size(actor, form.filters), PER_PAGE),
    )


@bp.get("/pool/nieuw")
@allow(Role.BUREAU)
def new(actor: Actor) -> ResponseReturnValue:  # noqa: ARG001 -- the guard gives every view its actor
    """A form for somebody who joins."""
    return render_template("pool/new.html", form=NewCoordinatorForm())


@bp.post("/pool")
@allow(Role.BUREAU)
def add(actor: Actor) -> ResponseReturnValue:
    """Somebody joins the pool; asked for nothing until the papers are in order."""
    form = NewCoordinatorForm()
    if not form.validate():
        return render_template("pool/new.html", form=form), 422
    try:
        coordinator = service.enrol(form.particulars, form.enrolment, by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return render_template("pool/new.html", form=form), error.status
    sentence = f"{form.given_name.data} staat in de pool. Vul nu in wat in orde is."
    return committed(".coordinator", sentence, id=coordinator.id)


@bp.get("/pool/<int:id>")
@allow(Role.BUREAU)
def coordinator(actor: Actor, id: int) -> ResponseReturnValue:
    """One coordinator: how to reach her, papers, limits."""
    found = queries.get_for(actor, id)
    return _coordinator_page(actor, found, CoordinatorForm.of(found))


@bp.post("/pool/<int:id>")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Papers as the bureau saw them, limits as she told them."""
    found = queries.get_for(actor, id)
    form = CoordinatorForm()
    if not form.validate():
        return _coordinator_page(actor, found, form), 422
    try:
        service.set_papers(found, replace(service.papers_of(found), **form.dates), by=actor)
        service.change_limits(found, **_limits(form), by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _coordinator_page(actor, queries.get_for(actor, id), form), error.status
    return committed(".coordinator", "Bewaard.", id=id)


@bp.post("/pool/<int:id>/gegevens")
@allow(Role.BUREAU)
def change_details(actor: Actor, id: int) -> ResponseReturnValue:
    """Another phone number, address, language or employer; her own words."""
    found = queries.get_for(actor, id)
    form = DetailsForm()
    if not form.validate():
        return _coordinator_page(actor, found, CoordinatorForm.of(found), form), 422
    service.change_details(found, form.details, by=actor)
    db.commit()
    flash("Bewaard.")
    if accounts.address_of(found.person_id) not in {None, form.mail.data}:
        flash("Inloggen gaat nog met een ander mailadres. Dat verander je bij Accounts.")
    return redirect(url_for(".coordinator", id=id), 303)


@bp.post("/pool/<int:id>/nieuw-agenda-adres")
@allow(Role.BUREAU)
def renew_feed(actor: Actor, id: int) -> ResponseReturnValue:
    """The address of her calendar fell into other hands: it stops, and she alone reads the new one."""
    found = queries.get_for(actor, id)
    feeds.renew(found.person_id, by=actor)
    sentence = (
        "Het oude agenda-adres werkt niet meer. Het nieuwe staat bij ‘Mijn agenda’ als zij of hij inlogt."
    )
    return committed(".coordinator", sentence, id=id)


def _limits(form: CoordinatorForm) -> dict[str, Any]:
    return {name: form.data[name] for name in ("max_per_year", "max_at_once", "paused_until")}


def _agreed(found: Coordinator) -> str:
    if found.code_version is None or found.code_on is None:
        return "nog niet akkoord"
    return f"akkoord met versie {found.code_version} op {found.code_on:%-d-%-m-%Y}"


def _coordinator_page(
    actor: Actor, found: Coordinator, form: CoordinatorForm, details: DetailsForm | None = None
) -> str:
    """The page; `form` or `details` is one that was refused, or as things are."""
    person = people.one(actor.municipality_id, found.person_id)
    phone, mail = (people.address(person, kind) for kind in ("phone", "mail"))
    known = {"given_name": person.given_name, "surname": person.surname, "phone": phone, "mail": mail}
    actor.saw("coordinator", found.id)
    words, tone = rules.state_in_words(service.papers_of(found), found.paused_until, clock.today())
    about = [
        ("Woont in", found.pc4),
        ("Spreekt", languages.in_words(found.languages)),
        ("Werkt bij", found.employer or "niet opgegeven"),
        ("Stand", path.LABELS[path.Stage(found.stage)]),
        ("Bij de pool sinds", found.joined_on.strftime("%-d-%-m-%Y")),
        ("Gedragscode", _agreed(found)),
        ("In eigen woorden", found.about or "nog niets"),
    ]
    return render_template(
        "pool/coordinator.html",
        form=form,
        coordinator=found,
        person=person,
        phone=phone,
        mail=mail,
        details=details or DetailsForm(formdata=None, obj=found, data=known),
        words=words,
        tone=tone,
        about=about,
        told=post.told(found.municipality_id, person.id, Audience.POOL),
        ways=people.to_choose(person),
        signs_in=roster.signs_in(found),
        version=conduct.newest(found.municipality_id).version,
        by_name_to=rewording.how_many([person.id], clock.now()),
    )
