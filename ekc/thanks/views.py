"""How it went on, by leave of the family; and the bureau's list of whom to call or send a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.people import queries as people
from ekc.referrals import queries as referrals
from ekc.thanks import queries, rules, service
from ekc.thanks.forms import PermissionForm, SentenceForm
from ekc.voice import board
from ekc.voice import queries as voice
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.web.forms import Form

bp = Blueprint("thanks", __name__)
WORKERS = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
PER_PAGE = 20
NEWEST = 3


@bp.get("/aanmeldingen/<int:id>/verder")
@allow(*WORKERS)
def onward(actor: Actor, id: int) -> ResponseReturnValue:
    """Whether the family allows it, and which sentence is told."""
    return _page(actor, id)


@bp.post("/aanmeldingen/<int:id>/verder")
@allow(*WORKERS)
def tell(actor: Actor, id: int) -> ResponseReturnValue:
    """Tell it to who organised it: once."""
    referral, form = referrals.sheet_for(actor, id).referral, SentenceForm()
    if status := failed(form, lambda: service.tell(referral, form.sentence.data, by=actor)):
        return _page(actor, id, form), status
    return committed(".onward", "Verteld. Dank je wel: dit is waar coördinatoren het voor doen.", id=id)


@bp.post("/aanmeldingen/<int:id>/toestemming")
@allow(*WORKERS)
def note_answer(actor: Actor, id: int) -> ResponseReturnValue:
    """What the family said when somebody asked."""
    referral, form = referrals.sheet_for(actor, id).referral, PermissionForm()
    yes, said = form.allowed.data == "yes", (form.said_by.data, form.data["said_on"])
    if status := failed(form, lambda: service.note_answer(referral, *said, allowed=yes, by=actor)):
        return _page(actor, id, form), status
    return committed(".onward", "Opgeschreven." if yes else "Opgeschreven. We vertellen niets.", id=id)


@bp.post("/aanmeldingen/<int:id>/toestemming-terug")
@allow(*WORKERS)
def withdraw(actor: Actor, id: int) -> ResponseReturnValue:
    """The family would rather not any more."""
    service.withdraw(referrals.sheet_for(actor, id).referral, by=actor)
    return committed(".onward", "Opgeschreven. We vertellen niets.", id=id)


@bp.get("/voor-jou")
@allow(Role.COORDINATOR)
def for_you(actor: Actor) -> ResponseReturnValue:
    """What a volunteer heard back."""
    page, me = page_number(), actor.person_id or 0
    rows = queries.of_person(actor.municipality_id, me, (page - 1) * PER_PAGE, PER_PAGE)
    return render_template(
        "thanks/for_you.html",
        rows=rows,
        said=voice.said(actor.municipality_id, [row.id for row in rows]),
        notices=board.notices(actor, 0, NEWEST),
        rules=rules,
        page=page,
        pages=page_count(queries.count_of(actor.municipality_id, me), PER_PAGE),
    )


@bp.get("/pool/bedankjes")
@allow(Role.BUREAU)
def to_do(actor: Actor) -> ResponseReturnValue:
    """Who has no mail address and is called, or gets a card."""
    page = page_number()
    rows = queries.to_do(actor, (page - 1) * PER_PAGE, PER_PAGE)
    persons = people.by_ids(actor.municipality_id, [row.person_id for row in rows])
    milestones = queries.milestones(actor, clock.today())
    for coordinator_id in {one.coordinator_id for one in rows} | {one.coordinator_id for one in milestones}:
        actor.saw("coordinator", coordinator_id)
    return render_template(
        "thanks/to_do.html",
        milestones=milestones,
        rows=[(row, people.address(persons[row.person_id], "phone")) for row in rows],
        rules=rules,
        page=page,
        pages=page_count(queries.count_to_do(actor), PER_PAGE),
    )


@bp.post("/bedankjes/<int:id>/gedaan")
@allow(Role.BUREAU)
def done(actor: Actor, id: int) -> ResponseReturnValue:
    """Called, or the card is in the post."""
    service.done(queries.get_for(actor, id), by=actor)
    return committed(".to_do", "Mooi, dat is gedaan.")


def _page(actor: Actor, referral_id: int, form: Form | None = None) -> str:
    """The page; `form` is one that was refused."""
    referral = referrals.sheet_for(actor, referral_id).referral
    found = queries.onward(referral)
    actor.saw("referral", referral.id)
    today = {"said_on": clock.today()}
    asking = form if isinstance(form, PermissionForm) else PermissionForm(formdata=None, data=today)
    return render_template(
        "thanks/onward.html",
        referral=referral,
        found=found,
        may_ask=referral.state in rules.MAY_ASK,
        may_tell=referral.state in rules.MAY_TELL,
        hearers=len(queries.organised(referral)),
        form=form,
        asking=asking,
        telling=form if isinstance(form, SentenceForm) else SentenceForm(formdata=None),
        rules=rules,
    )
