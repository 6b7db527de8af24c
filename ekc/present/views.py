"""The page of the day: a plain form, that a phone may keep for when there is no connection."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)

from ekc import clock
from ekc.accounts.guards import allow, public
from ekc.accounts.models import Role
from ekc.agenda import arrivals
from ekc.agenda import queries as agenda
from ekc.circle.around import people_around
from ekc.circle.service import for_lead
from ekc.db import db
from ekc.errors import DomainError
from ekc.present import queries, rules, service
from ekc.present.rules import Press
from ekc.web.posting import committed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.arrivals import Groups
    from ekc.agenda.queries import Day
    from ekc.circle.around import Around
    from ekc.people.models import Person

bp = Blueprint("present", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)
WHOSE = "dag"  # a cookie: whose pages this browser keeps
EXPECTED = {code: words for code, words in arrivals.GROUPS.items() if code != arrivals.BEGIN}
WORDS = {"yes": "is er", "no": "is er niet"}


@bp.get("/bijeenkomsten/<int:id>/dag")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Who is here."""
    day = agenda.get_for(actor, id)
    actor.saw("referral", day.referral.id)
    around = people_around(day.referral)
    asked = {row.guest.person_id: row.guest for row in agenda.asked(day)}
    page = render_template(
        "present/show.html",
        conference=day.conference,
        where=day.where,
        people=_in_order(around, arrivals.in_order(around.members, asked)),
        own=arrivals.own_words(asked),
        holds=rules.standing(queries.presses(day.conference.municipality_id, id)),
        begun=day.conference.starts_at <= clock.now(),
        open=day.conference.state in rules.OPEN,
        own_id=lambda: str(uuid4()),
        words=WORDS,
    )
    response = make_response(page)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(WHOSE, str(actor.account_id), httponly=True, samesite="Lax", secure=secure)
    return response


@bp.post("/bijeenkomsten/<int:id>/dag")
@allow(*ORGANISERS)
def press(actor: Actor, id: int) -> ResponseReturnValue:
    """One tap, by the form."""
    day, told = agenda.get_for(actor, id), request.form
    one = Press(told.get("id", ""), told.get("about", ""), told.get("answer", ""), clock.now())
    by = for_lead(day.conference.municipality_id, day.referral.id, actor)
    service.take(day.conference, [rules.check(one)], _people(day), by=by)
    return committed(".show", "Genoteerd.", id=id)


@bp.post("/bijeenkomsten/<int:id>/dag/alles")
@allow(*ORGANISERS)
def sync(actor: Actor, id: int) -> ResponseReturnValue:
    """Everything that a phone kept, in one go; it hears what stands now, and what changed."""
    day, told, now = agenda.get_for(actor, id), request.form, clock.now()
    people = _people(day)
    try:
        presses = rules.read(told.get("presses", ""), told.get("sent", ""), now)
        shown = rules.read_shown(told.get("shown", ""))
        by = for_lead(day.conference.municipality_id, day.referral.id, actor)
        in_time = [one for one in presses if not rules.too_early(one, day.conference.starts_at, now)]
        service.take(day.conference, in_time, people, by=by)
    except DomainError as error:
        db.rollback()
        return jsonify(message=str(error)), error.status
    db.commit()
    holds = rules.standing(queries.presses(day.conference.municipality_id, id))
    changed = [rules.TOO_EARLY] if len(in_time) < len(presses) else []
    changed += [_sentence(about, holds[about], people) for about in rules.differs(shown, holds)]
    return jsonify(holds=holds, changed=[one for one in changed if one])


@bp.get("/dag-dienst.js")
@public("a script, without a word of anybody")
def worker() -> ResponseReturnValue:
    """The service worker: its address decides which pages it may serve."""
    asset = current_app.extensions["assets"]["day_worker.js"]
    return Response(asset.plain, content_type=asset.kind, headers={"Cache-Control": "no-cache"})


def _people(day: Day) -> dict[str, str]:
    """The hoofdpersonen and the kring by `here:<id>`, as they are called."""
    return {f"{rules.HERE}{one.id}": _called(one) for one in people_around(day.referral).known}


def _in_order(around: Around, groups: Groups) -> list[tuple[Person, str, str | None]]:
    """The same people in the order of arrival, each as they are called and how they are there, where that is
    not from the beginning on; who is not expected comes last."""
    how = {person.id: code for code, found in groups.items() for _, person in found}
    order = list(how)
    known = sorted(around.known, key=lambda one: order.index(one.id) if one.id in how else len(order))
    return [(one, _called(one), EXPECTED.get(how.get(one.id, ""))) for one in known]


def _called(person: Person) -> str:
    """The given name, and the first letter of the surname."""
    return f"{person.given_name} {person.surname[:1]}".strip()


def _sentence(about: str, answer: str, people: dict[str, str]) -> str:
    if about == rules.OWN_TIME:
        return f"Tijd voor zichzelf: daar staat nu {'ja' if answer == 'yes' else 'nee'}."
    return f"{people[about]} {WORDS[answer]}." if about in people else ""
