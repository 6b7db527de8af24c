"""The bureau finds coordinators for several aanmeldingen at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.matching import together, volunteers
from ekc.matching.joint import Place
from ekc.matching.joint_forms import TogetherForm, line
from ekc.matching.together import Together
from ekc.people import languages
from ekc.web.formatting import count
from ekc.web.paging import page_count, page_number

bp = Blueprint("joint", __name__)
PER_PAGE = 20


@bp.get("/koppelen")
@allow(Role.BUREAU)
def show(actor: Actor) -> ResponseReturnValue:
    """All that looks for a coordinator, with whom it would be together and whom one by one."""
    return _page(actor, TogetherForm.asking(clock.today()))


@bp.post("/koppelen")
@allow(Role.BUREAU)
def accept(actor: Actor) -> ResponseReturnValue:
    """Ask the coordinators of the lines that were ticked."""
    form = TogetherForm.asking(clock.today())
    if not form.validate():
        return _page(actor, form), 422
    try:
        asked = together.ask(form.lines(), form.week_from.data, form.week_until.data, by=actor)
        if not asked.numbers:
            raise TooLateError(" ".join(asked.refused) or together.NOT_THERE)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _page(actor, form), error.status
    db.commit()
    flash(f"Gevraagd voor {count(len(asked.numbers), 'aanmelding', 'aanmeldingen')}.")
    for sentence in asked.refused:
        flash(sentence)
    return redirect(url_for(".show"), 303)


def _page(actor: Actor, form: TogetherForm) -> str:
    """A page of the proposal; the number of queries is the same for one as for sixty."""
    found = together.proposal(by=actor)
    number = page_number()
    first = (number - 1) * PER_PAGE
    places = found.picture.places[first : first + PER_PAGE]
    asked = found.asked[:PER_PAGE]
    names = volunteers.names(actor.municipality_id, {id_ for one in places for id_ in _persons(one)})
    for one in (*found.waiting[first : first + PER_PAGE], *asked):
        actor.saw("referral", one.id)
    for id_ in names:
        actor.saw("person", id_)
    return render_template(
        "matching/together.html",
        form=form,
        found=found,
        lines=list(zip(found.waiting[first : first + PER_PAGE], places, strict=True)),
        asked=asked,
        more_asked=len(found.asked) - len(asked),
        ticks={one.referral: line(one.referral, [each.volunteer.id for each in one.names]) for one in places},
        elsewhere_now=_elsewhere(found),
        names=names,
        in_words=languages.in_words,
        page=number,
        pages=page_count(len(found.waiting), PER_PAGE),
    )


def _persons(one: Place) -> list[int]:
    shown = [each.volunteer for each in (*one.names, one.alone) if each]
    return [each.person_id for each in (*shown, one.buddy) if each]


def _elsewhere(found: Together) -> dict[int, str]:
    """By coordinator, the number of the referral for which she is the first name now."""
    return {
        place.names[0].volunteer.id: one.number
        for one, place in zip(found.waiting, found.picture.places, strict=True)
        if place.names
    }
