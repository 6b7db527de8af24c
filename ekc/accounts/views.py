"""Coming in and going out: by password, or by a personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user

from ekc import clock, renewing
from ekc.accounts import passwords, queries, service, visitors
from ekc.accounts.actor import Actor
from ekc.accounts.forms import SignInForm
from ekc.accounts.guards import EVERYBODY, allow, public, remember_link
from ekc.accounts.rules import FOR_PEOPLE
from ekc.audit.service import record
from ekc.db import db
from ekc.errors import DomainError
from ekc.seals import read_token
from ekc.web import forms, speaking
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

bp = Blueprint("accounts", __name__)

WRONG = "Dit mailadres en wachtwoord horen niet bij elkaar. Probeer het nog een keer, of bel het bureau."
KEPT = "dag"  # a cookie: whose pages this browser keeps for when there is no connection
LINK_PAGES = {
    "offer": "matching.offer",
    "choice": "choice.show",
    "family": "family.show",
    "card": "family.own_card",
    "invitation": "invitations.show",
    "reach": "reach.question",
    "care": "safety.show",
    "signal": "signals.show",
    "small_circle": "tonight.show",
    "poll": "poll_answers.ask",
    "password": "roster.password",
}


@bp.get("/inloggen")
@public("the door itself")
def sign_in() -> ResponseReturnValue:
    """The sign-in form; in the demo with its accounts."""
    form = SignInForm(data={"verder": request.args.get("verder", "")[:300]})
    return _door(form)


@bp.post("/inloggen")
@public("the door itself")
def enter() -> ResponseReturnValue:
    """Sign in. The password is judged before the database is asked to write, so that nobody waits for it."""
    form = SignInForm()
    db.reading()
    if not form.validate():
        return _door(form), 422
    email, password = str(form.email.data), str(form.password.data)
    place = request.remote_addr or "?"
    try:
        service.check_door(email, place)
    except DomainError as error:
        form.refuse(error)
        return _door(form), 429
    account = queries.account_by_mail(email)
    right = passwords.fits(password, account.password_hash if account and account.active else None)
    db.reading(False)
    if not right or account is None:
        service.note_attempt(email, place)
        db.commit()
        form.refuse(DomainError(WRONG))
        return _door(form), 422
    visitor = visitors.visitor(f"{account.id}.{account.version}")
    if visitor is None:
        form.refuse(DomainError("Dit account heeft nog geen rol. Bel het bureau."))
        return _door(form), 422
    session.clear()
    login_user(visitor)
    record("sign_in", "account", account.id, by=_actor(visitor))
    db.commit()
    onward = redirect(form.onward(), 303)
    another = request.cookies.get(KEPT, str(account.id)) != str(account.id)
    return _cleared(onward) if another else onward


@bp.post("/uitloggen")
@allow(*EVERYBODY)
def sign_out(actor: Actor) -> ResponseReturnValue:
    """Sign out; opened links are forgotten with the session."""
    record("sign_out", "account", actor.account_id or 0, by=actor)
    db.commit()
    logout_user()
    session.clear()
    return _cleared(redirect(url_for("accounts.sign_in"), 303))


def _cleared(response: Response) -> Response:
    """A phone forgets the pages that it kept for when there is no connection."""
    response.headers["Clear-Site-Data"] = '"storage"'
    response.delete_cookie(KEPT)
    return response


@bp.get("/k/<token>")
@public("the token itself is the key")
def personal_link(token: str) -> ResponseReturnValue:
    """Open a personal link: remember it in this browser, and go on to a clean address. Nothing else
    changes."""
    known = read_token(token)
    link = queries.link(known[0]) if known else None
    if known is None or link is None:
        return _open_link(None), 404
    page = LINK_PAGES.get(link.about_kind)
    if page is None or not link.holds(known[1], clock.now()):
        if link.reads:
            speaking.choose(link.reads)
        renewable = token if renewing.may_renew(link, clock.now()) else None
        return render_template(
            "accounts/old_link.html",
            phone=link.central_phone,
            renewable=renewable,
            works_here=link.about_kind not in FOR_PEOPLE,
        ), 410
    remember_link(link.id, link.version, (link.about_kind, link.about_id))
    return redirect(url_for(page, id=link.about_id), 303)


@bp.post("/k/<token>/nieuw")
@public("sends the link only to the address that we know; the same page whatever was asked")
def ask_again(token: str) -> ResponseReturnValue:
    """A link grew old: a new one, to the address that we know."""
    speaking.choose()
    renewing.ask_again(token)
    return committed(".asked")


@bp.get("/nieuwe-link")
@public("tells the same to everybody")
def asked() -> ResponseReturnValue:
    """What happens with the question for a new link."""
    speaking.choose()
    return render_template("accounts/link_asked.html", phone=queries.only_phone())


@bp.get("/link-openen")
@public("tells whoever has no key where theirs is; the same whatever was asked for")
def open_link() -> ResponseReturnValue:
    """A page that a link opens, in a browser that did not open the link."""
    return _open_link(request.args.get("verder", "")[:300] or None)


@bp.get("/formulier-sleutel")
@allow(*EVERYBODY)
def form_token(_: Actor) -> ResponseReturnValue:
    """The token of this session, for a form that was opened before somebody signed in again."""
    return {"token": forms.token()}


@bp.post("/gemeente")
@allow(*EVERYBODY)
def choose_municipality(_: Actor) -> ResponseReturnValue:
    """Work for another of the municipalities where this account has a role; a stranger's number changes
    nothing."""
    session["municipality"] = request.form.get("municipality", type=int)
    return redirect(url_for("home.today"), 303)


def _open_link(verder: str | None) -> str:
    speaking.choose()
    return render_template("accounts/open_link.html", phone=queries.only_phone(), verder=verder)


def _door(form: SignInForm) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, demo_accounts=current_app.config["DEMO_ACCOUNTS"]
    )


def _actor(visitor: visitors.Visitor) -> Actor:
    return Actor(
        kind="account",
        municipality_id=visitor.rows[0].municipality_id,
        account_id=visitor.id,
        person_id=visitor.person_id,
    )
