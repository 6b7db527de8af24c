"""The bureau keeps the teams and which dorp or wijk belongs to which, from which day on."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role, Team
from ekc.areas import queries, rules, service
from ekc.areas.forms import EndForm, HandOverForm, PlaceForm, TeamForm
from ekc.db import db
from ekc.places import service as places
from ekc.referrals.worklists import running_of_team
from ekc.web.formatting import count, day
from ekc.web.posting import committed, failed, refused

bp = Blueprint("areas", __name__)


@bp.get("/teams")
@allow(Role.BUREAU)
def overview(actor: Actor) -> ResponseReturnValue:
    """Every team, and every dorp and wijk with its team now and later."""
    return _overview(actor)


@bp.post("/teams")
@allow(Role.BUREAU)
def add(actor: Actor) -> ResponseReturnValue:
    """A new team."""
    form = TeamForm()
    name, phone = form.data["name"], form.data["phone"] or ""
    if status := failed(form, lambda: service.add_team(name, phone, by=actor)):
        return _overview(actor, team_form=form), status
    return committed(".overview", "Het team staat erin. Kies hieronder welke dorpen en wijken erbij horen.")


@bp.post("/dorpen")
@allow(Role.BUREAU)
def add_place(actor: Actor) -> ResponseReturnValue:
    """One more dorp or wijk."""
    form = PlaceForm()
    told = (form.data["village"], form.data["pc4"])
    if status := failed(form, lambda: places.add_locality(actor.municipality_id, *told, by=actor)):
        return _overview(actor, place_form=form), status
    return committed(".overview", f"{told[0]} staat erin.")


@bp.post("/dorpen/overgang")
@allow(Role.BUREAU)
def hand_over(actor: Actor) -> ResponseReturnValue:
    """The ticked places go to a team, from a day on."""
    today = clock.today()
    there = queries.places(actor.municipality_id, today)
    form = HandOverForm().offering(there, queries.open_teams(actor.municipality_id, today))
    if not form.validate():
        return _overview(actor, form), 422
    (ids, team_id), told = form.chosen, form.data
    if status := refused(
        form, lambda: service.hand_over(ids, team_id, told["from_day"], form.newest, by=actor)
    ):
        return _overview(actor, form), status
    sentence = (
        f"{count(len(ids), 'dorp of wijk gaat', 'dorpen en wijken gaan')} over op {day(told['from_day'])}."
    )
    return committed(".overview", sentence)


@bp.post("/dorpen/<int:id>/intrekking")
@allow(Role.BUREAU)
def withdraw(actor: Actor, id: int) -> ResponseReturnValue:
    """Take back a change that is still to come."""
    service.withdraw(queries.beginning(actor, id), by=actor)
    return committed(".overview", "De wijziging is weggehaald.")


@bp.get("/teams/<int:id>")
@allow(Role.BUREAU)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """Who is in a team, its places, another name, its end."""
    return _team(actor, queries.get_for(actor, id))


@bp.post("/teams/<int:id>")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Another name or phone number."""
    team, form = queries.get_for(actor, id), TeamForm()
    if not form.validate():
        return _team(actor, team, form), 422
    told = form.data
    if status := refused(
        form, lambda: service.change_team(team, told["name"], told["phone"] or "", told["seen"], by=actor)
    ):
        return _team(actor, _anew(actor, id, form), form), status
    return committed(".show", "Bewaard.", id=id)


@bp.post("/teams/<int:id>/einde")
@allow(Role.BUREAU)
def end(actor: Actor, id: int) -> ResponseReturnValue:
    """The team is no more from a day on; its places go elsewhere."""
    team = queries.get_for(actor, id)
    form = _end_form(team, clock.today())
    if not form.validate():
        return _team(actor, team, end=form), 422
    told, heirs = form.data, form.heirs
    if status := refused(
        form, lambda: service.end_team(team, told["from_day"], heirs, told["seen"], by=actor)
    ):
        return _team(actor, _anew(actor, id, form), end=form), status
    return committed(".show", f"{team.name} is er vanaf {day(told['from_day'])} niet meer.", id=id)


@bp.post("/teams/<int:id>/doorgaan")
@allow(Role.BUREAU)
def reopen(actor: Actor, id: int) -> ResponseReturnValue:
    """The team is there after all."""
    service.reopen_team(queries.get_for(actor, id), by=actor)
    return committed(".overview", "Het team gaat door. Geef het hieronder zijn dorpen en wijken terug.")


def _anew(actor: Actor, team_id: int, form: TeamForm | EndForm) -> Team:
    """The team as it is now; what was typed stays, and may be sent once more by who has looked."""
    team = queries.get_for(actor, team_id)
    db.session.refresh(team)
    form.seen.process_data(team.version)
    return team


def _end_form(team: Team, today: date, **given: object) -> EndForm:
    others = queries.open_teams(team.municipality_id, today)
    others.pop(team.id, None)
    return EndForm.about(service.of_team(team, today, today), others, **given)


def _overview(
    actor: Actor,
    form: HandOverForm | None = None,
    team_form: TeamForm | None = None,
    place_form: PlaceForm | None = None,
) -> str:
    """The page; the forms are ones that were refused."""
    today = clock.today()
    there = queries.places(actor.municipality_id, today)
    teams = queries.teams(actor.municipality_id)
    newest = max((one.id for place in there for one in place.history), default=0)
    if form is None:
        data = {"seen": str(newest), "places": request.args.getlist("dorp")}
        form = HandOverForm(formdata=None, data=data)
    else:
        form.seen.process_data(str(newest))
    open_ones = {one.id: one.name for one in teams if one.ended_on is None or one.ended_on > today}
    return render_template(
        "areas/overview.html",
        places=there,
        teams=teams,
        names={one.id: one.name for one in teams},
        many=queries.members(actor.municipality_id),
        of_team=[place.team_id for place in there].count,
        form=form.offering(there, open_ones),
        team_form=team_form or TeamForm(formdata=None, data={"seen": 0}),
        place_form=place_form or PlaceForm(formdata=None),
        today=today,
    )


def _team(actor: Actor, team: Team, form: TeamForm | None = None, end: EndForm | None = None) -> str:
    """The page of a team; `form` or `end` is one that was refused."""
    today = clock.today()
    there = queries.places(actor.municipality_id, today)
    return render_template(
        "areas/team.html",
        team=team,
        people=queries.people(team),
        running=running_of_team(team.municipality_id, team.id),
        history=[
            (place, one, _until(place.history, one))
            for place in there
            for one in place.history
            if one.team_id == team.id
        ],
        form=form or TeamForm.of(team),
        end=end or _end_form(team, today, formdata=None, data={"seen": team.version}),
        today=today,
    )


def _until(history: tuple[rules.Beginning, ...], one: rules.Beginning) -> date | None:
    """The day on which the next beginning of the same place is."""
    return min((other.from_day for other in history if other.from_day > one.from_day), default=None)
