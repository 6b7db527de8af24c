"""A volunteer's year on a page and on paper, and her certificates: for herself, and for the bureau."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.certificates import paper, queries, rules
from ekc.certificates.paper import Issued
from ekc.certificates.rules import Learned, Year
from ekc.errors import NotFoundError
from ekc.people import queries as people
from ekc.places import queries as places
from ekc.pool import queries as pool
from ekc.pool.models import Coordinator
from ekc.training import queries as training
from ekc.voice import queries as voice
from ekc.voice.rules import OF_YEAR, is_open

bp = Blueprint("certificates", __name__)
THEIRS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/mijn-jaar")
@allow(Role.COORDINATOR)
def mine(actor: Actor) -> ResponseReturnValue:
    """On to her own page."""
    return redirect(url_for(".show", id=pool.mine(actor).id), 303)


@bp.get("/jaar/<int:id>")
@allow(*THEIRS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """What she did in a year and what she was at, with everything to download."""
    coordinator = pool.get_for(actor, id)
    own, year = coordinator.person_id == actor.person_id, _year(coordinator)
    said = voice.of_year(coordinator, year.year) if own else None  # her answer is for the total alone
    actor.saw("coordinator", coordinator.id)
    return render_template(
        "certificates/year.html",
        coordinator=coordinator,
        own=own,
        name=_name(coordinator),
        year=year,
        how=OF_YEAR if is_open(year.year, clock.today()) else {},
        said=said.how if said else None,
        years=rules.years(coordinator.joined_on, clock.today().year),
        this_year=clock.today().year,
        long_day=paper.long_day,
    )


@bp.get("/jaar/<int:id>/overzicht.pdf")
@allow(*THEIRS)
def overview(actor: Actor, id: int) -> ResponseReturnValue:
    """The year, month by month."""
    coordinator, year = _told(actor, id)
    return _file(paper.overview(_name(coordinator), year, _issued(actor)), f"jaaroverzicht-{year.year}")


@bp.get("/jaar/<int:id>/bewijs.pdf")
@allow(*THEIRS)
def of_year(actor: Actor, id: int) -> ResponseReturnValue:
    """The certificate of a year."""
    coordinator, year = _told(actor, id)
    return _file(paper.of_year(_name(coordinator), year, _issued(actor)), f"bewijs-{year.year}")


@bp.get("/bewijzen/<int:id>")
@allow(*THEIRS)
def one(actor: Actor, id: int) -> ResponseReturnValue:
    """The certificate of one training that she was at."""
    found = queries.learned_for(actor, id)
    return _certificates(actor, [found])


@bp.get("/scholingen/<int:id>/bewijzen")
@allow(Role.BUREAU)
def of_gathering(actor: Actor, id: int) -> ResponseReturnValue:
    """A certificate for everybody who was there, to print at once."""
    return _certificates(actor, queries.of_gathering(training.get_for(actor, id)))


def _certificates(actor: Actor, found: Iterable[tuple[Learned, int, int]]) -> ResponseReturnValue:
    """One page for each; NotFoundError where there is nothing to certify."""
    there = [one for one in found if one[0].certified]
    if not there:
        raise NotFoundError
    persons = people.by_ids(actor.municipality_id, [person_id for _, _, person_id in there])
    for _, coordinator_id, _ in there:
        actor.saw("coordinator", coordinator_id)
    named = [(persons[person_id].name, learned) for learned, _, person_id in there]
    return _file(paper.of_training(named, _issued(actor)), f"bewijs-{there[0][0].day}")


def _told(actor: Actor, coordinator_id: int) -> tuple[Coordinator, Year]:
    """The coordinator and her year; NotFoundError where nothing is known of it."""
    coordinator = pool.get_for(actor, coordinator_id)
    year = _year(coordinator)
    if year.empty:
        raise NotFoundError
    actor.saw("coordinator", coordinator.id)
    return coordinator, year


def _year(coordinator: Coordinator) -> Year:
    """The year that is asked for; this one where none is, or something that is no year."""
    this_year, text = clock.today().year, request.args.get("jaar", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else this_year
    return queries.year_of(coordinator, rules.check_year(asked, this_year))


def _name(coordinator: Coordinator) -> str:
    return people.one(coordinator.municipality_id, coordinator.person_id).name


def _issued(actor: Actor) -> Issued:
    return Issued.by(places.municipality(actor.municipality_id), clock.today())


def _file(made: bytes, name: str) -> ResponseReturnValue:
    """A PDF to keep; its name tells nothing about anybody."""
    response = make_response(made)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
