"""What a guest said on the phone, entered by whoever organises it now, or the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, render_template, url_for

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda.models import Session
from ekc.agenda.queries import get_for as conference_for
from ekc.agenda.telling import tellers
from ekc.circle.queries import of_referral
from ekc.db import db
from ekc.invitations import queries
from ekc.invitations.forms import HeardForm
from ekc.people import queries as people
from ekc.training import queries as gatherings
from ekc.training import seating
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.invitations.models import Appointment, Invitation

bp = Blueprint("heard", __name__)


class Board(NamedTuple):
    """The page that an answer stands on, with who may have told it (names by person id) of which traject."""

    address: str
    tellers: Mapping[int, str]
    referral_id: int | None = None


@bp.get("/uitnodiging/<int:id>/mondeling")
@allow(Role.COORDINATOR, Role.BUREAU)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The answers to choose from, and who may have told it."""
    invitation, appointment = queries.pair_for(actor, id)
    return _page(actor, invitation, _board(actor, appointment))


@bp.post("/uitnodiging/<int:id>/mondeling")
@allow(Role.COORDINATOR, Role.BUREAU)
def write(actor: Actor, id: int) -> ResponseReturnValue:
    """Enter what was said; without who said it, they did so themselves."""
    invitation, appointment = queries.pair_for(actor, id)
    board = _board(actor, appointment)
    form = HeardForm.told_by_one_of(board.tellers)
    seats = []
    if status := failed(
        form,
        lambda: seats.append(
            seating.hear(invitation, form.answer.data, "phone", told_by=form.told_by.data, by=actor)
        ),
    ):
        return _page(actor, invitation, board, form), status
    full = any(one is not None and not one.has_seat for one in seats)
    return committed(board.address, "Het is vol: op de wachtlijst." if full else "Het antwoord staat erbij.")


def _page(actor: Actor, invitation: Invitation, board: Board, form: HeardForm | None = None) -> str:
    if board.referral_id is not None:
        actor.saw("referral", board.referral_id)
    return render_template(
        "invitations/heard.html",
        person=people.one(invitation.municipality_id, invitation.person_id),
        form=form or HeardForm.told_by_one_of(board.tellers, invitation.person_id),
        board=board,
    )


def _board(actor: Actor, appointment: Appointment) -> Board:
    """Of what an appointment belongs to; NotFoundError for who gave a conference back."""
    if appointment.owner_kind == gatherings.OWNER:
        return Board(url_for("training.gathering", id=gatherings.get_for(actor, appointment.owner_id).id), {})
    session = db.session.get(Session, appointment.owner_id)
    if session is None:
        return Board(url_for("home.today"), {})
    referral = conference_for(actor, session.conference_id).referral
    there = url_for("agenda.conference", id=session.conference_id)
    return Board(there, tellers(of_referral(referral)), referral.id)
