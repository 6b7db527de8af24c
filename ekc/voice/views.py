"""Suggestions with 'wat deden we ermee', and a word about working with a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.people import queries as people
from ekc.pool import queries as pool
from ekc.thanks import queries as thanks
from ekc.voice import queries, rules, service
from ekc.voice.forms import AnswerForm, SuggestionForm, TeamWordForm, YearForm
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor

bp = Blueprint("voice", __name__)
PER_PAGE = 20


@bp.get("/ideeen")
@allow(Role.COORDINATOR, Role.BUREAU)
def ideas(actor: Actor) -> ResponseReturnValue:
    """Ideas and what was done with them; a coordinator leaves one."""
    return _ideas(actor, SuggestionForm(formdata=None))


@bp.post("/ideeen")
@allow(Role.COORDINATOR)
def suggest(actor: Actor) -> ResponseReturnValue:
    """She has an idea."""
    mine, form = pool.mine(actor), SuggestionForm()
    if status := failed(
        form, lambda: service.suggest(mine, str(form.text.data), named=form.named.data, by=actor)
    ):
        return _ideas(actor, form), status
    return committed(".ideas", "Dank je wel. Je leest hier wat we ermee doen.")


@bp.get("/pool/<int:id>/idee")
@allow(Role.BUREAU)
def by_phone(actor: Actor, id: int) -> ResponseReturnValue:
    """An idea, or a word about a team, of somebody who phones."""
    return _by_phone(actor, id, SuggestionForm(formdata=None))


@bp.post("/pool/<int:id>/idee")
@allow(Role.BUREAU)
def suggest_by_phone(actor: Actor, id: int) -> ResponseReturnValue:
    """As she told."""
    found, form = pool.get_for(actor, id), SuggestionForm()
    if not form.validate():
        return _by_phone(actor, id, form), 422
    try:
        made = service.suggest(found, str(form.text.data), named=form.named.data, by=actor)
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return _by_phone(actor, id, form), error.status
    return committed(".one", "Opgeschreven.", id=made.id)


@bp.get("/ideeen/<int:id>")
@allow(Role.BUREAU)
def one(actor: Actor, id: int) -> ResponseReturnValue:
    """One idea, to answer."""
    return _one(actor, id)


@bp.post("/ideeen/<int:id>")
@allow(Role.BUREAU)
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """What was done with it; once more when it goes on."""
    found, form = queries.get_for(actor, id), AnswerForm()
    told = (form.stand.data, form.answer.data)
    if status := failed(form, lambda: service.answer(found, *told, shared=not form.private.data, by=actor)):
        return _one(actor, id, form), status
    return committed(".ideas", "Beantwoord. Wie het schreef, krijgt bericht.")


@bp.get("/bedankjes/<int:id>/samenwerking")
@allow(Role.COORDINATOR, Role.BUREAU)
def about_team(actor: Actor, id: int) -> ResponseReturnValue:
    """How was it to work with the team?"""
    return _about_team(actor, id, TeamWordForm(formdata=None))


@bp.post("/bedankjes/<int:id>/samenwerking")
@allow(Role.COORDINATOR, Role.BUREAU)
def say_about_team(actor: Actor, id: int) -> ResponseReturnValue:
    """For the bureau's eyes only."""
    word, form = thanks.get_for(actor, id), TeamWordForm()
    if status := failed(form, lambda: service.say_about_team(word, form.how.data, form.text.data, by=actor)):
        return _about_team(actor, id, form), status
    there = "thanks.for_you" if word.person_id == actor.person_id else ".team_words"
    return committed(there, "Dank je wel. Alleen het bureau leest dit.")


@bp.post("/jaar/<int:id>")
@allow(Role.COORDINATOR, Role.BUREAU)
def say_of_year(actor: Actor, id: int) -> ResponseReturnValue:
    """How the year was, in one tap; by the bureau for who phones."""
    found, form = pool.get_for(actor, id), YearForm()
    if not form.validate():
        raise DomainError("Kies hoe het was.")
    service.say_of_year(found, form.data["year"], form.how.data, by=actor)
    return committed(
        "certificates.show", "Dank je wel. We tellen het op, zonder namen.", id=id, jaar=form.data["year"]
    )


@bp.get("/samenwerking")
@allow(Role.BUREAU)
def team_words(actor: Actor) -> ResponseReturnValue:
    """What volunteers say about working with the teams."""
    page = page_number()
    rows = queries.words(actor, (page - 1) * PER_PAGE, PER_PAGE)
    for row in rows:
        actor.saw("person", row.person_id)
    return render_template(
        "voice/team_words.html",
        rows=rows,
        how=rules.HOW,
        page=page,
        pages=page_count(queries.count_words(actor), PER_PAGE),
    )


@bp.post("/samenwerking/<int:id>/gelezen")
@allow(Role.BUREAU)
def note_read(actor: Actor, id: int) -> ResponseReturnValue:
    """Read, and taken up where that is needed."""
    service.note_read(queries.word_for(actor, id), by=actor)
    return committed(".team_words", "Genoteerd dat je het las.")


def _ideas(actor: Actor, form: SuggestionForm) -> str:
    page = page_number()
    rows = queries.ideas(actor, (page - 1) * PER_PAGE, PER_PAGE)
    for row in rows:
        if row.who and not row.hers:
            actor.saw("person", row.person_id)
    return render_template(
        "voice/ideas.html",
        rows=rows,
        labels=rules.LABELS,
        form=form,
        page=page,
        pages=page_count(queries.count_ideas(actor), PER_PAGE),
    )


def _one(actor: Actor, suggestion_id: int, form: AnswerForm | None = None) -> str:
    found = queries.get_for(actor, suggestion_id)
    person = people.one(actor.municipality_id, found.person_id)
    actor.saw("coordinator", found.coordinator_id)
    return render_template(
        "voice/idea.html",
        idea=found,
        who=person.name,
        label=rules.LABELS[rules.Stand(found.stand)],
        form=form or AnswerForm.of(found),
    )


def _by_phone(actor: Actor, coordinator_id: int, form: SuggestionForm) -> str:
    found = pool.get_for(actor, coordinator_id)
    actor.saw("coordinator", found.id)
    return render_template(
        "voice/by_phone.html",
        coordinator=found,
        name=people.one(actor.municipality_id, found.person_id).name,
        heard=thanks.of_person(actor.municipality_id, found.person_id, 0, PER_PAGE),
        form=form,
    )


def _about_team(actor: Actor, kind_word_id: int, form: TeamWordForm) -> str:
    word = thanks.get_for(actor, kind_word_id)
    own = word.person_id == actor.person_id
    return render_template(
        "voice/about_team.html",
        word=word,
        form=form,
        said=queries.said_already(word),
        whose=None if own else people.one(actor.municipality_id, word.person_id).given_name,
    )
