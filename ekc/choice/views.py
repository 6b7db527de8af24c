"""The family chooses: by its link, on paper, or told on the phone and entered for them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ekc import choosing, clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.accounts.queries import link_address
from ekc.choice import queries, rules, service
from ekc.choice.forms import REFUSE, WAIVE, ChoiceForm, HeardForm, LinkForm
from ekc.choice.rules import Heard
from ekc.db import db
from ekc.errors import DomainError
from ekc.family.forms import PersonForm
from ekc.people.queries import address
from ekc.referrals import queries as referrals
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Referral
from ekc.web.posting import committed
from ekc.web.reading import id_in
from ekc.web.speaking import refusal

bp = Blueprint("choice", __name__)
STAFF = (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU)
WAIVED_BY_FAMILY = "asked_us"


@bp.get("/keuze/<int:id>")
@allow(link="choice")
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Who can, to choose from; or what was chosen. No name of a household."""
    actor.saw("ballot", id)
    return _ballot_page(actor, id)


@bp.post("/keuze/<int:id>/antwoord")
@allow(link="choice")
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """This one, somebody else, or you choose: one tap."""
    asking = queries.get_for(actor, id)
    referral = db.session.get_one(Referral, asking.referral_id)
    heard = Heard("link", clock.today(), actor.person_id)
    form = LinkForm()
    try:
        _carry_out(referral, request.form.get("which", ""), heard, bool(form.others_fine.data), actor)
    except DomainError as error:
        db.reading()
        return _ballot_page(actor, id, refusal(error), form), error.status
    return committed(".show", id=id)


@bp.post("/keuze/<int:id>/ander")
@allow(link="choice")
def other_by_link(actor: Actor, id: int) -> ResponseReturnValue:
    """Another coordinator, please: one tap, no reason."""
    asking = queries.get_for(actor, id)
    referral = db.session.get_one(Referral, asking.referral_id)
    heard = Heard("link", clock.today(), actor.person_id)
    try:
        choosing.other_coordinator(referral, heard, by=actor)
    except DomainError as error:
        db.reading()
        return _ballot_page(actor, id, refusal(error)), error.status
    return committed(".show", id=id)


@bp.get("/aanmeldingen/<int:id>/keuze")
@allow(*STAFF)
def enter(actor: Actor, id: int) -> ResponseReturnValue:
    """The cards, whom to call, and what they said."""
    return _staff_page(actor, id)


@bp.post("/aanmeldingen/<int:id>/keuze")
@allow(*STAFF)
def write_down(actor: Actor, id: int) -> ResponseReturnValue:
    """What the family said, entered for them."""
    referral = referrals.sheet_for(actor, id).referral
    form = ChoiceForm.offering(_who_may_tell(referral), clock.today(), sent=True)
    form.lay_out(queries.cards(referral.municipality_id, referral.id))
    try:
        service.check_open(
            referral
        )  # first: who comes just after a colleague hears that, not that a card is gone
        if not form.validate():
            return _staff_page(actor, id, form=form), 422
        _carry_out(referral, form.which.data, form.heard(), form.others_fine.data, actor)
    except DomainError as error:
        return _refused(actor, id, form, error, "form")
    return committed(".enter", "Opgeschreven. Wie het moet weten, krijgt bericht.", id=id)


@bp.post("/aanmeldingen/<int:id>/keuzelinks")
@allow(*STAFF)
def send_links(actor: Actor, id: int) -> ResponseReturnValue:
    """A new link for whom a link may reach."""
    referral = referrals.sheet_for(actor, id).referral
    try:
        sent = service.send_again(referral, by=actor)
    except DomainError as error:
        return _refused(actor, id, ChoiceForm.offering(_who_may_tell(referral), clock.today()), error, "form")
    sentence = (
        "De link is onderweg. De oude werkt niet meer." if sent else "Niemand kan een link krijgen: bel even."
    )
    return committed(".enter", sentence, id=id)


@bp.post("/aanmeldingen/<int:id>/ander")
@allow(*STAFF)
def other(actor: Actor, id: int) -> ResponseReturnValue:
    """The family asks for another coordinator, entered for them."""
    referral = referrals.sheet_for(actor, id).referral
    form = HeardForm.offering(_who_may_tell(referral), clock.today(), sent=True)
    if not form.validate():
        return _staff_page(actor, id, other_form=form), 422
    try:
        at_once = choosing.other_coordinator(referral, form.heard(), by=actor)
    except DomainError as error:
        return _refused(actor, id, form, error, "other_form")
    sentence = "Opgeschreven. " + ("We zoeken iemand anders." if at_once else "Regel nu de vervanging.")
    return committed(".enter", sentence, id=id)


