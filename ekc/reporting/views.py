"""The numbers of a year, for whoever answers for them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.errors import NotFoundError
from ekc.pool import path
from ekc.reporting import queries, rules
from ekc.reporting.pool_year import pool_year
from ekc.voice.rules import OF_YEAR
from ekc.web.reading import MONTHS

bp = Blueprint("reporting", __name__)

READERS = (Role.MUNICIPALITY, Role.BUREAU, Role.TEAM_LEAD)


@bp.get("/cijfers")
@allow(*READERS)
def figures(actor: Actor) -> ResponseReturnValue:
    """The running year."""
    return _page(actor, clock.today().year)


@bp.get("/cijfers/<int:year>")
@allow(*READERS)
def of_year(actor: Actor, year: int) -> ResponseReturnValue:
    """A year by its number."""
    return _page(actor, year)


@bp.get("/cijfers/pool")
@allow(Role.BUREAU)
def pool(actor: Actor) -> ResponseReturnValue:
    """How the pool changed in the running year."""
    return _pool(actor, clock.today().year)


@bp.get("/cijfers/pool/<int:year>")
@allow(Role.BUREAU)
def pool_of_year(actor: Actor, year: int) -> ResponseReturnValue:
    """The same, of a year by its number."""
    return _pool(actor, year)


def _pool(actor: Actor, year: int) -> str:
    found = pool_year(actor.municipality_id, year, clock.today())
    if found is None:
        raise NotFoundError
    stages = [(path.LABELS[stage], found.now.get(stage.value, 0)) for stage in path.Stage]
    found_it = [(words, found.found_it.get(how, 0)) for how, words in OF_YEAR.items() if found.found_it]
    return render_template("reporting/pool.html", this=found, stages=stages, found_it=found_it)


def _page(actor: Actor, year: int) -> str:
    found = queries.year_of(actor.municipality_id, year, clock.today())
    if found is None:
        raise NotFoundError
    goal = found.target.conferences if found.target else None
    return render_template(
        "reporting/year.html",
        this=found,
        goal=goal,
        to_go=rules.to_go(goal or 0, found.total),
        definition=rules.DEFINITION,
        per_month=list(zip(MONTHS, found.months, strict=True)),
        few=rules.few,
        per_phase=[(phase.label, phase.count) for phase in found.on_the_way],
        paused=sum(phase.paused for phase in found.on_the_way),
    )
