"""A guest's own page about an appointment, and the feed of a coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc import clock
from ekc.accounts.guards import allow, public
from ekc.agenda.queries import place_of
from ekc.errors import DomainError, TooLateError
from ekc.invitations import feeds, ics, queries, rules, standing
from ekc.invitations.forms import AnswerForm
from ekc.invitations.own_copy import AT_A_DISTANCE
from ekc.texts import choosing
from ekc.training import queries as gatherings
from ekc.training import seating
from ekc.training.rules import KINDS, Standing
from ekc.web import speaking
from ekc.web.posting import committed
from ekc.web.unchanged import unless_known

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.invitations.queries import Sheet
    from ekc.training.queries import Sheet as GatheringSheet

bp = Blueprint("invitations", __name__)

THANKS = {
    "yes": "Bedankt! We schrijven op dat je komt.",
    "no": "Bedankt voor je bericht. We schrijven op dat je niet kunt komen.",
    "call_me": "Bedankt. Je wordt gebeld.",
}


@bp.get("/uitnodiging/<int:id>")
@allow(link="invitation")
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """The day, the hours and the place, and three buttons; or why there is nothing to answer."""
    return _page(actor, id)


@bp.post("/uitnodiging/<int:id>/antwoord")
@allow(link="invitation")
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """Take a guest's answer; it can be changed until the appointment is over."""
    form = AnswerForm()
    mate = form.mate()
    invitation = queries.get_for(actor, id) if mate is None else queries.mate_for(actor, id, mate)
    if not form.validate():
        return _page(actor, id, form), 422
    by = actor.acting_for(invitation.person_id)
    try:
        standing = seating.hear(invitation, form.answer.data, "link", by=by, sequence=form.seen())
    except DomainError as error:
        form.refuse(error)
        return _page(actor, id, form), error.status
    comes = mate is None and invitation.own_place != AT_A_DISTANCE
    thanks = THANKS[form.answer.data] if comes else "Bedankt! We schrijven het op."
    return committed(".show", f"Bedankt! {standing.sentence}" if standing else thanks, id=id)


@bp.post("/uitnodiging/<int:id>/herinnering")
@allow(link="invitation")
def remind(actor: Actor, id: int) -> ResponseReturnValue:
    """They want reminders, or they do not."""
    queries.get_for(actor, id)
    wanted = request.form.get("wanted") == "1"
    choosing.choose_reminders(wanted=wanted, by=actor)
    sentence = "Je krijgt weer een herinnering." if wanted else "Je krijgt geen herinneringen meer."
    return committed(".show", sentence, id=id)


@bp.get("/agenda/<token>.ics")
@public("the address itself is the key; what it shows is as thin as the messages")
def feed(token: str) -> ResponseReturnValue:
    """A coordinator's calendar to subscribe to; unchanged, it is told so in two queries."""
    link = feeds.link_of(token)
    window = feeds.window(clock.now())
    tag = feeds.etag(standing.feed_versions(link.person_id, window))
    return unless_known(
        tag, feeds.TYPE, lambda: ics.feed(feeds.NAME, standing.feed_blocks(link.person_id, window))
    )


def _page(actor: Actor, invitation_id: int, form: AnswerForm | None = None) -> str:
    """The page; `form` is one that was refused."""
    sheet = queries.sheet_for(actor, invitation_id)
    place = sheet.place or place_of(sheet.municipality_id, (sheet.owner_kind, sheet.owner_id))
    if sheet.owner_kind == gatherings.OWNER:
        speaking.speak_dutch()
    return render_template(
        "invitations/show.html",
        sheet=sheet,
        place=place,
        remote=place == AT_A_DISTANCE,
        closed=_why_closed(sheet),
        form=form,
        gathering=_gathering(sheet),
        kinds=KINDS,
        standing=Standing,
    )


def _gathering(sheet: Sheet) -> GatheringSheet | None:
    """What it is, where the appointment belongs to a training or intervisie."""
    if sheet.owner_kind != gatherings.OWNER:
        return None
    return gatherings.sheet(sheet.municipality_id, sheet.owner_id, sheet.id)


def _why_closed(sheet: Sheet) -> str | None:
    try:
        rules.check_open(sheet.cancelled_at, sheet.removed_at, sheet.ends_at, clock.now())
    except TooLateError as reason:
        return str(reason)
    return None
