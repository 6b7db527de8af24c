"""The family's own page by its link, and giving it to them by mail or on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request

from ekc import choosing, clock, resting
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.accounts.queries import link_address
from ekc.agenda import queries as agenda
from ekc.choice.rules import OBSTACLES, Heard
from ekc.choice.service import obstacle_of
from ekc.circle import queries as circle
from ekc.db import db
from ekc.errors import DomainError
from ekc.family import cards, queries, rules, service
from ekc.family.forms import PersonForm
from ekc.nearby import queries as amenities
from ekc.nearby.forms import Wanted
from ekc.people.queries import address
from ekc.places.queries import localities, municipality
from ekc.referrals import queries as referrals
from ekc.web import speaking
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.referrals.models import Referral

bp = Blueprint("family", __name__)
CARD_ON_PAPER = "De brief met het kaartje ligt klaar. Het bureau doet die op de post."
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/mijn-bijeenkomst/<int:id>")
@allow(link="family")
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Who comes, when and where, what happens next, whom to call. No name of a household."""
    return _own_page(actor, id)


@bp.get("/mijn-bijeenkomst/<int:id>/in-de-buurt")
@allow(link="family")
def nearby(actor: Actor, id: int) -> ResponseReturnValue:
    """What there is in the neighbourhood; nothing of theirs stands on it, nor in its address."""
    page, _ = queries.get_for(actor, id)
    number, asked = page_number(), {"dorp": request.args.get("dorp", "")}
    wanted = Wanted(asked, localities(actor.municipality_id))
    found = amenities.page(actor, number, village=wanted.village)
    return render_template(
        "family/nearby.html",
        page_id=page.id,
        found=found,
        wanted=wanted,
        page=number,
        pages=page_count(found.total, amenities.PER_PAGE),
    )


@bp.post("/mijn-bijeenkomst/<int:id>/pauze")
@allow(link="family")
def rest(actor: Actor, id: int) -> ResponseReturnValue:
    """Stop for a while: one tap, no reason."""
    return _do(actor, id, lambda referral: resting.rest(referral, by=actor))


@bp.post("/mijn-bijeenkomst/<int:id>/verder")
@allow(link="family")
def go_on(actor: Actor, id: int) -> ResponseReturnValue:
    """Go on again: one tap."""
    return _do(actor, id, lambda referral: resting.go_on(referral, by=actor))


@bp.post("/mijn-bijeenkomst/<int:id>/ander")
@allow(link="family")
def other(actor: Actor, id: int) -> ResponseReturnValue:
    """Another coordinator, please: one tap, no reason."""
    heard = Heard("link", clock.today(), actor.person_id)
    return _do(actor, id, lambda referral: choosing.other_coordinator(referral, heard, by=actor))


@bp.get("/trajecten/<int:id>/eigen-pagina")
@allow(*ORGANISERS)
def giving(actor: Actor, id: int) -> ResponseReturnValue:
    """Who has it, and how to give it."""
    referral, _ = circle.traject(actor, id)
    given = queries.given(referral)
    actor.saw("referral", referral.id)
    return render_template(
        "family/giving.html",
        referral=referral,
        persons=[
            {
                "person": person,
                "phone": address(person, "phone"),
                "obstacle": OBSTACLES.get(obstacle_of(person) or ""),
                "page": given.get(person.id, (None, None))[0],
            }
            for person in referrals.focus_persons(referral)
        ],
    )


@bp.post("/trajecten/<int:id>/eigen-pagina/link")
@allow(*ORGANISERS)
def send(actor: Actor, id: int) -> ResponseReturnValue:
    """The link by message, or as a letter that the bureau posts."""
    referral, _ = circle.traject(actor, id)
    page = service.send(referral, PersonForm().person_id, by=actor)
    sentence = (
        "De link is onderweg."
        if page.sent_at
        else "De brief met de link ligt klaar. Het bureau doet die op de post."
    )
    return committed(".giving", sentence, id=id)


@bp.post("/trajecten/<int:id>/eigen-pagina/papier")
@allow(*ORGANISERS)
def print_out(actor: Actor, id: int) -> ResponseReturnValue:
    """The page on paper: it is made where it is not there yet, and then shown to print."""
    referral, _ = circle.traject(actor, id)
    page = service.print_out(referral, PersonForm().person_id, by=actor)
    return committed(".paper", id=page.id)


@bp.get("/eigen-pagina/<int:id>/papier")
@allow(*ORGANISERS)
def paper(actor: Actor, id: int) -> ResponseReturnValue:
    """The page to print and hand over, with the address that opens it."""
    page = queries.seen_by(actor, id)
    referral, _ = circle.traject(actor, page.referral_id)
    actor.saw("referral", referral.id)
    where = link_address(service.link_of(page))
    return render_template("family/paper.html", where=where, **_words(referral, page.person_id))


@bp.get("/trajecten/<int:id>/kennismaking")
@allow(*ORGANISERS)
def card(actor: Actor, id: int) -> ResponseReturnValue:
    """The card of whoever organises it, to hand over; nothing of the household."""
    referral, _ = circle.traject(actor, id)
    return render_template("family/card.html", referral=referral, organiser=queries.organiser(referral))


@bp.post("/mensen/<int:id>/kennismaking")
@allow(*ORGANISERS)
def send_card(actor: Actor, id: int) -> ResponseReturnValue:
    """The card goes to somebody around the household."""
    member, person = circle.get_for(actor, id)
    referral, _ = circle.traject(actor, member.referral_id)
    on_paper = cards.send(member, person, referral, by=actor)
    sentence = CARD_ON_PAPER if on_paper else f"Het kaartje is onderweg naar {person.given_name}."
    return committed("circle.person", sentence, id=id)


@bp.get("/kennismaking/<int:id>")
@allow(link="card")
def own_card(actor: Actor, id: int) -> ResponseReturnValue:
    """The same card, by somebody's own link."""
    referral = cards.get_for(actor, id)
    return render_template("family/card.html", referral=referral, organiser=queries.organiser(referral))


def _do(actor: Actor, page_id: int, verb: Callable[[Referral], object]) -> ResponseReturnValue:
    _, referral = queries.get_for(actor, page_id)
    try:
        verb(referral)
    except DomainError as error:
        db.rollback()
        db.reading()
        return _own_page(actor, page_id, speaking.refusal(error)), error.status
    return committed(".show", id=page_id)


def _own_page(actor: Actor, page_id: int, sentence: str | None = None) -> str:
    page, referral = queries.get_for(actor, page_id)
    actor.saw("family_page", page.id)
    words = _words(referral, page.person_id)
    return render_template("family/show.html", page=page, sentence=sentence, **words)


def _words(referral: Referral, person_id: int) -> dict[str, Any]:
    """What stands on the page of somebody, on a screen and on paper alike: their own hours, nobody else's."""
    day = agenda.planned_of(referral)
    asked = {row.guest.person_id: row.guest for row in agenda.asked(day)} if day else {}
    answers = {one: guest.said for one, guest in asked.items()}
    here = municipality(referral.municipality_id)
    paused = referral.state == "paused"
    return {
        "number": referral.number,
        "organiser": queries.organiser(referral),
        "around": None if rules.is_over(referral.state) else queries.around(referral, answers),
        "day": day,
        "own": asked.get(person_id),
        "tells_where": day is not None and (day.venue is not None or day.conference.place_in_invitation),
        "next_words": rules.next_words(referral.state),
        "may_rest": rules.may_rest(referral.state),
        "may_go_on": paused and rules.may_go_on(referral.state, queries.why_still(referral)),
        "paused": paused,
        "support": (here.support_name, here.support_phone),
    }
