"""The keeper and the bureau say who may come in; whoever gets a link chooses a password."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts import admitting, roster
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import ROLE_NAMES, Account, Role
from ekc.accounts.roster_forms import AddressForm, NewAccountForm, PasswordForm, RoleForm
from ekc.areas.queries import open_teams
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.pool.queries import get_for as coordinator_for
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed, refused
from ekc.web.reading import id_in

bp = Blueprint("roster", __name__)
KEEPS = (Role.KEEPER, Role.BUREAU)
LINK_SENT = "De link om een wachtwoord te kiezen is onderweg. Hij werkt een week."


@bp.get("/accounts")
@allow(*KEEPS)
def index(actor: Actor) -> ResponseReturnValue:
    """Who may come in, with which roles."""
    rows = roster.listed(actor, page_number())
    pages = page_count(rows[0].total if rows else 0, roster.PER_PAGE)
    return render_template(
        "accounts/roster.html", rows=rows, role_names=ROLE_NAMES, page=page_number(), pages=pages
    )


@bp.get("/accounts/nieuw")
@allow(*KEEPS)
def new(actor: Actor) -> ResponseReturnValue:
    """A form for somebody who works here from now on."""
    return _new(actor, NewAccountForm(formdata=None))


@bp.post("/accounts")
@allow(*KEEPS)
def add(actor: Actor) -> ResponseReturnValue:
    """An account, a role, and a link to choose a password."""
    form = NewAccountForm().offering(actor, _teams(actor))
    if not form.validate():
        return _new(actor, form), 422
    try:
        account = admitting.admit(form.particulars, *form.chosen, by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _new(actor, form), error.status
    return committed(".show", LINK_SENT, id=account.id)


@bp.get("/accounts/<int:id>")
@allow(*KEEPS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """One account: its roles, and what can be done."""
    return _show(actor, id)


@bp.post("/accounts/<int:id>/rollen")
@allow(*KEEPS)
def give(actor: Actor, id: int) -> ResponseReturnValue:
    """One more role."""
    account, form = roster.get_for(actor, id), RoleForm().offering(actor, _teams(actor))
    if not form.validate():
        return _show(actor, id, form), 422
    return _done(
        actor, account, form, lambda: admitting.give(account, *form.chosen, by=actor), "De rol is gegeven."
    )


@bp.post("/accounts/<int:id>/rol-weg")
@allow(*KEEPS)
def take(actor: Actor, id: int) -> ResponseReturnValue:
    """A role less. The role is the button."""
    account = roster.get_for(actor, id)
    row = id_in(request.form.get("row"))
    return _done(actor, account, None, lambda: admitting.take(account, row, by=actor), "De rol is weg.")


@bp.post("/accounts/<int:id>/link")
@allow(*KEEPS)
def link(actor: Actor, id: int) -> ResponseReturnValue:
    """A new link to choose a password."""
    account = roster.get_for(actor, id)
    return _done(actor, account, None, lambda: admitting.ask_link(account, by=actor), LINK_SENT)


@bp.post("/accounts/<int:id>/adres")
@allow(*KEEPS)
def change_address(actor: Actor, id: int) -> ResponseReturnValue:
    """Another address to sign in with; the old one is told."""
    account, form = roster.get_for(actor, id), AddressForm()
    if status := failed(form, lambda: admitting.change_address(account, str(form.email.data), by=actor)):
        return _show(actor, id, address=form), status
    sentence = "Bewaard. Inloggen gaat vanaf nu met het nieuwe adres. Het oude adres krijgt bericht."
    return committed(".show", sentence, id=id)


@bp.post("/accounts/<int:id>/einde")
@allow(*KEEPS)
def stop(actor: Actor, id: int) -> ResponseReturnValue:
    """Nothing of this account opens any more."""
    account = roster.get_for(actor, id)
    form = RoleForm(formdata=None)
    if status := refused(form, lambda: admitting.stop(account, by=actor)):
        return _show(actor, id, form), status
    return committed(".index", "Gestopt. Inloggen, agenda-adres en persoonlijke links zijn dicht.")


@bp.post("/accounts/<int:id>/opnieuw")
@allow(*KEEPS)
def reopen(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody is back."""
    account = roster.get_for(actor, id)
    return _done(actor, account, None, lambda: admitting.reopen(account, by=actor), LINK_SENT)


@bp.post("/pool/<int:id>/toegang")
@allow(Role.BUREAU)
def admit_coordinator(actor: Actor, id: int) -> ResponseReturnValue:
    """An account for somebody of the pool."""
    admitting.admit_coordinator(coordinator_for(actor, id).person_id, by=actor)
    sentence = "Er is nu toegang. Wie nog geen wachtwoord had, krijgt een link om er een te kiezen."
    return committed("pool.coordinator", sentence, id=id)


@bp.get("/wachtwoord/<int:id>")
@allow(link="password")
def password(actor: Actor, id: int) -> ResponseReturnValue:  # noqa: ARG001 -- the link knows
    """Where whoever opened the link chooses a password."""
    return render_template("accounts/password.html", form=PasswordForm(formdata=None), id=id)


@bp.post("/wachtwoord/<int:id>")
@allow(link="password")
def choose(actor: Actor, id: int) -> ResponseReturnValue:
    """The password is chosen; the link has done its work."""
    form, account = PasswordForm(), db.session.get(Account, id)
    if account is None or not account.active:
        raise NotFoundError
    if status := failed(form, lambda: admitting.choose_password(account, str(form.password.data), by=actor)):
        return render_template("accounts/password.html", form=form, id=id), status
    db.commit()
    session.clear()
    flash("Je wachtwoord is bewaard. Log er nu mee in.")
    return redirect(url_for("accounts.sign_in"), 303)


def _teams(actor: Actor) -> dict[int, str]:
    return open_teams(actor.municipality_id, clock.today())


def _new(actor: Actor, form: NewAccountForm) -> str:
    return render_template("accounts/new.html", form=form.offering(actor, _teams(actor)))


def _show(
    actor: Actor, account_id: int, form: RoleForm | None = None, address: AddressForm | None = None
) -> str:
    line, form = roster.line(actor, account_id), form or RoleForm(formdata=None)
    return render_template(
        "accounts/account.html",
        line=line,
        form=form.offering(actor, _teams(actor)),
        address=address or AddressForm(formdata=None),
        role_names=ROLE_NAMES,
        own=line.id == actor.account_id,
    )


def _done(
    actor: Actor, account: Account, form: RoleForm | None, verb: Callable[[], object], words: str
) -> ResponseReturnValue:
    """Do it and say so; or show the page again with why not."""
    form, account_id = form or RoleForm(formdata=None), account.id
    if status := refused(form, verb):
        return _show(actor, account_id, form), status
    return committed(".show", words, id=account_id)