@bp.get("/aanmeldingen/<int:id>/kaartjes")
@allow(*STAFF)
def paper(actor: Actor, id: int) -> ResponseReturnValue:
    """The cards to print: no name of a household, a number to call, a letter to name."""
    referral = referrals.sheet_for(actor, id).referral
    cards = queries.cards(referral.municipality_id, referral.id)
    return render_template("choice/paper.html", referral=referral, cards=cards, where=None)


@bp.post("/aanmeldingen/<int:id>/kaartjes")
@allow(*STAFF)
def print_out(actor: Actor, id: int) -> ResponseReturnValue:
    """The cards for one hoofdpersoon, with their own address and code on it."""
    referral = referrals.sheet_for(actor, id).referral
    ballot = service.print_out(referral, PersonForm().person_id, by=actor)
    return committed(".own_paper", id=ballot.id)


@bp.get("/keuzebrieven/<int:id>")
@allow(*STAFF)
def own_paper(actor: Actor, id: int) -> ResponseReturnValue:
    """The cards to print for one hoofdpersoon: whoever holds it chooses for them."""
    referral, link = queries.ballot(actor, id)
    cards = queries.cards(referral.municipality_id, referral.id)
    actor.saw("referral", referral.id)
    return render_template("choice/paper.html", referral=referral, cards=cards, where=link_address(link))


def _carry_out(referral: Referral, which: str, heard: Heard, others_fine: bool, actor: Actor) -> None:  # noqa: FBT001 -- as ticked
    if which == REFUSE:
        choosing.refuse_all(referral, heard, by=actor)
    elif which == WAIVE:
        choosing.leave_to_us(referral, WAIVED_BY_FAMILY, heard, by=actor)
    elif chosen := id_in(which):
        choosing.choose(referral, chosen, heard, others_fine=others_fine, by=actor)
    else:
        raise DomainError("Kies een van de knoppen.")


def _ballot_page(
    actor: Actor, ballot_id: int, sentence: str | None = None, form: LinkForm | None = None
) -> str:
    asking = queries.get_for(actor, ballot_id)
    lead = queries.leading(actor.municipality_id, asking.referral_id)
    seeking = asking.state == State.MATCHING
    shows = seeking and lead is None and asking.waived is None
    return render_template(
        "choice/show.html",
        asking=asking,
        lead=lead,
        cards=queries.cards(actor.municipality_id, asking.referral_id) if shows else [],
        seeking=seeking,
        sentence=sentence,
        form=form or LinkForm(formdata=None),
    )


def _staff_page(
    actor: Actor, referral_id: int, *, form: ChoiceForm | None = None, other_form: HeardForm | None = None
) -> str:
    referral = referrals.sheet_for(actor, referral_id).referral
    concerned = referrals.concerned(referral)
    cards = queries.cards(referral.municipality_id, referral.id)
    tellers, today = _tellers(referral, concerned), clock.today()
    form = form or ChoiceForm.offering(tellers, today)
    form.lay_out(cards)
    links = {ballot.person_id: (ballot, link) for ballot, link in queries.ballots(referral)}
    actor.saw("referral", referral.id)
    return render_template(
        "choice/staff.html",
        referral=referral,
        cards=cards,
        seeking=referral.state == State.MATCHING,
        lead=queries.leading(referral.municipality_id, referral.id),
        said=[(one, tellers.get(one.behalf_person_id or 0)) for one in queries.said(referral)],
        persons=[_reach(one.person, links.get(one.person.id)) for one in concerned if one.is_focus],
        form=form,
        other_form=other_form or HeardForm.offering(tellers, today),
        failed=other_form or form,
        bureau=actor.is_a(Role.BUREAU),
    )


def _reach(person: Any, ballot: Any) -> dict[str, Any]:  # noqa: ANN401 -- a person, and a pair of the ballots
    obstacle = service.obstacle_of(person)
    return {
        "person": person,
        "phone": address(person, "phone"),
        "obstacle": rules.OBSTACLES.get(obstacle or ""),
        "asked_at": ballot[0].asked_at if ballot else None,
        "sent": bool(ballot and ballot[0].times),
        "paper": obstacle != "child",
    }


def _who_may_tell(referral: Referral) -> dict[int, str]:
    return _tellers(referral, referrals.concerned(referral))


def _tellers(referral: Referral, concerned: list[referrals.Concerned]) -> dict[int, str]:
    """Who may tell what the family said (`rules.may_tell`), and who is responsible: names by person id."""
    return {
        one.person.id: one.person.name
        for one in concerned
        if rules.may_tell(
            one.person.age_group, is_focus=one.is_focus, as_parent=bool(one.assent and one.assent.as_parent)
        )
        or one.person.id == referral.responsible_person_id
    }


def _refused(actor: Actor, id: int, form: Any, error: DomainError, name: str) -> ResponseReturnValue:  # noqa: ANN401 -- either form of the page
    db.rollback()
    form.refuse(error)
    return _staff_page(actor, id, **{name: form}), error.status
