"""A volunteer writes down what she spent, or the bureau does it for her."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db, new_id
from ekc.expenses import queries, rules, service
from ekc.expenses.forms import FORMS, ChoiceForm, ClaimForm, ElsewhereForm, QuestionForm
from ekc.expenses.models import Expense
from ekc.expenses.rules import Line
from ekc.people import queries as people
from ekc.pool import queries as pool
from ekc.pool.models import Coordinator
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed, refused

bp = Blueprint("expenses", __name__)
THEIRS = (Role.COORDINATOR, Role.BUREAU)
PER_PAGE = 12


@bp.get("/mijn-vergoedingen")
@allow(Role.COORDINATOR)
def mine(actor: Actor) -> ResponseReturnValue:
    """On to her own page."""
    return redirect(url_for(".overview", id=pool.mine(actor).id), 303)


@bp.get("/vergoedingen/<int:id>")
@allow(*THEIRS)
def overview(actor: Actor, id: int) -> ResponseReturnValue:
    """What a volunteer wrote down in a year, and how that stands."""
    return _overview(actor, pool.get_for(actor, id), _year(request.args))


@bp.get("/vergoedingen/<int:id>/kilometers", defaults={"name": rules.KM})
@bp.get("/vergoedingen/<int:id>/bonnetje", defaults={"name": rules.RECEIPT})
@bp.get("/vergoedingen/<int:id>/uren", defaults={"name": rules.HOURS})
@allow(*THEIRS)
def new(actor: Actor, id: int, name: str) -> ResponseReturnValue:
    """A form for one claim."""
    coordinator = pool.get_for(actor, id)
    form = FORMS[name].new(clock.today(), queries.numbers(coordinator), new_id())
    return _claim_page(actor, coordinator, form)


@bp.post("/vergoedingen/<int:id>/kilometers", defaults={"name": rules.KM})
@bp.post("/vergoedingen/<int:id>/bonnetje", defaults={"name": rules.RECEIPT})
@bp.post("/vergoedingen/<int:id>/uren", defaults={"name": rules.HOURS})
@allow(*THEIRS)
def claim(actor: Actor, id: int, name: str) -> ResponseReturnValue:
    """Write it down; where it would pass a cap, first the warning, then as she says."""
    coordinator = pool.get_for(actor, id)
    form = FORMS[name]().offering(queries.numbers(coordinator))
    if not form.validate():
        return _claim_page(actor, coordinator, form), 422
    if warned := _first_warning(coordinator, form):
        return _claim_page(actor, coordinator, form, warned), 422
    if status := refused(
        form, lambda: service.claim(coordinator, form.claim(), form.form_number(new_id()), by=actor)
    ):
        return _claim_page(actor, pool.get_for(actor, id), form), status
    db.commit()
    _tell("Opgeschreven.", coordinator, form)
    return redirect(_back(id, form), 303)


@bp.get("/vergoeding/<int:id>")
@allow(*THEIRS)
def one(actor: Actor, id: int) -> ResponseReturnValue:
    """One claim, to change it as long as it was not approved."""
    found = queries.get_for(actor, id)
    coordinator = pool.get_for(actor, found.coordinator_id)
    form = FORMS[found.kind].of(found, queries.numbers(coordinator))
    return _claim_page(actor, coordinator, form, found=found)


@bp.post("/vergoeding/<int:id>")
@allow(*THEIRS)
def correct(actor: Actor, id: int) -> ResponseReturnValue:
    """What it should have been."""
    found = queries.get_for(actor, id)
    coordinator = pool.get_for(actor, found.coordinator_id)
    form = FORMS[found.kind]().offering([*queries.numbers(coordinator), *filter(None, [found.number])])
    if status := failed(form, lambda: service.correct(found, coordinator, form.claim(), by=actor)):
        return _claim_page(actor, coordinator, form, found=queries.get_for(actor, id)), status
    db.commit()
    _tell("Bewaard.", coordinator, form)
    return redirect(_back(coordinator.id, form), 303)


@bp.post("/vergoeding/<int:id>/weg")
@allow(*THEIRS)
def withdraw(actor: Actor, id: int) -> ResponseReturnValue:
    """It was a mistake: away with it."""
    found = queries.get_for(actor, id)
    there = url_for(".overview", id=found.coordinator_id, jaar=found.happened_on.year)
    service.withdraw(found, by=actor)
    return committed(there, "Weggehaald.")


@bp.post("/vergoedingen/<int:id>/keuze")
@allow(*THEIRS)
def choose(actor: Actor, id: int) -> ResponseReturnValue:
    """Real costs or a fixed amount per hour, for one calendar year."""
    coordinator, form = pool.get_for(actor, id), ChoiceForm()
    year = _year(request.args)
    told = {"regime": form.regime.data, "grown_up_on": form.grown_up_on.data}
    if status := failed(form, lambda: service.choose(coordinator, year, **told, by=actor)):
        return _overview(actor, pool.get_for(actor, id), year, choice=form), status
    return committed(".overview", f"Bewaard voor heel {year}.", id=id, jaar=year)


@bp.post("/vergoedingen/<int:id>/elders")
@allow(*THEIRS)
def declare(actor: Actor, id: int) -> ResponseReturnValue:
    """What another organisation paid."""
    coordinator, form = pool.get_for(actor, id), ElsewhereForm()
    year = _year(request.args)
    if not form.validate():
        return _overview(actor, coordinator, year, elsewhere=form), 422
    service.declare(coordinator, year, int(form.month.data), int(form.cents.data or 0), by=actor)
    return committed(".overview", "Bewaard. We tellen het mee.", id=id, jaar=year)


def _year(arguments: Mapping[str, str]) -> int:
    """The calendar year asked for: this one or the one before; anything else is this one."""
    this = clock.today().year
    return this - 1 if arguments.get("jaar") == str(this - 1) else this


def _back(coordinator_id: int, form: ClaimForm) -> str:
    year = form.claim().on.year
    return url_for(".overview", id=coordinator_id, jaar=year if year != clock.today().year else None)


def _first_warning(coordinator: Coordinator, form: ClaimForm) -> tuple[str, ...]:
    """The warnings that must be read before this claim is written down; none where they were read."""
    told = form.claim()
    if form.known.data or not 0 < told.amount <= rules.MOST[told.kind]:
        return ()
    line = Line(told.on, told.kind, told.amount)
    account = queries.account(coordinator, told.on.year)
    if not account.passes([line], told.on.month):
        return ()
    form.known.process_data("y")
    return account.with_lines([line]).warnings(told.on.month)


def _tell(words: str, coordinator: Coordinator, form: ClaimForm) -> None:
    on = form.claim().on
    flash(words)
    for sentence in queries.account(coordinator, on.year).warnings(on.month):
        flash(sentence, "attention")


def _claim_page(
    actor: Actor,
    coordinator: Coordinator,
    form: ClaimForm,
    warned: tuple[str, ...] = (),
    found: Expense | None = None,
) -> str:
    return render_template(
        "expenses/claim.html",
        form=form,
        coordinator=coordinator,
        warned=warned,
        found=found,
        fields=[one for one in form if one.name not in {"once", "known"}],
        question=QuestionForm(formdata=None),
        kinds=rules.KINDS,
        states=rules.STATES,
        **_whose(actor, coordinator),
    )


def _overview(
    actor: Actor,
    coordinator: Coordinator,
    year: int,
    choice: ChoiceForm | None = None,
    elsewhere: ElsewhereForm | None = None,
) -> str:
    claims, row = queries.of_year(coordinator, year), queries.year_row(coordinator, year)
    account = queries.account(coordinator, year, claims, row)
    page, today = page_number(), clock.today()
    month = today.month if year == today.year else 12
    told = {"regime": account.regime, "grown_up_on": account.grown_up_on}
    return render_template(
        "expenses/overview.html",
        coordinator=coordinator,
        year=year,
        this_year=today.year,
        account=account,
        rows=[(one, account.worth(queries.line(one))) for one in claims[(page - 1) * PER_PAGE :][:PER_PAGE]],
        page=page,
        pages=page_count(len(claims), PER_PAGE),
        warnings=account.warnings(month),
        choice=choice or ChoiceForm(formdata=None, data=told),
        fixed=row is not None and row.fixed,
        others=elsewhere or ElsewhereForm(formdata=None),
        rules=rules,
        **_whose(actor, coordinator),
    )


def _whose(actor: Actor, coordinator: Coordinator) -> dict[str, Any]:
    """`whose`: the name of the volunteer for whom somebody else writes this down; None for herself."""
    if coordinator.person_id == actor.person_id:
        return {"whose": None}
    actor.saw("coordinator", coordinator.id)
    return {"whose": people.one(actor.municipality_id, coordinator.person_id)}
